// A plan on its way through files: made, checked, explained.
#include <filesystem>

#include "program.hpp"

using namespace synergy::test;

TEST_CASE("does a plan that was written validate, explain, and come out the same again?") {
  const Folder folder;
  for (const char* planner : {"synergy", "min_dev", "max_dev"}) {
    CAPTURE(planner);
    const Outcome printed = run_in(folder.path(), {"plan", "w2", "--planner", planner});
    CHECK(printed.code == 0);
    CHECK_THAT(printed.out, Catch::StartsWith("schema_version: 1\nscenario: w2\n"));
    const Outcome written =
        run_in(folder.path(), {"-q", "plan", "w2", "--planner", planner, "--out", "plan.yaml"});
    CHECK(written.code == 0);
    CHECK(written.out == "");
    CHECK(written.err == "");
    CHECK(read(folder.path() / "plan.yaml") == printed.out);
    const Outcome valid = run_in(folder.path(), {"validate", "plan.yaml"});
    CHECK(valid.code == 0);
    CHECK(valid.out == "plan.yaml: valid plan\n");
    const Outcome explained = run_in(folder.path(), {"explain", "w2", "plan.yaml"});
    CHECK(explained.code == 0);
    CHECK_THAT(explained.out, Catch::Contains("bottleneck") && Catch::Contains("Predicted:"));
    CHECK(explained.out == run_in(folder.path(), {"explain", "w2", planner}).out);
  }
}

TEST_CASE("is a plan that is not feasible written all the same, with its reasons and exit code 4?") {
  const Folder folder;
  const Outcome outcome = run_in(
      folder.path(),
      {"-q", "plan", "w2", "--set", "planner={name: ind_e2e, memory_oblivious: true}", "--out", "p.yaml"});
  CHECK(outcome.code == 4);
  CHECK_THAT(outcome.err, Catch::StartsWith("ind_e2e: its plan is not feasible\n  ") &&
                              Catch::Contains("consecutive words of weight memory"));
  CHECK(run_in(folder.path(), {"explain", "w2", "p.yaml"}).code == 4);
}

TEST_CASE("is a plan of a user's own scenario checked against that scenario?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  REQUIRE(run_in(folder.path(), {"plan", "small.yaml", "--out", "plan.yaml"}).code == 0);
  const Outcome explained = run_in(folder.path(), {"explain", "small.yaml", "plan.yaml"});
  CHECK(explained.code == 0);
  CHECK_THAT(explained.out, Catch::Contains("kws: 3.816 ms without contention"));
  const Outcome valid = run_in(folder.path(), {"validate", "small.yaml", "plan.yaml"});
  CHECK(valid.code == 0);
  CHECK(valid.out == "small.yaml: valid scenario\nplan.yaml: valid plan\n");
}

TEST_CASE("does a plan that does not fit its scenario say so, with the place?") {
  const Folder folder;
  REQUIRE(run_in(folder.path(), {"plan", "w2", "--out", "plan.yaml"}).code == 0);
  std::string plan = read(folder.path() / "plan.yaml");
  const std::size_t at = plan.find("    source: ");
  put(folder.path() / "wrong.yaml",
      plan.substr(0, at) + "    source: wrist" + plan.substr(plan.find('\n', at)));
  check_fails(run_in(folder.path(), {"validate", "wrong.yaml"}), 3,
              {"wrong.yaml:", ":13: unknown device 'wrist'; known: earbud, glasses, watch, ring"});
  // No app of w2 can sense on the ring.
  put(folder.path() / "ring.yaml",
      plan.substr(0, at) + "    source: ring" + plan.substr(plan.find('\n', at)));
  const Outcome explained = run_in(folder.path(), {"explain", "w2", "ring.yaml"});
  CHECK(explained.code == 4);
  CHECK_THAT(explained.out, Catch::StartsWith("infeasible:\n") && Catch::Contains("ring: has no "));
  check_fails(run_in(folder.path(), {"validate", "ring.yaml"}), 3, {"ring.yaml: ", "ring: has no "});
}

TEST_CASE("is every shipped file valid?") {
  std::vector<std::string> arguments{"validate"};
  for (const char* name : {"model_zoo", "device_profiles", "device_profiles/ble_stacks",
                           "device_profiles/wifi", "scenarios", "scenarios/bodies"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(SYNERGY_SOURCE_DIR) + "/" + name)) {
      if (entry.path().extension() == ".yaml") arguments.push_back(entry.path().string());
    }
  }
  const Outcome outcome = run(arguments);
  CHECK(outcome.code == 0);
  CHECK(lines_of(outcome.out).size() == arguments.size() - 1);
}

TEST_CASE("does validate go on after a bad file?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "bad.yaml", small_scenario("sead: 1\n"));
  put(folder.path() / "other.yaml", "schema_version: 1\nshopping: [milk]\n");
  const Outcome outcome =
      run_in(folder.path(), {"validate", "bad.yaml", "other.yaml", "none.yaml", "small.yaml"});
  CHECK(outcome.code == 3);
  CHECK(outcome.out == "small.yaml: valid scenario\n");
  CHECK_THAT(outcome.err, Catch::Contains("bad.yaml:13:1: unknown key 'sead'") &&
                              Catch::Contains("other.yaml: not a file of this program") &&
                              Catch::Contains("none.yaml: no such file"));
}

TEST_CASE("does a Pareto front come as a table, and in a folder with plans that load again?", "[optimised]") {
  const Folder folder;
  const Outcome front =
      run_in(folder.path(), {"plan", "w2", "--pareto", "--format", "csv", "--out", "front"});
  CHECK(front.code == 0);
  CHECK(read(folder.path() / "front/pareto.csv") == front.out);
  const auto rows = lines_of(front.out);
  REQUIRE(rows.size() > 1);
  CHECK_THAT(rows[0], Catch::StartsWith("scenario,plan_index,predicted_throughput_inf_per_s,"
                                        "predicted_latency_mean_ms,predicted_power_mean_mw,"));
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    CHECK_THAT(rows[i + 1], Catch::Contains(",y,plan-00" + std::to_string(i) + ".yaml,"));
    const std::string file = "front/plan-00" + std::to_string(i) + ".yaml";
    CHECK(run_in(folder.path(), {"validate", file}).out == file + ": valid plan\n");
    CHECK(run_in(folder.path(), {"explain", "w2", file}).code == 0);
  }
  const Outcome again = run_in(folder.path(), {"plan", "w2", "--pareto", "--format", "csv", "-q"});
  CHECK(again.out == front.out);
  CHECK(again.err == "");
  const Outcome hurried = run_in(folder.path(), {"plan", "w2", "--pareto", "--node-budget", "5"});
  CHECK(hurried.code == 0);
  CHECK_THAT(hurried.err, Catch::Contains("the budget of 5 partial plans ended first"));
  check_fails(run_in(folder.path(), {"plan", "w2", "--pareto", "--planner", "synergy"}), 2,
              {"--pareto asks all planners; leave --planner out"});
}
