// Hand-written plans: run, compared, and refused with the place of every mistake.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace synergy::test;

namespace {

/// The only plan of small_scenario, with `segments` and `source` to be spoilt.
std::string small_plan(const std::string& segments = "[{device: wrist, first: 0, last: 8}]",
                       const std::string& source = "wrist") {
  return "schema_version: 1\nscenario: small\napps:\n  - app: kws\n    source: " + source +
         "\n    segments: " + segments + "\n    target: wrist\n";
}

nlohmann::json rows(const Outcome& outcome) { return nlohmann::json::parse(outcome.out); }

}  // namespace

TEST_CASE("does a hand-written plan run like the planner that has no other, under its own name?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "mine.yaml", small_plan());
  const Outcome fixed =
      run_in(folder.path(), {"run", "small.yaml", "--plan", "mine.yaml", "--format", "json", "--out", "out"});
  const Outcome planned = run_in(folder.path(), {"run", "small.yaml", "--format", "json"});
  REQUIRE(fixed.code == 0);
  const auto row = rows(fixed)[0];
  CHECK(row["run_id"] == "small/fixed:mine/adaptive/0");
  CHECK(row["planner"] == "fixed:mine");
  CHECK(row["candidates_considered"] == 0);
  for (const char* column :
       {"throughput_inf_per_s", "latency_mean_ms", "power_mean_mw", "plan", "predicted_throughput_inf_per_s"})
    CHECK(row[column] == rows(planned)[0][column]);
  const auto manifest = nlohmann::json::parse(read(folder.path() / "out" / "manifest.json"));
  CHECK(manifest["input_hashes"].contains("mine.yaml"));
}

TEST_CASE("does what a planner wrote run again to the same figures, beside other plans, under any policy?") {
  const Folder folder;
  const std::vector<std::string> window{"--set", "measurement={warm_up: 0.5 s, window: 2 s}", "--format",
                                        "json"};
  const auto call = [&](std::vector<std::string> words) {
    words.insert(words.end(), window.begin(), window.end());
    const Outcome outcome = run_in(folder.path(), words);
    REQUIRE(outcome.code == 0);
    return rows(outcome);
  };
  for (const char* planner : {"synergy", "max_dev"})
    REQUIRE(run_in(folder.path(),
                   {"-q", "plan", "w2", "--planner", planner, "--out", std::string(planner) + ".yaml"})
                .code == 0);
  const auto fixed =
      call({"run", "w2", "--plan", "synergy.yaml", "--plan", "max_dev.yaml", "--policy", "all"});
  const auto planned = call({"run", "w2", "--planner", "synergy", "--planner", "max_dev", "--policy", "all"});
  REQUIRE(fixed.size() == 2 * 4);
  for (std::size_t r = 0; r < fixed.size(); ++r) {
    CHECK(fixed[r]["planner"] == "fixed:" + planned[r]["planner"].get<std::string>());
    CHECK(fixed[r]["policy"] == planned[r]["policy"]);
    CHECK(fixed[r]["energy_per_inference_uj"] == planned[r]["energy_per_inference_uj"]);
    CHECK(fixed[r]["event_count"] == planned[r]["event_count"]);
  }
}

TEST_CASE("is an infeasible plan file a row with every reason, and exit code 4?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "gap.yaml", small_plan("[{device: wrist, first: 0, last: 6}]"));
  const Outcome outcome =
      run_in(folder.path(), {"run", "small.yaml", "--plan", "gap.yaml", "--format", "json", "--out", "out"});
  CHECK(outcome.code == 4);
  CHECK(rows(outcome)[0]["status"] == "infeasible");
  CHECK(rows(outcome)[0]["reasons"] == "kws: layers 7-8 are placed nowhere");
  CHECK_THAT(outcome.err,
             Catch::Contains("small/fixed:gap/adaptive/0: infeasible\n  small.yaml:11:5: kws: layers 7-8"));
  // One that can run beside it makes the run a success, as with planners.
  put(folder.path() / "mine.yaml", small_plan());
  CHECK(run_in(folder.path(), {"run", "small.yaml", "--plan", "gap.yaml", "--plan", "mine.yaml"}).code == 0);
}

TEST_CASE("does a plan file with mistakes end with 3 and their places, before anything runs?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "bad.yaml", small_plan("[{device: wrist, first: 0, lost: 8}]", "ankle"));
  check_fails(run_in(folder.path(), {"run", "small.yaml", "--plan", "bad.yaml", "--out", "out"}), 3,
              {"bad.yaml:5:13: unknown device 'ankle'; known: wrist", "bad.yaml:6:", "'lost'"});
  CHECK(!std::filesystem::exists(folder.path() / "out"));
  put(folder.path() / "yaml.yaml", "schema_version: 1\nscenario: [\n");
  check_fails(run_in(folder.path(), {"run", "small.yaml", "--plan", "yaml.yaml"}), 3, {"yaml.yaml:"});
  check_fails(run_in(folder.path(), {"run", "small.yaml", "--plan", "none.yaml"}), 3,
              {"none.yaml: no such file"});
}

TEST_CASE("does --plan refuse a planner beside it, and two plans of one name?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "p.yaml", small_plan());
  std::filesystem::create_directory(folder.path() / "a");
  put(folder.path() / "a" / "p.yaml", small_plan());
  check_fails(run_in(folder.path(), {"run", "small.yaml", "--plan", "p.yaml", "--planner", "synergy"}), 2,
              {"give --plan or --planner, not both"});
  check_fails(run_in(folder.path(), {"run", "small.yaml", "--plan", "p.yaml", "--plan", "a/p.yaml"}), 2,
              {"two plan files are named 'p'"});
  check_fails(run_in(folder.path(),
                     {"run", "small.yaml", "--plan", "p.yaml", "--policy", "all", "--trace", "t.json"}),
              2, {"--trace shows one run, but there are 4"});
}

TEST_CASE("does diff tell in every format what moved and what that changed?") {
  const Folder folder;
  for (const char* planner : {"synergy", "min_dev"})
    REQUIRE(run_in(folder.path(),
                   {"-q", "plan", "w2", "--planner", planner, "--out", std::string(planner) + ".yaml"})
                .code == 0);
  const Outcome table = run_in(folder.path(), {"diff", "synergy.yaml", "min_dev.yaml"});
  CHECK(table.code == 0);
  CHECK_THAT(table.out,
             Catch::StartsWith("w2: synergy.yaml -> min_dev.yaml, estimates under policy adaptive") &&
                 Catch::Contains("throughput_inf_per_s") && Catch::Contains("bottleneck_unit") &&
                 Catch::Contains("words_left"));
  const Outcome csv = run_in(folder.path(), {"diff", "synergy.yaml", "min_dev.yaml", "--format", "csv"});
  CHECK_THAT(csv.out,
             Catch::StartsWith("scope,name,property,first,second,change,change_ratio\napp,kws,source,"));
  const auto all = rows(run_in(folder.path(), {"diff", "synergy.yaml", "min_dev.yaml", "--format", "json"}));
  CHECK(all.size() + 1 == lines_of(csv.out).size());
  CHECK(all.size() > lines_of(table.out).size() - 2);  // equal ones, too
  for (const auto& row : all) {
    if (row["property"] != "throughput_inf_per_s") continue;
    CHECK(row["first"].get<double>() > row["second"].get<double>());
    CHECK(row["change"].get<double>() == row["second"].get<double>() - row["first"].get<double>());
  }
  const Outcome same = run_in(folder.path(), {"diff", "synergy.yaml", "synergy.yaml"});
  CHECK(same.code == 0);
  CHECK(same.out == "no difference\n");
}

TEST_CASE("does diff take the scenario both plans name, another one if told, and none of two?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "a.yaml", small_plan());
  put(folder.path() / "b.yaml", small_plan("[{device: wrist, first: 0, last: 6}]"));
  check_fails(run_in(folder.path(), {"diff", "a.yaml", "b.yaml"}), 3, {"unknown scenario 'small'"});
  const Outcome told = run_in(folder.path(), {"diff", "a.yaml", "b.yaml", "--scenario", "small.yaml"});
  CHECK(told.code == 0);
  CHECK_THAT(told.out,
             Catch::Contains("kws: layers 7-8 are placed nowhere") && Catch::Contains("infeasible"));
  REQUIRE(run_in(folder.path(), {"-q", "plan", "w1", "--out", "w1.yaml"}).code == 0);
  check_fails(run_in(folder.path(), {"diff", "a.yaml", "w1.yaml"}), 3,
              {"w1.yaml:2:11: a plan for scenario 'w1', but a.yaml is one for 'small'", "--scenario"});
  check_fails(run_in(folder.path(), {"diff", "a.yaml"}), 2, {"SECOND is required"});
}

TEST_CASE("does knowledge reach run, plan, resolved.yaml and the loss, from --set and from the file?") {
  const Folder folder;
  const std::string knowledge = "knowledge={accelerator: -90 %}";
  const std::vector<std::string> more{"--set", "measurement={warm_up: 1 s, window: 5 s}", "--format", "json"};
  const auto call = [&](std::vector<std::string> words) {
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = run_in(folder.path(), words);
    REQUIRE(outcome.code == 0);
    return rows(outcome)[0];
  };
  const auto wrong = call({"run", "w2", "--set", knowledge, "--out", "wrong"});
  const auto right = call({"run", "w2"});
  CHECK(right["knowledge_loss_ratio"].is_null());
  const double throughput = wrong["throughput_inf_per_s"];
  CHECK(wrong["knowledge_loss_ratio"].get<double>() ==
        Catch::Detail::Approx(1 - throughput / right["throughput_inf_per_s"].get<double>()));
  CHECK(wrong["knowledge_loss_ratio"].get<double>() > 0.1);
  CHECK(wrong["plan"] != right["plan"]);
  // plan makes the same plan, which loses as much when it is run as it is.
  REQUIRE(run_in(folder.path(), {"-q", "plan", "w2", "--set", knowledge, "--out", "p.yaml"}).code == 0);
  const auto fixed = call({"run", "w2", "--plan", "p.yaml"});
  CHECK(fixed["throughput_inf_per_s"] == throughput);
  CHECK(fixed["plan"] == wrong["plan"]);
  const auto again = call({"run", "wrong/resolved.yaml"});
  for (const char* column : {"plan", "knowledge_loss_ratio", "predicted_throughput_inf_per_s"})
    CHECK(again[column] == wrong[column]);
}

TEST_CASE("does explain tell every reason of an infeasible plan, and which limit the best plan breaks?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "two.yaml", small_plan("[{device: wrist, first: 0, last: 6}]"));
  const Outcome explained = run_in(folder.path(), {"explain", "small.yaml", "two.yaml"});
  CHECK(explained.code == 4);
  CHECK(explained.out == "infeasible:\n  small.yaml:11:5: kws: layers 7-8 are placed nowhere\n");
  for (const char* planner : {"synergy", "optimal", "refine"}) {
    CAPTURE(planner);
    const Outcome limited =
        run_in(folder.path(), {"explain", "small.yaml", planner, "--set", "apps.kws.latency_limit=3 ms"});
    CHECK(limited.code == 4);
    CHECK(limited.out == "infeasible:\n  small.yaml:11:5: kws: estimated latency 3.782 ms, limit 3.000 ms\n");
  }
}
