// Where output goes: what cannot be written, folders in use, and forms for programs.
#include <chrono>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>

#include "program.hpp"

using namespace synergy::test;

namespace {

namespace fs = std::filesystem;

/// A call by a shell: for redirections and limits.
Outcome shell(const fs::path& folder, const std::string& words) {
  return run_in(folder, {"-c", words}, {{"SS", SYNERGY_SIM_BINARY}}, "/bin/sh");
}

std::vector<nlohmann::json> objects_of(const std::string& lines) {
  std::vector<nlohmann::json> objects;
  for (const std::string& line : lines_of(lines)) objects.push_back(nlohmann::json::parse(line));
  return objects;
}

const char* kRuns = "run_id,scenario,planner,policy,replication,status,latency_mean_ms\n";

}  // namespace

TEST_CASE("does every file that cannot be written end with 8?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  for (const std::string words : {"run small.yaml -q --trace /dev/full", "plan small.yaml -q --out /dev/full",
                                  "run small.yaml > /dev/full"}) {
    CAPTURE(words);
    const Outcome outcome = shell(folder.path(), "\"$SS\" " + words);
    CHECK(outcome.code == 8);
    CHECK_THAT(outcome.err, Catch::Contains("cannot be written"));
  }
  CHECK(fs::is_character_file("/dev/full"));
  CHECK(shell(folder.path(), "\"$SS\" list metrics | head -1").code == 0);
}

TEST_CASE("is a pipe written through, and stdout behind what was printed?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  const Outcome through =
      shell(folder.path(), "cat pipe > got & \"$SS\" plan small.yaml -q --out pipe && wait");
  CHECK(through.code == 0);
  CHECK_THAT(read(folder.path() / "got"), Catch::StartsWith("schema_version"));
  CHECK(fs::is_fifo(folder.path() / "pipe"));
  const Outcome both = shell(folder.path(), "\"$SS\" run small.yaml -q --trace /dev/stdout > both; cat both");
  CHECK(both.code == 0);
  CHECK_THAT(both.out, Catch::Contains("latency_mean_ms"));
  CHECK_THAT(both.out, Catch::Contains("traceEvents"));
}

TEST_CASE("is a folder that is in use refused, with who has it, and a file that a killed process left not?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  fs::create_directories(folder.path() / "out");
  put(folder.path() / "out" / ".in_use", "process 7 on here: synergy-sim run w1 --out out\n");
  const int lock = open((folder.path() / "out" / ".in_use").c_str(), O_RDWR);
  REQUIRE(flock(lock, LOCK_EX) == 0);
  const std::vector<std::string> words{"run", "small.yaml", "-q", "--out", "out"};
  check_fails(run_in(folder.path(), words), 3,
              {"out: is being written by another process: process 7 on here: synergy-sim run w1"});
  CHECK_FALSE(fs::exists(folder.path() / "out" / "runs.csv"));
  close(lock);
  CHECK(run_in(folder.path(), words).code == 0);
  CHECK(fs::exists(folder.path() / "out" / "manifest.json"));
  CHECK_FALSE(fs::exists(folder.path() / "out" / ".in_use"));
}

TEST_CASE("do two runs into one folder leave the tables of one?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  for (int round = 0; round < 3; ++round) {
    const Outcome both =
        shell(folder.path(),
              "\"$SS\" run small.yaml -q --planner random --out out > /dev/null 2> a & "
              "\"$SS\" run small.yaml -q --planner synergy --out out > /dev/null 2> b; wait");
    CHECK(both.code >= 0);
    const std::string runs = read(folder.path() / "out" / "runs.csv");
    const bool random = runs.find("small/random") != std::string::npos;
    const bool synergy = runs.find("small/synergy") != std::string::npos;
    CHECK(random != synergy);
    CHECK(fs::exists(folder.path() / "out" / "manifest.json"));
  }
}

// [optimised]: a sanitizer's shadow alone takes more address space than the limit leaves.
TEST_CASE("does a sweep do with fewer threads than asked for?", "[optimised]") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "s.yaml", "schema_version: 1\nname: s\nscenarios: small.yaml\naxes: {seed: [1, 2]}\n");
  const Outcome outcome = shell(
      folder.path(),
      "ulimit -v 2000000; \"$SS\" sweep s.yaml --out out -j 4096 2>&1 | cat; test -f out/manifest.json");
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Catch::Contains("could not be started"));
}

TEST_CASE("does --errors json say what is wrong, one object a line, in every command?") {
  const Folder folder;
  put(folder.path() / "bad.yaml", small_with("model: kws", "model: kwz") + "bogus: 1\n");
  put(folder.path() / "s.yaml", "schema_version: 1\nname: s\nscenarios: w1\nplanners: [synergi]\n");
  for (const char* command : {"run", "validate"}) {
    CAPTURE(command);
    const Outcome outcome = run_in(folder.path(), {command, "bad.yaml", "--errors", "json"});
    CHECK(outcome.code == 3);
    const auto problems = objects_of(outcome.err);
    REQUIRE(problems.size() == 2);
    CHECK(problems[0]["file"] == "bad.yaml");
    CHECK(problems[0]["line"].get<int>() > 0);
    CHECK(problems[0]["column"].get<int>() > 0);
    CHECK(problems[0]["code"] == 3);
    CHECK(problems[0]["severity"] == "error");
    CHECK_THAT(problems[0]["message"].get<std::string>(), Catch::Contains("did you mean 'kws'?"));
    CHECK(std::find(problems[0]["choices"].begin(), problems[0]["choices"].end(), "kws") !=
          problems[0]["choices"].end());
  }
  const Outcome sweep = run_in(folder.path(), {"--errors=json", "sweep", "s.yaml", "--dry-run"});
  CHECK(sweep.code == 3);
  CHECK(objects_of(sweep.err).at(0)["file"] == "s.yaml");
  const Outcome usage = run_in(folder.path(), {"run", "w1", "--bogus", "--errors", "json"});
  CHECK(usage.code == 2);
  CHECK(objects_of(usage.err).at(0)["code"] == 2);
  const Outcome gone = run_in(folder.path(), {"compare", "a", "b", "--errors", "json"});
  CHECK(gone.code == 3);
  CHECK(objects_of(gone.err).at(0)["message"] == "no such file or folder");
}

TEST_CASE("does validate report in SARIF?") {
  const Folder folder;
  put(folder.path() / "bad one.yaml", small_with("model: kws", "model: kwz"));
  put(folder.path() / "good.yaml", small_scenario());
  const Outcome outcome =
      run_in(folder.path(), {"validate", "bad one.yaml", "good.yaml", "--format", "sarif"});
  CHECK(outcome.code == 3);
  CHECK(outcome.err.empty());
  const auto report = nlohmann::json::parse(outcome.out);
  CHECK(report["version"] == "2.1.0");
  const auto& run = report["runs"][0];
  CHECK(run["artifacts"].size() == 2);
  REQUIRE(run["results"].size() == 1);
  CHECK(run["results"][0]["level"] == "error");
  const auto& place = run["results"][0]["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "bad%20one.yaml");
  CHECK(place["region"]["startLine"].get<int>() > 1);
}

TEST_CASE("does compare report in JUnit's form, and fail where nothing is compared?") {
  const Folder folder;
  put(folder.path() / "old.csv", kRuns + std::string("1,w,p,q,0,ok,1\n2,w,p,r,0,\"<ok & \"\"so\"\">\",2\n"));
  put(folder.path() / "new.csv",
      kRuns + std::string("1,w,p,q,0,ok,1.5\n2,w,p,r,0,\"<ok & \"\"so\"\">\",2\n"));
  put(folder.path() / "none.csv", kRuns);
  put(folder.path() / "other.csv", kRuns + std::string("3,v,p,q,0,ok,1\n"));
  const Outcome report = run_in(folder.path(), {"compare", "old.csv", "new.csv", "--format", "junit"});
  CHECK(report.code == 7);
  CHECK_THAT(report.out, Catch::Contains("<testsuite name=\"runs\"") && Catch::Contains("failures=\"1\"") &&
                             Catch::Contains("name=\"latency_mean_ms\">") && Catch::Contains("(+50 %)"));
  for (const auto& [old, other] : std::vector<std::pair<const char*, const char*>>{
           {"none.csv", "new.csv"}, {"none.csv", "none.csv"}, {"old.csv", "other.csv"}}) {
    CAPTURE(old, other);
    const Outcome nothing = run_in(folder.path(), {"compare", old, other});
    CHECK(nothing.code == 7);
    CHECK_THAT(nothing.err, Catch::Contains("nothing to compare"));
  }
}

TEST_CASE("is a change from the smallest to the largest number told as one from zero?") {
  const Folder folder;
  put(folder.path() / "old.csv", kRuns + std::string("1,w,p,q,0,ok,1e-308\n"));
  put(folder.path() / "new.csv", kRuns + std::string("1,w,p,q,0,ok,1e308\n"));
  for (const char* format : {"csv", "json", "markdown", "table", "junit"})
    CHECK(run_in(folder.path(), {"compare", "old.csv", "new.csv", "--format", format}).code == 7);
}

TEST_CASE("are words of the command line that are no text refused before anything runs?") {
  const Folder folder;
  for (const std::string word : {"D\xff", "a\x01"})
    check_fails(run_in(folder.path(), {"run", "w1", "--out", word}), 2,
                {"word 4 of the command line is no text"});
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("are names with anything in them text in tables, and do they stay in their folder?") {
  const Folder folder;
  const std::vector<std::string> names{R"("=1+1")",
                                       R"("@a")",
                                       R"("-cmd|'x'!A0")",
                                       R"("\a")",
                                       R"("../../up")",
                                       R"("a/b")",
                                       "\"" + std::string(300, 'n') + "\""};
  std::vector<std::string> words{"run", "-q", "--out", "out/in"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string file = std::to_string(i) + ".yaml";
    put(folder.path() / file, small_with("name: small", "name: " + names[i]));
    words.push_back(file);
  }
  REQUIRE(run_in(folder.path(), words).code == 0);
  const std::string runs = read(folder.path() / "out" / "in" / "runs.csv");
  CHECK_THAT(runs, Catch::Contains(",'=1+1,") && Catch::Contains(",'@a,") &&
                       Catch::Contains(",'-cmd|'x'!A0,") && Catch::Contains(",\xEF\xBF\xBD,"));
  CHECK(std::distance(fs::directory_iterator(folder.path() / "out"), {}) == 1);
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) ==
        static_cast<std::ptrdiff_t>(names.size() + 1));
  CHECK(run_in(folder.path(), {"compare", "out/in", "out/in", "--table", "all"}).code == 0);
}

TEST_CASE("do names do nothing to the terminal that shows them, in tables, explanations and messages?") {
  const Folder folder;
  put(folder.path() / "s.yaml", small_with("name: small", R"(name: "\e[2J\nsmall\u202e")"));
  put(folder.path() / "bad.yaml", small_with("accelerator: max78000", R"(accelerator: "\e[31m")"));
  for (const std::vector<std::string>& words : {std::vector<std::string>{"run", "s.yaml"},
                                                {"reproduce", "s.yaml"},
                                                {"explain", "s.yaml"},
                                                {"validate", "s.yaml"},
                                                {"run", "bad.yaml"}}) {
    const Outcome outcome = run_in(folder.path(), words);
    CAPTURE(words.front(), outcome.out, outcome.err);
    for (const std::string& text : {outcome.out, outcome.err}) {
      CHECK(text.find('\x1b') == std::string::npos);
      CHECK(text.find("\xe2\x80\xae") == std::string::npos);
    }
  }
  CHECK_THAT(run_in(folder.path(), {"run", "s.yaml"}).out, Catch::Contains("\\x1b[2J\\nsmall\\u202e"));
}

TEST_CASE("is a dry run of more points than are printed at once one table?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "s.yaml",
      "schema_version: 1\nname: s\nscenarios: small.yaml\nreplications: 12001\naxes: {seed: [1, 2]}\n");
  const Outcome csv = run_in(folder.path(), {"-q", "sweep", "s.yaml", "--dry-run", "--format", "csv"});
  CHECK(lines_of(csv.out).size() == 24003);
  const Outcome json = run_in(folder.path(), {"-q", "sweep", "s.yaml", "--dry-run", "--format", "json"});
  CHECK(nlohmann::json::parse(json.out).size() == 24002);
}

TEST_CASE("does a call with more runs than memory holds say so before it runs?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  check_fails(run_in(folder.path(), {"run", "small.yaml", "--set", "replications=100000"}), 2,
              {"keeps at most 100000", "command sweep"});
}

TEST_CASE("does the gate take no folder whose results are not complete?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  REQUIRE(run_in(folder.path(), {"run", "small.yaml", "-q", "--out", "out"}).code == 0);
  fs::copy(folder.path() / "out", folder.path() / "half");
  fs::remove(folder.path() / "half" / "manifest.json");
  put(folder.path() / "half" / "unfinished.txt", "");
  CHECK(run_in(folder.path(), {"compare", "out", "out", "--table", "all"}).code == 0);
  for (const auto& [old, other] :
       std::vector<std::pair<const char*, const char*>>{{"out", "half"}, {"half", "out"}, {"half", "half"}})
    check_fails(run_in(folder.path(), {"compare", old, other}), 3, {"half: its results are not complete"});
}
