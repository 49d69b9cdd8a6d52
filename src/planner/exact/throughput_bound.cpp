#include "exact/throughput_bound.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

#include "engine/search.hpp"

namespace synergy::planner {
namespace {

/// The least that an app's busiest unit takes for one inference, over all plans that have the body to
/// themselves.
Duration least_period(const plan::PlanningProblem& problem, AppId a, LinkCosts& costs, Effort& effort) {
  BodyLoad load(problem, false, Offered::once, Times::least);
  const auto fastest = best_execution_plan(problem, a, plan::BodyMemory(problem), load,
                                           {Objective::Kind::throughput}, costs, effort);
  ensure(fastest.has_value(), "an app of a feasible plan has a plan of its own");
  load.add(a, *fastest);
  return load.score(costs.slots(load.links()), costs).round;
}

}  // namespace

double largest_throughput(const plan::PlanningProblem& problem, const std::vector<AppId>& order,
                          const plan::CollaborationPlan& found, const Budget& budget, Effort& effort) {
  const scenario::Scenario& scenario = problem.scenario();
  // Where an inference may be lost, the others need not wait for it at the units it never came to.
  const bool lossless = scenario.link_kind->is_lossless();
  if (scenario.load.regime == scenario::Regime::rounds && lossless) {
    return static_cast<double>(problem.app_count()) / least_round(problem, order, found, budget, effort).s();
  }
  LinkCosts costs(problem, Times::least);
  double sum = 0;
  for (const AppId a : problem.scenario().apps.ids()) {
    const double most = 1 / least_period(problem, a, costs, effort).s();
    const bool periodic = scenario.load.regime == scenario::Regime::periodic;
    sum += periodic ? std::min(most, problem.app(a).rate.si()) : most;
  }
  return sum;
}

}  // namespace synergy::planner
