#include "engine/greedy.hpp"
#include "engine/score.hpp"
#include "neighbourhood/pairs.hpp"

namespace synergy::planner {
namespace {

constexpr const char* kPairNodeBudget = "pair_node_budget";

/// How much smaller `after` is, as a share of `before`.
double gain(std::int64_t before, std::int64_t after) {
  return before == 0 ? 0 : 1 - static_cast<double>(after) / static_cast<double>(before);
}

Planned plan_refined(const PlanningContext& context) {
  const plan::PlanningProblem& problem = context.problem;
  const std::int64_t node_budget = context.values.integer(kNodeBudget);
  Planned planned = plan_jointly(problem, false, node_budget);
  if (std::holds_alternative<plan::Infeasible>(planned.result)) return planned;
  const auto greedy = std::get<plan::CollaborationPlan>(std::move(planned.result));
  // One for all that follows: it remembers what links cost.
  LinkCosts costs(problem);
  plan::CollaborationPlan plan = refined_in_pairs(problem, greedy, costs, planned.effort, node_budget,
                                                  context.values.integer(kPairNodeBudget));
  const Score before = score_of(problem, greedy, costs);
  const Score after = score_of(problem, plan, costs);
  planned.refinement =
      Refinement{gain(before.round.ns(), after.round.ns()), gain(before.latency.ns(), after.latency.ns()),
                 gain(before.energy_fj, after.energy_fj)};
  planned.result = std::move(plan);
  return planned;
}

}  // namespace

Planner make_refine() {
  return {
      .name = "refine",
      .description =
          "synergy's plan, then best responses of apps and pairs until none improves the objective",
      .role = Role::control,
      .takes_objective = true,
      .paired_policy = scenario::Policy::adaptive,
      .parameters = {node_budget_of_one_app(),
                     {kPairNodeBudget, Parameter::Integer{kNodesOfPairs, 0, INT64_MAX},
                      "nodes of the searches for two apps at once; 0: apps move one by one"}},
      .plan = plan_refined,
  };
}

}  // namespace synergy::planner
