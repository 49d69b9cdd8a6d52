#include "engine/limits.hpp"

#include "synergy/plan/limits.hpp"

#include <algorithm>

namespace synergy::planner {
namespace {

/// Whether the apps on a body keep their latency limits.
bool in_time(const plan::PlanningProblem& problem, const BodyLoad& load, LinkCosts& costs) {
  const auto latencies = load.latencies(costs.slots(load.links()), costs);
  return std::all_of(latencies.begin(), latencies.end(),
                     [&](const auto& app) { return plan::in_time(problem.app(app.first), app.second); });
}

}  // namespace

Accept keeps_limits(const plan::PlanningProblem& problem, AppId a, const BodyLoad& load, LinkCosts& costs) {
  if (!plan::has_latency_limit(problem.scenario())) return {};
  return [&problem, a, &load, &costs](const plan::ExecutionPlan& app) {
    BodyLoad with = load;
    with.add(a, app);
    return in_time(problem, with, costs);
  };
}

Accept completes(const plan::PlanningProblem& problem, AppId a, const plan::CollaborationPlan& rest) {
  if (!plan::has_limits(problem.scenario())) return {};
  // A copy of the rest: whoever asks for it goes on to change the plan.
  return [&problem, a, rest](const plan::ExecutionPlan& app) {
    plan::CollaborationPlan whole = rest;
    whole.apps[a] = app;
    return plan::is_feasible(problem, whole);
  };
}

}  // namespace synergy::planner
