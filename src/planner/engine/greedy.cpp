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

plan::PlanResult plan_greedily(const plan::PlanningProblem& problem, const GreedyRule& rule, bool model_only,
                               bool constrained, Effort& effort, AppId& stuck) {
  plan::CollaborationPlan result;
  result.deployment = rule.order;
  result.apps.resize(result.deployment.size());
  plan::BodyMemory memory(problem);
  BodyLoad load(problem, model_only, model_only ? Offered::once : offered_by(problem));
  LinkCosts costs(problem);
  const AppBudgets budgets(effort, rule.node_budget);
  for (const AppId a : result.deployment) {
    Accept accept;
    if (constrained) {
      // A battery's life is known when the plan is whole, an app's latency as soon as it has a plan.
      const bool is_last = a == result.deployment.back();
      accept = is_last ? completes(problem, a, result) : keeps_limits(problem, a, load, costs);
    }
    const std::int64_t node_budget = budgets.next();
    const auto best = best_execution_plan(problem, a, memory, load, rule.objective, costs, effort, accept,
                                          node_budget, rule.ties);
    if (!best) {
      stuck = a;
      return none_found(problem, a, memory, effort, node_budget);
    }
    place(memory, a, *best);
    load.add(a, *best);
    result.apps[a] = *best;
  }
  return result;
}

/// Where the greedy rule finds no plan within the limits: what the plan with the least latency (or energy, if
/// only batteries are limited) breaks of them, or what is in the way of any plan. Should that plan keep them
/// all, it is the answer.
plan::PlanResult closest_to_limits(const plan::PlanningProblem& problem, GreedyRule rule, Effort& effort) {
  const scenario::Scenario scenario = plan::without_limits(problem.scenario());
  plan::TableCache cache;
  const plan::PlanningProblem unlimited(scenario, cache);
  rule.objective = {plan::has_latency_limit(problem.scenario()) ? Objective::Kind::latency
                                                                : Objective::Kind::energy};
  AppId stuck = AppId::none();
  plan::PlanResult closest = plan_greedily(unlimited, rule, false, false, effort, stuck);
  if (std::holds_alternative<plan::Infeasible>(closest)) return closest;
  auto compiled = plan::compile(problem, std::get<plan::CollaborationPlan>(closest));
  if (auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) return std::move(*infeasible);
  return closest;
}

}  // namespace

plan::PlanResult plan_in_order(const plan::PlanningProblem& problem, const GreedyRule& rule, Effort& effort,
                               AppId& stuck) {
  return plan_greedily(problem, rule, false, plan::has_limits(problem.scenario()), effort, stuck);
}

Planned plan_jointly(const plan::PlanningProblem& problem, bool model_only, std::int64_t node_budget,
                     TieBreak ties) {
  const GreedyRule rule{by_data_intensity(problem), model_only ? Objective{} : problem.scenario().objective,
                        ties, node_budget};
  const bool constrained = !model_only && plan::has_limits(problem.scenario());
  Planned planned;
  AppId stuck = AppId::none();
  planned.result = plan_greedily(problem, rule, model_only, constrained, planned.effort, stuck);
  const bool found = std::holds_alternative<plan::CollaborationPlan>(planned.result);
  if (constrained && !found) planned.result = closest_to_limits(problem, rule, planned.effort);
  return planned;
}

}  // namespace synergy::planner
