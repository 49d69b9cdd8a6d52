// sensitivity from outside: what it prints, writes and refuses.
#include <filesystem>
#include <regex>
#include <set>

#include "program.hpp"

using namespace synergy::test;

namespace {

/// Runs sensitivity on small_scenario, as "my.yaml" in the folder.
Outcome sensitivity(const Folder& folder, const std::vector<std::string>& more,
                    const std::string& text = small_scenario()) {
  put(folder.path() / "my.yaml", text);
  std::vector<std::string> arguments{"sensitivity", "my.yaml"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_in(folder.path(), arguments);
}

}  // namespace

TEST_CASE("does sensitivity print what moves most first, for people?") {
  const Folder folder;
  const Outcome outcome = sensitivity(folder, {});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Catch::StartsWith("small: "));
  CHECK_THAT(outcome.out, Catch::Contains("8 planners plan anew"));
  // All baselines do the same on one device. The display's and the camera's numbers move nothing.
  CHECK_THAT(outcome.out, Catch::Contains("No two planners swap"));
  CHECK_THAT(outcome.out, Catch::Contains("others move nothing by 0.1 %"));
  CHECK_THAT(outcome.out, Catch::Contains("throughput ratio"));
  const std::size_t rate = outcome.out.find("microphone_sph0645.interface_rate");
  CHECK(rate < outcome.out.find("max78000.cpu_active"));
}

TEST_CASE("is the CSV of sensitivity the table it writes, for any number of threads?") {
  const Folder folder;
  const std::vector<std::string> options{"--planner", "synergy", "--planner", "min_dev",
                                         "--format",  "csv",     "-q"};
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> all = options;
    all.insert(all.end(), more.begin(), more.end());
    return sensitivity(folder, all);
  };
  const Outcome one = with({"-j", "1", "--out", "one"});
  const Outcome four = with({"-j", "4", "--out", "four"});
  CHECK(one.code == 0);
  CHECK(one.err == "");
  CHECK(one.out == four.out);
  CHECK(one.out == read(folder.path() / "one" / "sensitivity.csv"));
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "one"))
    names.insert(entry.path().filename().string());
  for (const char* name : {"moved_numbers.csv", "sensitivity.csv", "claim_sensitivity.csv", "rankings.csv",
                           "sensitivity_ratios.csv", "ratios.csv", "datapackage.json", "resolved.yaml"}) {
    CAPTURE(name);
    REQUIRE(names.count(name) == 1);
    CHECK(read(folder.path() / "one" / name) == read(folder.path() / "four" / name));
  }
  CHECK(names.count("manifest.json") == 1);
}

TEST_CASE("does --set reach the scenario before its numbers are moved?") {
  const Folder folder;
  const auto numbers = [&](const std::string& stack) {
    return sensitivity(folder,
                       {"-q", "--planner", "synergy", "--format", "csv", "--set", "link.stack=" + stack})
        .out;
  };
  CHECK_THAT(numbers("nordic_s132"), Catch::Contains(",nordic_s132.guard,"));
  CHECK_THAT(numbers("ti_cc13x2"), Catch::Contains(",ti_cc13x2.guard,") && !Catch::Contains("nordic"));
}

TEST_CASE("do mistakes of a sensitivity call have their exit codes and messages?") {
  const Folder folder;
  check_fails(run({"sensitivity"}), 2, {"SCENARIO is required"});
  check_fails(run({"sensitivity", "w2", "--planner", "synergi"}), 2, {"did you mean 'synergy'?"});
  check_fails(run({"sensitivity", "w2", "-j", "0"}), 2, {"-j"});
  check_fails(run({"sensitivity", "w22"}), 3, {"w22"});
  check_fails(sensitivity(folder, {"--set", "link.stak=nimble"}), 3, {"stak"});
  check_fails(
      sensitivity(folder, {"--planner", "ind_e2e"}, small_scenario("planner: {name: ind_e2e, bogus: 1}\n")),
      3, {"my.yaml:13:10: ", "bogus"});
}

TEST_CASE("is a scenario without an uncertain number an error, and one without a plan exit code 4?") {
  const Folder folder;
  REQUIRE(sensitivity(folder, {"-q", "--planner", "synergy", "--out", "out"}).code == 0);
  const std::string certain =
      std::regex_replace(read(folder.path() / "out" / "resolved.yaml"),
                         std::regex(",? *(low|high): \"[^\"]*\",?|\n *(low|high): [^\n]*"), "");
  check_fails(sensitivity(folder, {}, certain), 3, {"has a low or a high", "nothing to move"});
  const Outcome none = sensitivity(
      folder, {"-q"}, small_with("model: kws, sensor: microphone", "model: mobilenetv2, sensor: camera"));
  CHECK(none.code == 4);
}
