// The gate as a user calls it.
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace synergy::test;

namespace {

const std::string kRuns = "run_id,plan,latency_mean_ms,throughput_inf_per_s,wall_plan_ms\n";

/// Two result folders, "old" and "new".
struct TwoResults {
  TwoResults() {
    for (const char* name : {"old", "new"}) {
      std::filesystem::create_directory(folder.path() / name);
      put(folder.path() / name / "runs.csv", kRuns + "a,p,10,4,1\nb,p,20,8,2\n");
      put(folder.path() / name / "apps.csv", "run_id,app,latency_mean_ms\na,kws,10\nb,kws,20\n");
    }
  }
  void change_runs(const std::string& rows) const { put(folder.path() / "new" / "runs.csv", kRuns + rows); }
  [[nodiscard]] Outcome compare(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"compare", "old", "new"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_in(folder.path(), arguments);
  }
  Folder folder;
};

}  // namespace

TEST_CASE("does the gate pass on the same results and end with 7 on others?") {
  const TwoResults results;
  const Outcome same = results.compare();
  CHECK(same.code == 0);
  CHECK(same.out == "");
  CHECK(same.err == "runs: passed: 2 rows in 3 metrics compared: 3 the same\n");
  results.change_runs("a,p,11,4,9\nb,p,20,8,2\n");
  const Outcome other = results.compare();
  CHECK(other.code == 7);
  CHECK_THAT(other.out, Catch::Contains("latency_mean_ms") && Catch::Contains("breach") &&
                            !Catch::Contains("throughput") && !Catch::Contains("wall"));
  CHECK_THAT(other.err, Catch::Contains("runs: failed: "));
  CHECK(results.compare({"-q"}).err == "");
  CHECK(results.compare({"--tolerance", "latency_mean_ms=0.2"}).code == 0);
  CHECK(results.compare({"--tolerance", "latency_mean_ms=20%", "--tolerance", "wall_*=0.5"}).code == 7);
  CHECK(results.compare({"--ignore", "latency_*"}).code == 0);
}

TEST_CASE("are folders, files and several tables compared?") {
  const TwoResults results;
  CHECK(run_in(results.folder.path(), {"compare", "old/runs.csv", "new"}).code == 0);
  CHECK(run_in(results.folder.path(), {"compare", "old/apps.csv", "new/apps.csv"}).code == 0);
  CHECK_THAT(results.compare({"--table", "all"}).err,
             Catch::Contains("runs: passed") && Catch::Contains("apps: passed"));
  put(results.folder.path() / "new" / "apps.csv", "run_id,app,latency_mean_ms\na,kws,10\nb,kws,21\n");
  CHECK(results.compare().code == 0);
  CHECK(results.compare({"--table", "apps"}).code == 7);
  const Outcome all = results.compare({"--table", "all", "--format", "csv"});
  CHECK(all.code == 7);
  CHECK_THAT(all.out, Catch::Contains(
                          "\napps,latency_mean_ms,ms,smaller,0,2,1,1,0.025,0.05,\"b, kws\",20,21,breach\n"));
}

TEST_CASE("is what a run prints comparable with itself, in every table?") {
  const Folder folder;
  put(folder.path() / "my.yaml", small_scenario());
  for (const char* out : {"one", "two"}) {
    REQUIRE(run_in(folder.path(), {"run", "my.yaml", "--planner", "all", "--out", out, "-q"}).code == 0);
  }
  const Outcome same = run_in(folder.path(), {"compare", "one", "two", "--table", "all"});
  CHECK(same.code == 0);
  CHECK(lines_of(same.err).size() == 8);
  put(folder.path() / "other.yaml", small_with("model: kws", "model: convnet5"));
  REQUIRE(run_in(folder.path(), {"run", "other.yaml", "--planner", "all", "--out", "two", "-q"}).code == 0);
  CHECK(run_in(folder.path(), {"compare", "one", "two"}).code == 7);
}

TEST_CASE("are the reports for machines and for pull requests well formed?") {
  const TwoResults results;
  results.change_runs("a,p|q,11,4,9\nc,p,20,8,2\n");
  const Outcome json = results.compare({"--format", "json"});
  CHECK(json.code == 7);
  const auto rows = nlohmann::json::parse(json.out);
  CHECK(rows.size() == 5);
  CHECK(rows[1]["metric"] == "latency_mean_ms");
  CHECK(rows[1]["worst_change_ratio"] == 0.1);
  CHECK(rows[3]["verdict"] == "missing_row");
  const Outcome markdown = results.compare({"--format", "markdown"});
  CHECK(markdown.err == "");
  CHECK_THAT(markdown.out,
             Catch::StartsWith("runs: failed: ") && Catch::Contains("\n| --- |") && Catch::Contains("p\\|q"));
  const Outcome benchmark = results.compare({"--github-benchmark", "bench.json", "-q"});
  CHECK(benchmark.code == 7);
  const auto entries = nlohmann::json::parse(read(results.folder.path() / "bench.json"));
  REQUIRE(entries.size() == 4);
  for (const auto& entry : entries) {
    CHECK(entry["name"].is_string());
    CHECK(entry["unit"].is_string());
    CHECK(entry["value"].is_number());
  }
}

TEST_CASE("does a wrong call of the gate say what would do?") {
  const TwoResults results;
  check_fails(results.compare({"--tolerance", "latency_maen_ms=0.1"}), 2,
              {"unknown metric 'latency_maen_ms'", "did you mean 'latency_mean_ms'?"});
  check_fails(results.compare({"--tolerance", "latency_mean_ms"}), 2,
              {"--tolerance latency_mean_ms", "metric=change"});
  check_fails(results.compare({"--tolerance", "plan=0.1"}), 2, {"plan is text", "--ignore plan"});
  check_fails(results.compare({"--table", "app"}), 2, {"unknown table 'app'", "did you mean 'apps'?"});
  check_fails(results.compare({"--table", "links"}), 3, {"old/links.csv: no such file"});
  check_fails(results.compare({"--key", "nothing"}), 3,
              {"old/runs.csv:1:1: no column 'nothing'", "run_id, plan"});
  check_fails(run_in(results.folder.path(), {"compare", "old", "gone"}), 3, {"gone: no such file or folder"});
  check_fails(run_in(results.folder.path(), {"compare", "old"}), 2, {"NEW is required"});
  check_fails(run_in(results.folder.path(), {"compare", "old/runs.csv", "new/apps.csv"}), 2,
              {"different tables"});
  check_fails(run_in(results.folder.path(), {"compare", "old/runs.csv", "new", "--table", "all"}), 2,
              {"folders"});
  check_fails(results.compare({"--github-benchmark", "no/such/folder.json", "-q"}), 8,
              {"no/such/folder.json"});
  results.change_runs("a,p,10\n");
  check_fails(results.compare(), 3, {"new/runs.csv:2:1: 3 cells where the header has 5"});
}
