// attack from outside: what it prints, writes, goes on with and refuses.
#include <filesystem>

#include "program.hpp"

using namespace synergy::test;

namespace {

namespace fs = std::filesystem;

/// A space so small that an attack takes no time; with a `sensor` that no device has there is no scenario.
void put_space(const fs::path& folder, const std::string& models = "convnet5, simplenet") {
  put(folder / "space.yaml",
      "schema_version: 1\nname: tiny\nset: {measurement: {warm_up: 1 s, window: 2 s}}\n"
      "apps: {count: 2, models: [" +
          models +
          "], sensors: [camera], interactions: [haptic, display]}\n"
          "devices: {count: 2, accelerators: [max78000, none], sensors: [camera_hm01b0], "
          "interactions: [haptic_lra, display_ls013b4dn04]}\n");
}

std::vector<std::string> attack(const std::vector<std::string>& more) {
  std::vector<std::string> words{"attack",     "--space", "space.yaml", "--budget", "24",
                                 "--restarts", "3",       "--findings", "1",        "--planner",
                                 "max_dev",    "-q",      "--against",  "synergy"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("does attack write its tables and findings, the same for any number of threads, and go on?") {
  const Folder folder;
  put_space(folder.path());
  const Outcome one = run_in(folder.path(), attack({"--out", "one", "-j", "1", "--format", "csv"}));
  CHECK(one.code == 0);
  CHECK_THAT(one.out, Catch::StartsWith("planner,against,metric,") && Catch::Contains("\nmax_dev,synergy,"));
  const Outcome three = run_in(folder.path(), attack({"--out", "three", "-j", "3"}));
  CHECK(three.code == 0);
  CHECK_THAT(three.out, Catch::Contains("best_max_ratio"));
  for (const char* file : {"restarts.csv", "pairs.csv", "findings.csv", "datapackage.json"})
    CHECK(read(folder.path() / "one" / file) == read(folder.path() / "three" / file));
  CHECK(fs::exists(folder.path() / "one" / "manifest.json"));
  CHECK(read(folder.path() / "one" / "pairs.csv") == one.out);
  const fs::path finding = folder.path() / "one" / "findings" / "001_max_dev.yaml";
  REQUIRE(fs::exists(finding));
  CHECK_THAT(read(finding), Catch::StartsWith("# throughput by max_dev: "));
  CHECK(run({"run", finding.string(), "--planner", "max_dev", "--planner", "synergy"}).code == 0);
  // All is there: nothing runs again, and the same is written.
  const std::string restarts = read(folder.path() / "one" / "restarts.csv");
  CHECK(run_in(folder.path(), attack({"--out", "one"})).code == 0);
  CHECK(read(folder.path() / "one" / "restarts.csv") == restarts);
}

TEST_CASE("do shares of an attack merge into the attack, which then has its findings?") {
  const Folder folder;
  put_space(folder.path());
  CHECK(run_in(folder.path(), attack({"--out", "whole"})).code == 0);
  for (const char* shard : {"1/2", "2/2"})
    CHECK(run_in(folder.path(), attack({"--shard", shard, "--out", std::string("s") + shard[0]})).code == 0);
  CHECK(!fs::exists(folder.path() / "s1" / "pairs.csv"));
  CHECK(run_in(folder.path(), {"merge", "s1", "s2", "--out", "merged"}).code == 0);
  CHECK(run_in(folder.path(), attack({"--out", "merged"})).code == 0);
  for (const char* file : {"restarts.csv", "pairs.csv", "findings.csv"})
    CHECK(read(folder.path() / "merged" / file) == read(folder.path() / "whole" / file));
}

TEST_CASE("does attack print a heat map of several pairs, and whether the winner of a base turns?") {
  const Folder folder;
  put_space(folder.path());
  const Outcome pairs =
      run_in(folder.path(), attack({"--planner", "min_dev", "--against", "min_dev", "--out", "o"}));
  CHECK(pairs.code == 0);
  CHECK_THAT(pairs.out, Catch::Contains("planner (down) against planner (across)"));
  put(folder.path() / "space.yaml",
      "schema_version: 1\nname: numbers\nbase: w2\nnumbers: [\"max78000.*\"]\n");
  const Outcome turned = run_in(folder.path(), attack({"--out", "n"}));
  CHECK(turned.code == 0);
  CHECK_THAT(turned.out, Catch::Contains("max_dev against synergy: ") && Catch::Contains(" at the base, "));
}

TEST_CASE(
    "does attack say what is wrong with its command line and its files, and end with the code for it?") {
  const Folder folder;
  put_space(folder.path());
  const auto fails = [&](const std::vector<std::string>& more, int code, const std::string& message) {
    CAPTURE(message);
    const Outcome outcome = run_in(folder.path(), attack(more));
    CHECK(outcome.code == code);
    CHECK_THAT(outcome.err, Catch::Contains(message));
  };
  fails({"--out", "o", "--planner", "synergi"}, 2, "did you mean 'synergy'?");
  fails({"--out", "o", "--metric", "speed"}, 2, "throughput, latency, power, objective");
  fails({"--out", "o", "--policy", "fast"}, 2, "sequential");
  const Outcome few =
      run_in(folder.path(), {"attack", "--space", "space.yaml", "--budget", "24", "--restarts", "25",
                             "--planner", "max_dev", "--against", "synergy", "--out", "o"});
  CHECK(few.code == 2);
  CHECK_THAT(few.err, Catch::Contains("--restarts 25: more than --budget 24"));
  fails({"--out", "o", "--planner", "truth"}, 2, "only --against takes it");
  fails({"--out", "o", "--against", "truth", "--metric", "objective"}, 2, "no simulation has an objective");
  fails({"--out", "o", "--shard", "3/2"}, 2, "expected K/N");
  fails({"--out", "o", "--conditions", "none.yaml"}, 3, "none.yaml");
  fails({"--format", "nope", "--out", "o"}, 2, "unknown choice 'nope'");
  fails({}, 2, "--out");
  CHECK(run_in(folder.path(), {"attack", "--space", "nowhere", "--out", "o"}).code == 3);
  put_space(folder.path(), "mobilenetv2");
  CHECK(run_in(folder.path(), attack({"--out", "none"})).code == 4);
}
