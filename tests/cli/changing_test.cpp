// Bodies that change on the command line: `plan --at` and `explain --at`, and results for any number of
// threads.
#include "program.hpp"

using namespace synergy::test;
using Catch::Contains;

TEST_CASE("does plan --at plan for the devices that are there then, and say what is different?") {
  const Folder folder;
  const Outcome before = run_in(folder.path(), {"plan", "ring_off", "--at", "0 s"});
  CHECK(before.code == 0);
  CHECK_THAT(before.err, Contains("at 0 s:\neverything is as at the beginning\n"));
  CHECK(before.out == run_in(folder.path(), {"plan", "ring_off"}).out);
  const Outcome without = run_in(folder.path(), {"plan", "ring_off", "--at", "50 s"});
  CHECK(without.code == 0);
  CHECK_THAT(without.err, Contains("at 50 s:\ndevice ring is away\n"));
  CHECK_THAT(without.out, Contains("device: ") && !Contains("ring\n") && !Contains(" ring,"));
  CHECK(without.out != before.out);
  // It takes effect at its time, and is over at its end.
  CHECK(run_in(folder.path(), {"plan", "ring_off", "--at", "40 s"}).out == without.out);
  CHECK(run_in(folder.path(), {"plan", "ring_off", "--at", "39.9 s"}).out == before.out);
  CHECK(run_in(folder.path(), {"plan", "ring_off", "--at", "80 s"}).out == before.out);
}

TEST_CASE("does explain --at explain a planner's plan and a plan file for the body of then?") {
  const Folder folder;
  const Outcome explained = run_in(folder.path(), {"explain", "ring_off", "synergy", "--at", "50 s"});
  CHECK(explained.code == 0);
  CHECK_THAT(explained.err, Contains("device ring is away"));
  CHECK_THAT(explained.out, Contains("bottleneck") && !Contains("ring.accelerator"));
  CHECK(explained.out != run_in(folder.path(), {"explain", "ring_off", "synergy"}).out);
  REQUIRE(run_in(folder.path(), {"plan", "ring_off", "--at", "50 s", "--out", "then.yaml"}).code == 0);
  const Outcome of_file = run_in(folder.path(), {"explain", "ring_off", "then.yaml", "--at", "50 s"});
  CHECK(of_file.code == 0);
  CHECK(of_file.out == explained.out);
}

TEST_CASE("do apps, clocks and links of an instant count as well?") {
  const Folder folder;
  const Outcome first = run_in(folder.path(), {"plan", "crowd", "--at", "25 s"});
  CHECK(first.code == 0);
  CHECK_THAT(first.err,
             Contains("app ressimplenet does not run\n") && Contains("app mobilenetv2 does not run\n"));
  CHECK_THAT(first.out, Contains("simplenet") && Contains("kws") && !Contains("mobilenetv2"));
  const std::string timeline =
      "timeline=[{at: 5 s, device: watch, do: {accelerator_clock: 0.5}}, {at: 5 s, link: [glasses, watch], "
      "do: "
      "block, for: 2 s}]";
  const Outcome then =
      run_in(folder.path(), {"explain", "ring_off", "synergy", "--at", "6 s", "--set", timeline});
  CHECK(then.code == 0);
  CHECK_THAT(then.err, Contains("device watch: accelerator clock x 0.5\n") &&
                           Contains("link glasses-watch: blocked\n"));
  const Outcome after =
      run_in(folder.path(), {"explain", "ring_off", "synergy", "--at", "8 s", "--set", timeline});
  CHECK_THAT(after.err, !Contains("blocked"));
}

TEST_CASE("is a time that is none told, and a body on which nothing can run?") {
  const Folder folder;
  for (const char* command : {"plan", "explain"}) {
    const auto at = [&](const std::string& time, std::vector<std::string> more = {}) {
      std::vector<std::string> words{command, "ring_off"};
      if (std::string(command) == "explain") words.emplace_back("synergy");
      words.insert(words.end(), {"--at", time});
      words.insert(words.end(), more.begin(), more.end());
      return run_in(folder.path(), words);
    };
    CAPTURE(command);
    CHECK(at("5 parsec").code == 2);
    CHECK_THAT(at("5 parsec").err, Contains("--at") && Contains("parsec"));
    CHECK(at("-1 s").code == 2);
    CHECK_THAT(at("-1 s").err, Contains("--at -1 s: expected 0 to 1e8 s"));
    const Outcome nothing = at(
        "6 s",
        {"--set", "timeline=[{at: 5 s, device: earbud, do: leave}, {at: 5 s, device: glasses, do: leave}]"});
    CHECK(nothing.code == 2);
    CHECK_THAT(nothing.err,
               Contains("no app can run at 6 s") && Contains("app kws cannot run: no device that is there "
                                                             "has a microphone"));
  }
}

TEST_CASE("are changes and all that is answered the same for any number of threads?") {
  const Folder folder;
  put(folder.path() / "s.yaml",
      "schema_version: 1\nname: s\nscenarios: [ring_off, flaky]\nplanners: [synergy, min_dev]\nreplications: "
      "2\n"
      "set: {measurement: {warm_up: 1 s, window: 89 s}}\n"
      "axes: {trigger: {path: replanning.trigger, values: [never, change]}}\n"
      "tables: [runs, dynamics, epochs, changes]\n");
  for (const char* threads : {"1", "4"}) {
    REQUIRE(
        run_in(folder.path(), {"-q", "sweep", "s.yaml", "-j", threads, "--out", std::string("of") + threads})
            .code == 0);
  }
  for (const char* table : {"runs.csv", "dynamics.csv", "epochs.csv", "changes.csv"}) {
    const std::string one = read(folder.path() / "of1" / table);
    CHECK(one.size() > 500);
    CHECK(one == read(folder.path() / "of4" / table));
  }
}
