// suite from outside: what it prints, writes, improves and refuses.
#include <filesystem>

#include "program.hpp"

using namespace synergy::test;

namespace {

namespace fs = std::filesystem;

/// A data folder with the shipped models and profiles, and a suite of one instance.
void make_data(const fs::path& folder) {
  const fs::path shipped = SYNERGY_SOURCE_DIR;
  fs::create_directory_symlink(shipped / "model_zoo", folder / "model_zoo");
  fs::create_directory_symlink(shipped / "device_profiles", folder / "device_profiles");
  fs::create_directories(folder / "scenarios" / "suite" / "mine");
  std::string text = small_scenario();
  put(folder / "scenarios" / "suite" / "mine" / "a.yaml", text);
}

}  // namespace

TEST_CASE("does suite print a scorecard for each family and all of them, and write its tables?") {
  const Folder folder;
  const Outcome outcome = run_in(folder.path(), {"suite", "--quick", "--family", "small,paper", "--planner",
                                                 "synergy,min_dev", "--out", "o", "--format", "csv"});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Catch::StartsWith("family,planner,instance_count,solved_count,"));
  for (const char* row : {"small,synergy,", "paper,min_dev,", "all,synergy,"})
    CHECK_THAT(outcome.out, Catch::Contains(std::string("\n") + row));
  CHECK(outcome.out == read(folder.path() / "o" / "scorecard.csv"));
  for (const char* file :
       {"suite.csv", "performance_profile.csv", "leaderboard.md", "datapackage.json", "manifest.json"})
    CHECK(fs::exists(folder.path() / "o" / file));
  CHECK_THAT(read(folder.path() / "o" / "leaderboard.md"), Catch::Contains("| `synergy` | "));
}

TEST_CASE("are the results of suite the same for any number of threads, but for wall times?") {
  const Folder folder;
  std::string first;
  for (const char* jobs : {"1", "3"}) {
    const Outcome outcome = run_in(folder.path(), {"suite", "--quick", "--family", "small", "--planner",
                                                   "synergy,random", "-q", "--jobs", jobs});
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    if (first.empty()) first = outcome.out;
    CHECK(outcome.out == first);
  }
}

TEST_CASE("does --improve add what is found to a suite, and say so once?") {
  const Folder folder;
  make_data(folder.path());
  const fs::path suite = folder.path() / "scenarios" / "suite";
  const std::vector<std::string> improve{"suite",     "--data",  folder.path().string(),
                                         "--planner", "synergy", "--improve"};
  Outcome outcome = run_in(folder.path(), improve);
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.err,
             Catch::Contains("mine/a: ") && Catch::Contains("1 of the best known values are new"));
  CHECK_THAT(read(suite / "best_known.csv"), Catch::Contains("mine/a,throughput,plan,"));
  CHECK(fs::exists(suite / "plans" / "mine" / "a.yaml"));
  outcome = run_in(folder.path(), improve);
  CHECK_THAT(outcome.err, Catch::Contains("0 of the best known values are new"));
  // The plan is a plan file like any other.
  outcome =
      run_in(folder.path(), {"run", "--data", folder.path().string(), (suite / "mine" / "a.yaml").string(),
                             "--plan", (suite / "plans" / "mine" / "a.yaml").string(), "-q"});
  CHECK(outcome.code == 0);
}

TEST_CASE("does suite say where it is better than what is known?") {
  const Folder folder;
  make_data(folder.path());
  put(folder.path() / "scenarios" / "suite" / "best_known.csv",
      "instance,objective,answer,objective_value,bound_objective_value,proven,plan,found_by,version\n"
      "mine/a,throughput,plan,1e9,,n,plans/mine/a.yaml,a snail,1\n");
  const Outcome outcome =
      run_in(folder.path(), {"suite", "--data", folder.path().string(), "--planner", "synergy"});
  CHECK_THAT(outcome.err, Catch::Contains("better than the best known on mine/a; --improve takes it over"));
}

TEST_CASE("does suite refuse planners and families that are not there?") {
  Outcome outcome = run({"suite", "--planner", "synergy,synergi"});
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err,
             Catch::Contains("unknown planner 'synergi'") && Catch::Contains("did you mean 'synergy'?"));
  outcome = run({"suite", "--family", "smal"});
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err,
             Catch::Contains("unknown family 'smal'") && Catch::Contains("did you mean 'small'?"));
  const Folder folder;
  outcome = run_in(folder.path(), {"suite", "--data", folder.path().string()});
  CHECK(outcome.code == 3);
  CHECK_THAT(outcome.err, Catch::Contains("suite: cannot be read"));
}
