// The facade, and a program of twenty lines that uses it, against the command line.
#include "synergy/api/api.hpp"

#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/run/metrics.hpp"

#include <array>
#include <cstdio>
#include <fstream>

#include "../csv.hpp"
#include "../support/folder.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::Folder;

namespace {

/// What a command prints. Pre: it succeeds.
std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> part{};
  while (const std::size_t size = fread(part.data(), 1, part.size(), pipe)) text.append(part.data(), size);
  REQUIRE(pclose(pipe) == 0);
  return text;
}

/// The rows of a CSV text without the columns of wall-clock times.
std::vector<std::vector<std::string>> without_wall(const std::string& csv) {
  std::istringstream lines(csv);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(lines, line);) {
    rows.push_back(synergy::test::split_csv_line(line));
    for (std::size_t c = rows.back().size(); c-- > 0;) {
      if (rows.front()[c].rfind("wall_", 0) == 0 && &rows.back() != &rows.front())
        rows.back().erase(rows.back().begin() + static_cast<std::ptrdiff_t>(c));
    }
  }
  return rows;
}

constexpr const char* kShort = "measurement={warm_up: 1 s, window: 60 s}";

}  // namespace

TEST_CASE("does a program of twenty lines print what the command line prints?") {
  std::ifstream source(SYNERGY_SOURCE_DIR "/tests/api/example/program.cpp");
  int lines = 0;
  for (std::string line; std::getline(source, line);) lines += line.empty() ? 0 : 1;
  CHECK(lines <= 20);

  const std::string example = output_of(SYNERGY_API_EXAMPLE);
  const std::string command = output_of(std::string(SYNERGY_SIM_BINARY) +
                                        " run w2 --planner synergy --planner min_dev --format csv"
                                        " --set load.regime=poisson --set 'apps.kws.rate=5 Hz'"
                                        " --set 'apps.simplenet.rate=9 Hz' --set 'apps.widenet.rate=9 Hz'"
                                        " --set replications=2"
                                        " --set 'measurement={warm_up: 0.5 s, window: 5 s}'");
  CHECK(without_wall(example).size() == 5);  // a header, two planners, two replications each
  CHECK(without_wall(example) == without_wall(command));
}

TEST_CASE("do a name, a path and a text give the same scenario, and settings change it?") {
  api::Simulator simulator(SYNERGY_SOURCE_DIR);
  const std::string path = SYNERGY_SOURCE_DIR "/scenarios/w2.yaml";
  const std::string by_name = to_yaml(simulator.load("w2").scenario());
  CHECK(to_yaml(simulator.load(path).scenario()) == by_name);
  CHECK(to_yaml(simulator.read(synergy::test::read(path)).scenario()) == by_name);
  const auto settings = api::settings({"seed=7", "apps.kws.deadline=40 ms"});
  CHECK(simulator.load("w2", settings).scenario().seed == 7);
  CHECK(simulator.read(synergy::test::read(path), settings).scenario().apps.size() == 3);
}

TEST_CASE("is the estimate that of the record, and does a plan file give the plan it was written from?") {
  api::Simulator simulator(SYNERGY_SOURCE_DIR);
  const run::Workload w1 = simulator.load("w1", api::settings({kShort}));
  const run::Plan plan = simulator.plan(w1);  // the scenario's own planner
  CHECK(plan.planner() == "synergy");
  const auto records = simulator.simulate(plan);
  REQUIRE(records.size() == 1);
  CHECK(simulator.estimate(plan).throughput_inf_per_s == records[0].estimate->throughput_inf_per_s);
  CHECK(simulator.estimate(plan, scenario::Policy::sequential).round > records[0].estimate->round);

  const Folder folder;
  const std::filesystem::path file = folder.path() / "mine.yaml";
  std::ofstream(file) << plan::to_yaml(plan.compiled()->plan, w1.scenario());
  const run::Plan again = simulator.read_plan(w1, file.string());
  CHECK(again.planner() == "fixed:mine");
  CHECK(again.compiled()->plan == plan.compiled()->plan);
}

TEST_CASE("are comparisons of synergy with every baseline, of the records beside them?") {
  api::Simulator simulator(SYNERGY_SOURCE_DIR);
  const run::Findings findings = simulator.compare(simulator.load("w1", api::settings({kShort})));
  REQUIRE(findings.records.size() == findings.comparisons.size() + 1);
  CHECK(findings.records[0].planner == "synergy");
  for (std::size_t i = 0; i < findings.comparisons.size(); ++i) {
    CHECK(findings.comparisons[i].baseline == findings.records[i + 1].planner);
    CHECK(*findings.comparisons[i].throughput_ratio ==
          run::throughput_inf_per_s(*findings.records[0].result) /
              run::throughput_inf_per_s(*findings.records[i + 1].result));
  }
}

TEST_CASE("is a result directory written, and bad input an exception that says where and what?") {
  api::Simulator simulator(SYNERGY_SOURCE_DIR);
  const run::Workload w1 = simulator.load("w1", api::settings({kShort}));
  const Folder folder;
  const auto records = simulator.simulate(simulator.plan(w1, "min_dev"));
  simulator.write(folder.path() / "out", records);
  CHECK(synergy::test::read(folder.path() / "out" / "runs.csv") ==
        results::to_csv(results::runs_table(records)));
  CHECK(std::filesystem::exists(folder.path() / "out" / "resolved.yaml"));

  CHECK_THROWS_WITH(simulator.plan(w1, "synergi"), Catch::Contains("did you mean 'synergy'?"));
  CHECK_THROWS_WITH(simulator.load("w0"), Catch::Contains("unknown scenario 'w0'"));
  CHECK_THROWS_WITH(api::settings({"no_equals"}), Catch::Contains("--set no_equals: expected path=value"));
  CHECK_THROWS_AS(simulator.read("schema_version: 1\nname: x\nbody: body4\napps: []\n"), InputError);
}
