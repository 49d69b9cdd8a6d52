#include "engine/greedy.hpp"

#include "synergy/plan/compiled.hpp"
#include "synergy/plan/limits.hpp"

#include <algorithm>

#include "engine/app_order.hpp"
#include "engine/limits.hpp"
#include "engine/placement.hpp"
#include "engine/search.hpp"

namespace synergy::planner {
namespace {

plan::PlanResult plan_greedily(const plan::PlanningProblem& problem, const Objective& objective,
                               bool model_only, bool constrained, Effort& effort, std::int64_t node_budget,
                               TieBreak ties) {
  plan::CollaborationPlan result;
  result.deployment = by_data_intensity(problem);
  result.apps.resize(result.deployment.size());
  plan::BodyMemory memory(problem);
  BodyLoad load(problem, model_only, model_only ? Offered::once : offered_by(problem));
  LinkCosts costs(problem);
  for (const AppId a : result.deployment) {
    Accept accept;
    if (constrained) {
      // A battery's life is known when the plan is whole, an app's latency as soon as it has a plan.
      const bool is_last = a == result.deployment.back();
      accept = is_last ? completes(problem, a, result) : keeps_limits(problem, a, load, costs);
    }
    const auto best =
        best_execution_plan(problem, a, memory, load, objective, costs, effort, accept, node_budget, ties);
    if (!best) return none_found(problem, a, memory, effort, node_budget);
    place(memory, a, *best);
    load.add(a, *best);
    result.apps[a] = *best;
  }
  return result;
}

/// Where the greedy rule finds no plan within the limits: what the plan with the least latency (or energy, if
/// only batteries are limited) breaks of them, or what is in the way of any plan. Should that plan keep them
/// all, it is the answer.
plan::PlanResult closest_to_limits(const plan::PlanningProblem& problem, Effort& effort,
                                   std::int64_t node_budget, TieBreak ties) {
  const scenario::Scenario scenario = plan::without_limits(problem.scenario());
  plan::TableCache cache;
  const plan::PlanningProblem unlimited(scenario, cache);
  const auto kind =
      plan::has_latency_limit(problem.scenario()) ? Objective::Kind::latency : Objective::Kind::energy;
  plan::PlanResult closest = plan_greedily(unlimited, {kind}, false, false, effort, node_budget, ties);
  if (std::holds_alternative<plan::Infeasible>(closest)) return closest;
  auto compiled = plan::compile(problem, std::get<plan::CollaborationPlan>(closest));
  if (auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) return std::move(*infeasible);
  return closest;
}

}  // namespace

Planned plan_jointly(const plan::PlanningProblem& problem, bool model_only, std::int64_t node_budget,
                     TieBreak ties) {
  const Objective objective = model_only ? Objective{} : problem.scenario().objective;
  const bool constrained = !model_only && plan::has_limits(problem.scenario());
  Planned planned;
  planned.result =
      plan_greedily(problem, objective, model_only, constrained, planned.effort, node_budget, ties);
  const bool found = std::holds_alternative<plan::CollaborationPlan>(planned.result);
  if (constrained && !found) planned.result = closest_to_limits(problem, planned.effort, node_budget, ties);
  return planned;
}

}  // namespace synergy::planner
