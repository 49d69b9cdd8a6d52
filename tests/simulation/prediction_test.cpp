// What the planners predict against what the simulation gives.
#include "synergy/simulation/record.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::Policy;
using simulation::RunRecord;
using synergy::test::shipped;

namespace {

/// How far throughput may be from the estimate, as a share of it.
double tolerance(const std::string& run, Policy policy) {
  // The exceptions, each understood. The estimate takes transfers at their mean over all phases of the
  // connection interval and lets no app wait twice.
  static const std::map<std::string, double> exceptions{
      // Short rounds lock to the connection interval: a transfer ends just behind an anchor, so the next is
      // ready
      // at the same phase in every round, and its wait is another than half an interval. Rounds of exactly 5
      // intervals (w2/ind_e2e/sequential: 79.4 ms estimated), 4 (inter_app: 53.8 ms), 21
      // (w5/min_dev/sequential:
      // 301 ms for 5 inferences), 5 (w5/synergy/inter_app: 67.6 ms), and 74 for a turn of 8 rounds
      // (inter_run).
      {"w2/ind_e2e/sequential", 0.06},
      {"w2/ind_e2e/inter_app", 0.105},
      {"w5/min_dev/sequential", 0.045},
      {"w5/ind_model/sequential", 0.045},  // the same plan
      {"w5/synergy/inter_app", 0.10},
      {"w5/refine/inter_app", 0.10},
      {"w5/optimal/inter_app", 0.07},
      {"w5/synergy/inter_run", 0.075},
      {"w5/refine/inter_run", 0.075},
      {"w2/min_dev/adaptive", 0.06},    // 3.5 intervals (52.5 ms) where 49.5 ms would do
      {"w2/ind_model/adaptive", 0.06},  // the same plan
      {"w5/ind_e2e/adaptive", 0.06},
      // glasses-ring is loaded to 0.98 by transfers of 9 packets, 4 or a short fifth to an event; whole
      // packets fill 7 events in 3 rounds (35 ms each) where the display alone would allow 33 ms.
      {"w5/optimal/adaptive", 0.06},
      // Transfers of up to 147 kB take 4.5 s and queue first come, first served: an app that crosses a link
      // twice then waits for others twice in a round, which neither the longest latency (inter_app) nor the
      // windows (adaptive) allow for, and holds itself up while its turn fills and drains (inter_run).
      {"w1/pri_max_dev/inter_app", 0.125},
      {"w2/pri_max_dev/inter_app", 0.14},
      {"w3/pri_max_dev/inter_app", 0.15},
      {"w1/max_dev/inter_run", 0.10},
      {"w1/pri_max_dev/inter_run", 0.31},
      {"w1/pri_max_dev/adaptive", 0.36},
      // Both: 8 % with intervals of 13.75 and 16.25 ms, 0.6 % with 7.5 ms.
      {"w5/pri_max_dev/inter_run", 0.09},
      // The same with plans that cross links back and forth at random.
      {"w5/random/inter_app", 0.16},
      {"w6/random/inter_run", 0.07},
  };
  const auto exception = exceptions.find(run + "/" + std::string(scenario::to_text(policy)));
  if (exception != exceptions.end()) return exception->second;
  return policy == Policy::inter_run || policy == Policy::adaptive ? 0.05 : 0.04;
}

void check_run(const RunRecord& record, double allowed) {
  const plan::Estimate& e = *record.estimate;
  const simulation::RunResult& result = *record.result;
  REQUIRE(result.failed_checks.empty());
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
  // The predicted latency leaves contention out: it is the least, but for waits shorter than their mean of
  // half an interval (w5/ind_e2e/inter_app: 2.3 %). The most is what Little's law gives with every window
  // full.
  const int in_flight = std::accumulate(result.apps.begin(), result.apps.end(), 0,
                                        [](int sum, const auto& app) { return sum + app.window; });
  CHECK(latency_s >= 0.97 * predicted_s);
  CHECK(latency_s <= 1.01 * in_flight / throughput);
  // The bottleneck is a bound, but for the packing of packets.
  if (record.policy == Policy::adaptive) CHECK(throughput <= e.throughput_inf_per_s * 1.005);
}

}  // namespace

TEST_CASE(
    "are throughput, latency and power as predicted, for every planner under every policy on w1 to w6?") {
  plan::TableCache cache;
  int runs = 0;
  for (const char* name : {"w1", "w2", "w3", "w4", "w5", "w6"}) {
    // Rounds take up to 15 s and many are in flight: a long look at the steady state.
    scenario::Scenario s = shipped(name, {{"measurement", "{warm_up: 1000 s, window: 10000 s}"}});
    s.planner.name = "optimal";
    s.planner.parameters = {{"node_budget", std::string(name) == "w6" ? "1000" : "200000"}};
    const plan::PlanningProblem problem(s, cache);
    for (const planner::Planner* planner : planner::planners()) {
      const RunRecord planned = simulation::plan_run(problem, *planner, {});
      if (!planned.compiled) continue;
      const std::string run = std::string(name) + "/" + std::string(planner->name);
      for (const Policy policy :
           {Policy::sequential, Policy::inter_app, Policy::inter_run, Policy::adaptive}) {
        CAPTURE(run, scenario::to_text(policy));
        check_run(simulation::run_plan(problem, planned.compiled->plan, run, policy, 0),
                  tolerance(run, policy));
        ++runs;
      }
    }
  }
  CHECK(runs >= 200);  // on w6 only synergy, refine, optimal and random find a plan
}
