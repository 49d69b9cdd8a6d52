// A body of a MAX78000, a GAP9 and a microcontroller (scenarios/examples/three_families.yaml) through
// everything that is done with a body.
#include "synergy/planner/registry.hpp"
#include "synergy/results/explain.hpp"
#include "synergy/sweep/sensitivity.hpp"

#include <chrono>
#include <set>

#include "../support/runs.hpp"
#include "sweeps.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::library;

namespace {

scenario::Scenario three_families() {
  return scenario::load_scenario(SYNERGY_SOURCE_DIR "/scenarios/examples/three_families.yaml", library());
}

run::RunRecord run_with(const scenario::Scenario& scenario, const planner::Planner& planner) {
  return run::Run(run::Plan::made_by(planner, run::Workload(scenario)), {}).simulate(0);
}

const planner::Planner& synergy_planner() { return planner::Registry::builtin().at("synergy"); }

}  // namespace

TEST_CASE("does every planner plan and run a body of three families, and is its plan explained?") {
  const scenario::Scenario scenario = three_families();
  std::set<std::string_view> used;
  int ran = 0;
  for (const planner::Planner& planner : planner::Registry::builtin()) {
    CAPTURE(planner.name);
    const run::RunRecord record = run_with(scenario, planner);
    REQUIRE(record.status == run::Status::ok);
    CHECK(record.result->failed_checks.empty());
    CHECK(record.result->completed_in_window() > 0);
    plan::TableCache cache;
    const plan::PlanningProblem problem(scenario, cache);
    const std::string text = results::explain(problem, *record.compiled, record.policy);
    for (const plan::ExecutionPlan& app : record.compiled->plan.apps) {
      for (const plan::Segment& segment : app.segments) {
        used.insert(scenario.devices[segment.device].accelerator->family().name);
        CHECK_THAT(text, Catch::Contains(scenario.devices[segment.device].name));
      }
    }
    ++ran;
  }
  CHECK(ran >= 11);
  // No family is there for show.
  CHECK(used == std::set<std::string_view>{"max7800x", "ne16", "measured"});
}

TEST_CASE("is a body of three families saved, read back as the same, and run to the same result?") {
  const scenario::Scenario scenario = three_families();
  const std::string text = scenario::to_yaml(scenario);
  const scenario::Scenario again = scenario::read_scenario(input::parse(text, "resolved.yaml"), library());
  CHECK(scenario::to_yaml(again) == text);
  const run::RunRecord first = run_with(scenario, synergy_planner());
  const run::RunRecord second = run_with(again, synergy_planner());
  REQUIRE(first.result.has_value());
  REQUIRE(second.result.has_value());
  CHECK(first.compiled->plan == second.compiled->plan);
  CHECK(first.result->completed_in_window() == second.result->completed_in_window());
}

TEST_CASE("does a sweep over a number of the GAP9 make it slower point by point?") {
  const synergy::test::SweepFolder folder;
  // Saved, the profiles stand in the file, and any of their numbers is a path.
  synergy::test::put(folder.path() / "three.yaml", scenario::to_yaml(three_families()));
  const sweep::Points points(
      folder.sweep("scenarios: [three.yaml]\nplanners: [synergy]\n"
                   "axes:\n  overhead: {path: definitions.accelerators.0.layer_overhead.value, "
                   "values: [\"2533\", \"20000\", \"80000\"]}\n"
                   "set: {definitions.accelerators.0.layer_overhead.high: \"80000\"}\n"),
      library(), 1);
  CHECK(synergy::test::run_sweep(points, folder.path() / "out").ran == 3);
  std::map<double, double> latency;
  for (const auto& row : synergy::test::rows_of(folder.path() / "out" / "runs.csv")) {
    CHECK(row.at("status") == "ok");
    latency[std::stod(row.at("x_overhead"))] = std::stod(row.at("latency_mean_ms"));
  }
  REQUIRE(latency.size() == 3);
  CHECK(latency.at(2533) < latency.at(20000));
  CHECK(latency.at(20000) < latency.at(80000));
}

TEST_CASE("does the sensitivity of a body of three families move numbers of all three, in seconds?") {
  const scenario::Scenario scenario = three_families();
  const auto begin = std::chrono::steady_clock::now();
  sweep::RunOptions options;
  options.threads = 1;
  const sweep::SensitivityRuns runs =
      sweep::run_sensitivity(scenario, planner::Registry::builtin().compared(), options);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  CHECK(runs.failed_checks.empty());
  CHECK(runs.progress.ran == runs.progress.total);
  std::set<std::string> profiles;
  for (const results::MovedNumber& moved : runs.analysis.moved) {
    CAPTURE(moved.number.path);
    profiles.insert(moved.number.path.substr(0, moved.number.path.find('.')));
    // A point of which nobody has a plan would be no point.
    for (const results::PlannersAtPoint* point : {&moved.low, &moved.high})
      CHECK(point->outcomes.size() == runs.analysis.base.outcomes.size());
  }
  for (const char* name : {"max78000", "gap9_650mv_240mhz", "stm32u575"}) {
    CAPTURE(name);
    CHECK(profiles.contains(name));
  }
  // Some two seconds of one core; a search that does not end in some corner of a range was a minute and more.
  CHECK(seconds < 60);
}
