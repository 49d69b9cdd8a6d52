// What the planners predict against what the simulation gives.

#include "synergy/link/ble/spec.hpp"
#include "synergy/planner/registry.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;
using scenario::Policy;
using synergy::test::shipped;

namespace {

/// How long a run is looked at, in rounds of its apps one after another.
constexpr int kWarmUpRounds = 67;
constexpr int kRounds = 667;

/// How far throughput may be from the estimate, as a share of it.
double tolerance(const std::string& run, Policy policy) {
  // The exceptions, each understood: transfers of up to 147 kB take 4.5 s and queue first come, first served.
  // An app that crosses a link twice then waits for others twice in a round, which neither the longest
  // latency (inter_app) nor the windows (adaptive) allow for, and holds itself up while its turn fills and
  // drains (inter_run).
  static const std::map<std::string, double> exceptions{
      {"w1/pri_max_dev/inter_app", 0.125},
      {"w2/pri_max_dev/inter_app", 0.14},
      {"w3/pri_max_dev/inter_app", 0.15},
      {"w2/pri_min_dev/inter_app", 0.10},
      {"w1/max_dev/inter_run", 0.10},
      {"w1/pri_max_dev/inter_run", 0.31},
      {"w1/pri_max_dev/adaptive", 0.38},
      // Both: 8 % with intervals of 13.75 and 16.25 ms, 0.6 % with 7.5 ms.
      {"w5/pri_max_dev/inter_run", 0.09},
      // The same with plans that cross links back and forth at random.
      {"w5/random/inter_app", 0.16},
      {"w6/random/inter_run", 0.07},
      {"w6/random/adaptive", 0.16},
      // The app with the longest latency, mobilenetv2, meets two others on a link: under refine three apps
      // cross glasses-watch2 twice; under lns it waits 207 ms of 3.75 s for kws, which crosses
      // glasses-earbud2 twice.
      {"w6/refine/inter_app", 0.10},
      {"w6/lns/inter_app", 0.06},
  };
  const auto exception = exceptions.find(run + "/" + std::string(scenario::to_text(policy)));
  if (exception != exceptions.end()) return exception->second;
  return policy == Policy::inter_run || policy == Policy::adaptive ? 0.05 : 0.04;
}

/// By how much waits for connection events may make a round longer or shorter than estimated. A transfer
/// waits half an interval in the mean, over all phases. But what follows a transfer begins just behind an
/// anchor, so that rounds lock to the interval and keep one phase for each transfer: a draw of its own, whose
/// standard deviation is the interval / sqrt(12). Allowed are 1.5 standard deviations of what a round adds
/// up: all its transfers one after another (sequential, inter_run), those of one app (inter_app), or those of
/// one link (adaptive), which may leave the rest of an event unused.
double locked_s(const RunRecord& record) {
  const plan::CompiledPlan& compiled = *record.compiled;
  std::size_t all = 0, of_app = 0;
  std::vector<std::size_t> of_unit(compiled.units.size());
  for (const plan::CompiledApp& app : compiled.apps) {
    std::size_t own = 0;
    for (const plan::Stage& stage : app.stages) {
      if (stage.kind != plan::Stage::Kind::transfer) continue;
      ++own;
      ++of_unit[stage.unit.index()];
    }
    all += own;
    of_app = std::max(of_app, own);
  }
  std::size_t transfers = all;
  if (record.policy == Policy::inter_app) transfers = of_app;
  if (record.policy == Policy::adaptive) transfers = *std::max_element(of_unit.begin(), of_unit.end());
  return 1.5 * record.scenario->link.get<link::BleSpec>().connection_interval.s() *
         std::sqrt(static_cast<double>(transfers) / 12);
}

void check_run(const RunRecord& record, double allowed) {
  const plan::Estimate& e = *record.estimate;
  const simulation::RunResult& result = *record.result;
  REQUIRE(result.failed_checks.empty());
  allowed += locked_s(record) / e.round.s();
  const double throughput = static_cast<double>(result.completed_in_window()) / result.window.s();
  CHECK(throughput == Approx(e.throughput_inf_per_s).epsilon(allowed));
  // Most of the power does not depend on the throughput.
  CHECK(result.energy().si() / result.window.s() ==
        Approx(e.mean_power.si()).epsilon(std::max(0.04, allowed / 2)));
  const double predicted_s = e.sequential_round.s() / static_cast<double>(e.latency.size());
  const double latency_s = result.latency.mean_ns() * 1e-9;
  if (record.policy == Policy::sequential) {
    CHECK(latency_s == Approx(predicted_s).epsilon(allowed / (1 - allowed)));
    return;
  }
  // The predicted latency leaves contention out: it is the least, but for waits shorter than their mean. The
  // most is what Little's law gives with every window full.
  const int in_flight = std::accumulate(result.apps.begin(), result.apps.end(), 0,
                                        [](int sum, const auto& app) { return sum + app.window; });
  CHECK(latency_s >= 0.98 * predicted_s - locked_s(record));
  CHECK(latency_s <= 1.01 * in_flight / throughput);
  // The bottleneck is a bound, but for the packing of packets.
  if (record.policy == Policy::adaptive) CHECK(throughput <= e.throughput_inf_per_s * 1.005);
}

}  // namespace

TEST_CASE("are throughput, latency and power as predicted, for every planner under every policy on w1 to w6?",
          "[optimised]") {
  plan::TableCache cache;
  int runs = 0;
  for (const char* name : {"w1", "w2", "w3", "w4", "w5", "w6"}) {
    scenario::Scenario s = shipped(name);
    s.planner.name = "optimal";
    s.planner.parameters = {{"node_budget", std::string(name) == "w6" ? "1000" : "200000"}};
    const plan::PlanningProblem asked(s, cache);
    for (const planner::Planner* planner : planner::Registry::builtin().all()) {
      const RunRecord planned = test::plan_run(asked, *planner, {});
      if (!planned.compiled) continue;
      // Rounds take up to 15 s and many are in flight: what the slowest needs for its steady state is long
      // for others.
      s.measurement = {planned.estimate->sequential_round * kWarmUpRounds,
                       planned.estimate->sequential_round * kRounds};
      const plan::PlanningProblem problem(s, cache);
      const std::string run = std::string(name) + "/" + std::string(planner->name);
      for (const Policy policy :
           {Policy::sequential, Policy::inter_app, Policy::inter_run, Policy::adaptive}) {
        CAPTURE(run, scenario::to_text(policy));
        check_run(test::run_plan(problem, planned.compiled->plan, run, policy, 0), tolerance(run, policy));
        ++runs;
      }
    }
  }
  CHECK(runs >= 200);  // on w6 only synergy, refine, optimal and random find a plan
}
