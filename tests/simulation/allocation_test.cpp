// What a simulation allocates: some when it is set up, some while it warms up, nothing per event.
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/simulation/simulate.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "../support/allocations.hpp"
#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::Policy;
using simulation::Quantiles;

namespace {

struct Used {
  std::size_t allocations = 0;
  std::uint64_t events = 0;
  std::int64_t fewest_latencies = 0;  // of any app
};

/// What simulating takes, without reading and planning.
Used used(const std::string& name, Policy policy, const std::string& window,
          const std::string& sensing = "new_sample", bool skip = false) {
  const scenario::Scenario s = synergy::test::shipped(
      name, {{"measurement.warm_up", "10 s"}, {"measurement.window", window}, {"sensing", sensing}});
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const planner::Planner& planner = planner::Registry::builtin().at("synergy");
  const auto plan = planner::plan_with_defaults(planner, problem).result;
  const auto compiled = plan::compile(problem, std::get<plan::CollaborationPlan>(plan));
  const auto& ready = std::get<plan::CompiledPlan>(compiled);
  const auto windows = plan::windows(problem, ready, plan::estimate(problem, ready, policy), policy);

  const std::size_t before = allocations();
  const simulation::RunResult result =
      simulation::simulate(problem, ready, policy, windows, 0, {.skip = skip});
  Used used{allocations() - before, result.events, INT64_MAX};
  for (const auto& app : result.apps)
    used.fewest_latencies = std::min(used.fewest_latencies, app.latency.count());
  return used;
}

}  // namespace

// A sanitizer sees the same paths in shorter runs, and calls are as many however the program is compiled.
TEST_CASE("does a simulation four times as long allocate no more?", "[optimised]") {
  struct Case {
    const char* scenario;
    Policy policy;
  };
  for (const Case& c :
       {Case{"w1", Policy::adaptive}, Case{"w2", Policy::sequential}, Case{"w2_lossy", Policy::adaptive},
        Case{"w4", Policy::inter_run}, Case{"w5", Policy::adaptive}, Case{"w3", Policy::inter_app}}) {
    INFO(c.scenario << " under " << scenario::to_text(c.policy));
    const Used once = used(c.scenario, c.policy, "25 s");
    const Used longer = used(c.scenario, c.policy, "100 s");
    CHECK(longer.events > 2 * once.events);
    if (kCountsAllocations) CHECK(once.allocations > 0);  // the counter counts
    CHECK(longer.allocations == once.allocations);
    // What repeats is kept until it does, which takes room once: no more for a longer run than for a run.
    const Used skipping = used(c.scenario, c.policy, "400 s", "new_sample", true);
    CHECK(skipping.allocations < 3 * once.allocations + 100);
  }
}

TEST_CASE("does a simulation allocate nothing more once its latencies are in buckets?", "[optimised]") {
  const Used once = used("w2", Policy::adaptive, "600 s", "latest");
  const Used longer = used("w2", Policy::adaptive, "2400 s", "latest");
  REQUIRE(once.fewest_latencies > static_cast<std::int64_t>(Quantiles::kExactCount));
  CHECK(longer.events > 3 * once.events);
  CHECK(longer.allocations == once.allocations);
}
