#include "engine/best_response.hpp"

#include "engine/app_order.hpp"
#include "engine/limits.hpp"
#include "engine/placement.hpp"
#include "engine/score.hpp"

namespace synergy::planner {

std::optional<plan::CollaborationPlan> best_response(const plan::PlanningProblem& problem,
                                                     const plan::CollaborationPlan& now, AppId a,
                                                     LinkCosts& costs, Effort& effort,
                                                     std::int64_t node_budget) {
  plan::CollaborationPlan changed = now;
  std::erase(changed.deployment, a);
  plan::BodyMemory memory(problem);
  BodyLoad load(problem, false, offered_by(problem));
  for (const AppId other : changed.deployment) {
    if (!try_place(memory, other, now.apps[other])) return {};  // first fit may need the app that left
    load.add(other, now.apps[other]);
  }
  // Deployed last: whoever is there already keeps its place in the memories.
  changed.deployment.push_back(a);
  const Objective& objective = problem.scenario().objective;
  const auto best = best_execution_plan(problem, a, memory, load, objective, costs, effort,
                                        completes(problem, a, changed), node_budget);
  if (!best) return {};
  // What must get smaller is the value of the whole plan: passes would not end otherwise.
  changed.apps[a] = *best;
  const Criteria criteria = criteria_of(problem);
  const Value before = value_of(criteria, score_of(problem, now, costs));
  if (value_of(criteria, score_of(problem, changed, costs)) >= before) return {};
  return changed;
}

plan::CollaborationPlan refined(const plan::PlanningProblem& problem, const plan::CollaborationPlan& start,
                                LinkCosts& costs, Effort& effort, std::int64_t node_budget) {
  plan::CollaborationPlan plan = start;
  if (plan.deployment.empty()) plan.deployment = in_scenario_order(problem);
  const bool ended_before = effort.budget_ended;
  effort.budget_ended = false;
  const AppBudgets budgets(effort, node_budget);
  // With searches that end early, a pass costs much and need not come closer to an end.
  for (bool improved = true; improved && !effort.budget_ended;) {
    improved = false;
    for (const AppId a : std::vector<AppId>(plan.deployment)) {
      if (auto better = best_response(problem, plan, a, costs, effort, budgets.next())) {
        plan = std::move(*better);
        improved = true;
      }
    }
  }
  effort.budget_ended = effort.budget_ended || ended_before;
  return plan;
}

}  // namespace synergy::planner
