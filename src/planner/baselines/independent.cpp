#include "baselines/independent.hpp"

#include "engine/app_order.hpp"
#include "engine/placement.hpp"
#include "engine/search.hpp"

namespace synergy::planner {

Parameter memory_oblivious_parameter() {
  return {kMemoryOblivious, Parameter::Boolean{false},
          "plan each app as if alone in memory (infeasibility then shows)"};
}

Planned plan_independently(const PlanningContext& context, bool model_only) {
  const plan::PlanningProblem& problem = context.problem;
  const bool oblivious = context.values.boolean(kMemoryOblivious);
  const plan::BodyMemory empty(problem);
  // Never added to: that is what makes the apps blind to each other.
  const BodyLoad nothing(problem, model_only);
  // Memory is what apps cannot be blind to, or most of these plans would not be feasible.
  plan::BodyMemory memory = empty;
  LinkCosts costs(problem);
  plan::CollaborationPlan plan;
  Planned planned;
  const AppBudgets budgets(planned.effort, context.values.integer(kNodeBudget));
  for (const AppId a : in_scenario_order(problem)) {
    const plan::BodyMemory& seen = oblivious ? empty : memory;
    const std::int64_t node_budget = budgets.next();
    const auto best = best_execution_plan(problem, a, seen, nothing, {Objective::Kind::latency}, costs,
                                          planned.effort, {}, node_budget);
    if (!best) {
      planned.result = none_found(problem, a, seen, planned.effort, node_budget);
      return planned;
    }
    if (!oblivious) place(memory, a, *best);
    plan.apps.push_back(*best);
  }
  planned.result = std::move(plan);
  return planned;
}

}  // namespace synergy::planner
