// What a run leaves behind: the same bytes every time, whole or not at all.
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "program.hpp"

using namespace synergy::test;

namespace {

namespace fs = std::filesystem;

const std::set<std::string> kFiles{"runs.csv",    "apps.csv",      "datapackage.json", "devices.csv",
                                   "units.csv",   "links.csv",     "segments.csv",     "phases.csv",
                                   "summary.csv", "manifest.json", "resolved.yaml"};

/// Every file of a result folder but the manifest; wall_* columns, which come last in runs.csv, cut off.
std::map<std::string, std::string> results_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name == "manifest.json") continue;
    files[name] = read(entry.path());
    if (name != "runs.csv") continue;
    std::string kept;
    for (std::string line : lines_of(files[name])) {
      for (int wall = 0; wall < 2; ++wall) line.erase(line.rfind(','));
      kept += line + '\n';
    }
    REQUIRE(lines_of(files[name])[0].find(",wall_plan_ms,wall_simulate_ms") != std::string::npos);
    REQUIRE(kept.find("wall_") == std::string::npos);
    files[name] = kept;
  }
  return files;
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

/// Two seconds of a shipped workload with random arrivals, three times, under two planners.
std::vector<std::string> random_run(const std::string& out) {
  return {"run",       "w2",
          "--planner", "synergy",
          "--planner", "max_dev",
          "--set",     "load={regime: poisson}",
          "--set",     "replications=3",
          "--set",     "measurement={warm_up: 0.5 s, window: 2 s}",
          "--set",     "apps.kws.rate=9 Hz",
          "--set",     "apps.simplenet.rate=7 Hz",
          "--set",     "apps.widenet.rate=5 Hz",
          "--out",     out};
}

}  // namespace

TEST_CASE("does the same scenario give the same bytes twice, in another folder, locale and time zone?") {
  const Folder here;
  const Folder there;
  const Outcome first = run_in(here.path(), random_run("results"));
  REQUIRE(first.code == 0);
  const Outcome second =
      run_in(there.path(), random_run("a/b/c"),
             {{"LC_ALL", "de_DE.UTF-8"}, {"LANG", "de_DE.UTF-8"}, {"TZ", "Asia/Kolkata"}, {"NO_COLOR", "1"}});
  REQUIRE(second.code == 0);
  CHECK(first.out == second.out);
  CHECK(names_in(here.path() / "results") == kFiles);
  const auto one = results_in(here.path() / "results");
  const auto two = results_in(there.path() / "a/b/c");
  REQUIRE(one.size() == two.size());
  for (const auto& [name, bytes] : one) {
    CAPTURE(name);
    CHECK(bytes == two.at(name));
  }
  // And other random numbers are not the same bytes.
  std::vector<std::string> other = random_run("other");
  other.insert(other.end(), {"--set", "seed=2"});
  REQUIRE(run_in(here.path(), other).code == 0);
  CHECK(results_in(here.path() / "other").at("apps.csv") != one.at("apps.csv"));
}

TEST_CASE("does resolved.yaml run again to the same results?") {
  const Folder folder;
  REQUIRE(run_in(folder.path(), random_run("first")).code == 0);
  const std::string resolved = (folder.path() / "first" / "resolved.yaml").string();
  REQUIRE(run_in("/", {"--data", "/nonexistent", "run", resolved, "--planner", "synergy", "--planner",
                       "max_dev", "--out", (folder.path() / "second").string()})
              .code == 0);
  CHECK(results_in(folder.path() / "first") == results_in(folder.path() / "second"));
}

TEST_CASE("does stdout as CSV hold the rows of runs.csv?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  const Outcome outcome = run_in(folder.path(), {"run", "small.yaml", "--planner", "all", "--policy", "all",
                                                 "--format", "csv", "--out", "results"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out == read(folder.path() / "results" / "runs.csv"));
  CHECK(lines_of(outcome.out).size() > 8 * 4);
  CHECK(outcome.err == "wrote results\n");
  const auto manifest = nlohmann::json::parse(read(folder.path() / "results" / "manifest.json"));
  CHECK(manifest["command_line"][1] == "run");
  CHECK(manifest["input_hashes"].size() >= 5);  // the scenario, the model, the profiles
}

TEST_CASE("does --quiet leave only the results?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  const Outcome outcome =
      run_in(folder.path(), {"-q", "run", "small.yaml", "--format", "json", "--out", "results"});
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "");
  CHECK(nlohmann::json::parse(outcome.out).size() == 1);
}

TEST_CASE("are no result files left when an input is wrong?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "bad.yaml", small_scenario("sead: 1\n"));
  check_fails(run_in(folder.path(), {"run", "small.yaml", "bad.yaml", "--out", "results"}), 3,
              {"bad.yaml:13:1"});
  check_fails(run_in(folder.path(), {"run", "small.yaml", "--planner", "synergi", "--out", "results"}), 2,
              {"synergi"});
  CHECK(names_in(folder.path()) == std::set<std::string>{"small.yaml", "bad.yaml"});
  check_fails(run_in(folder.path(), {"plan", "bad.yaml", "--out", "plan.yaml"}), 3, {"bad.yaml"});
  CHECK(names_in(folder.path()) == std::set<std::string>{"small.yaml", "bad.yaml"});
}

TEST_CASE("are the results of a run without a plan complete, with its reasons and no metrics?") {
  const Folder folder;
  put(folder.path() / "large.yaml",
      small_with("model: kws, sensor: microphone", "model: mobilenetv2, sensor: camera"));
  const Outcome outcome =
      run_in(folder.path(), {"run", "large.yaml", "--format", "json", "--out", "results"});
  CHECK(outcome.code == 4);
  CHECK(names_in(folder.path() / "results") == kFiles);
  const auto row = nlohmann::json::parse(outcome.out)[0];
  CHECK(row["status"] == "infeasible");
  CHECK_THAT(row["reasons"].get<std::string>(), Catch::Contains("mobilenetv2"));
  CHECK(row["throughput_inf_per_s"].is_null());
  CHECK(lines_of(read(folder.path() / "results" / "apps.csv")).size() == 1);
}

TEST_CASE("does an --out that cannot be a folder end with 8 and its name?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  for (const char* out : {"small.yaml", "small.yaml/results", "/proc/results"}) {
    CAPTURE(out);
    const Outcome outcome = run_in(folder.path(), {"run", "small.yaml", "--out", out});
    CHECK(outcome.code == 8);
    CHECK_THAT(outcome.err, Catch::Contains(std::string(out) + ": cannot be "));
  }
  CHECK(read(folder.path() / "small.yaml") == small_scenario());
  CHECK(names_in(folder.path()) == std::set<std::string>{"small.yaml"});
  check_fails(run_in(folder.path(), {"plan", "small.yaml", "--out", "no/such/folder.yaml"}), 8,
              {"no/such/folder.yaml: cannot be written"});
}

TEST_CASE("does --trace leave a timeline of one run, and refuse several?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  const Outcome outcome = run_in(folder.path(), {"run", "small.yaml", "--trace", "trace.json"});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.err, Catch::StartsWith("wrote trace.json; open it in"));
  const auto trace = nlohmann::json::parse(read(folder.path() / "trace.json"));
  CHECK(trace["otherData"]["run_id"] == "small/synergy/adaptive/0");
  CHECK(trace["traceEvents"].size() > 1000);
  const Outcome part =
      run_in(folder.path(), {"run", "small.yaml", "--trace", "part.json", "--trace-from", "0.5 s",
                             "--trace-duration", "50 ms", "--trace-max-events", "20"});
  CHECK_THAT(part.err, Catch::Contains("the timeline ends at 0.5"));
  CHECK(nlohmann::json::parse(read(folder.path() / "part.json"))["otherData"]["capped"] == true);

  const auto fails = [&](std::vector<std::string> more, const std::string& message) {
    std::vector<std::string> words{"run", "small.yaml"};
    words.insert(words.end(), more.begin(), more.end());
    check_fails(run_in(folder.path(), words), 2, {message});
    CHECK(!std::filesystem::exists(folder.path() / "no.json"));
  };
  fails({"--trace", "no.json", "--planner", "all"}, "--trace shows one run, but there are ");
  fails({"--trace", "no.json", "--set", "replications=2"}, "--set replications=1");
  fails({"--trace", "no.json", "--trace-from", "5"}, "--trace-from: '5' has no unit");
  fails({"--trace", "no.json", "--trace-from", "-1 s"}, "--trace-from must not be negative");
  fails({"--trace-duration", "1 s"}, "need --trace FILE");
  fails({"--trace", "no.json", "--trace-max-events", "0"}, "--trace-max-events");
}

TEST_CASE("are all tables the same bytes with --steady off, and is another word refused?") {
  const Folder here;
  const auto asked = [](const std::string& steady) {
    return std::vector<std::string>{
        "run",      "w2",       "--planner", "synergy", "--planner",
        "min_dev",  "--policy", "all",       "--set",   "measurement={warm_up: 20 s, window: 60 s}",
        "--steady", steady,     "--out",     steady};
  };
  REQUIRE(run_in(here.path(), asked("on")).code == 0);
  REQUIRE(run_in(here.path(), asked("off")).code == 0);
  CHECK(results_in(here.path() / "on") == results_in(here.path() / "off"));
  check_fails(run_in(here.path(), asked("maybe")), 2, {"--steady", "on", "off"});
}

TEST_CASE("does a run say how its steady state repeats, in numbers that give its throughput?") {
  const Outcome outcome =
      run({"run", "w2", "--policy", "inter_app", "--set", "measurement.window=steady", "--format", "json"});
  REQUIRE(outcome.code == 0);
  const auto row = nlohmann::json::parse(outcome.out).at(0);
  CHECK(row.at("throughput_inf_per_s").get<double>() ==
        Approx(row.at("steady_period_inferences").get<double>() / row.at("steady_period_ms").get<double>() *
               1e3));
  CHECK(row.at("transient_ms").get<double>() > 0);
}
