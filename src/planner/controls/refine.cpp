#include "engine/joint.hpp"

namespace synergy::planner {
namespace {

/// How much smaller `after` is, as a share of `before`.
double gain(std::int64_t before, std::int64_t after) {
  return before == 0 ? 0 : 1 - static_cast<double>(after) / static_cast<double>(before);
}

plan::PlanResult plan_refined(const plan::PlanningProblem& problem, const ParameterValues& values,
                              Effort& effort) {
  plan::PlanResult start = plan_jointly(problem, false, effort, values[0]);
  if (std::holds_alternative<plan::Infeasible>(start)) return start;
  const auto& greedy = std::get<plan::CollaborationPlan>(start);
  LinkCosts costs(problem);
  plan::CollaborationPlan plan = refined(problem, greedy, costs, effort, values[0]);
  const Score before = score_of(problem, greedy, costs);
  const Score after = score_of(problem, plan, costs);
  effort.refinement =
      Refinement{gain(before.round.ns(), after.round.ns()), gain(before.latency.ns(), after.latency.ns()),
                 gain(before.energy_fj, after.energy_fj)};
  return plan;
}

}  // namespace

extern const Planner kRefine;
const Planner kRefine{
    .name = "refine",
    .description = "synergy's plan, then best responses of the apps until none improves the objective",
    .origin = "ours",
    .paired_policy = scenario::Policy::adaptive,
    .parameters = {kNodeBudget},
    .plan = plan_refined,
};

}  // namespace synergy::planner
