#include <chrono>

#include "exact/throughput_bound.hpp"

namespace synergy::planner {
namespace {

/// The first criterion in the unit of Bound::least: s, or J (at rates ratios and W), from ns or fJ.
double in_units(const Objective& objective, std::int64_t first) {
  return static_cast<double>(first) * (objective.kind == Objective::Kind::energy ? 1e-15 : 1e-9);
}

plan::PlanResult plan_optimally(const plan::PlanningProblem& problem, const ParameterValues& values,
                                Effort& effort) {
  plan::PlanResult greedy = plan_jointly(problem, false, effort);
  LinkCosts costs(problem);
  std::optional<plan::CollaborationPlan> start;
  if (const auto* found = std::get_if<plan::CollaborationPlan>(&greedy))
    start = refined(problem, *found, costs, effort);
  if (problem.accelerators().empty()) return greedy;
  Budget budget;
  budget.nodes = values[0];
  if (values[1] > 0) budget.end = std::chrono::steady_clock::now() + std::chrono::milliseconds(values[1]);
  const std::vector<AppId> order = by_data_intensity(problem);
  const Optimum optimum = best_collaboration_plan(problem, order, start, budget, costs, effort);
  if (!optimum.plan) return greedy;
  const Objective& objective = problem.scenario().objective;
  Bound& bound = effort.bound.emplace();
  bound.objective = objective;
  bound.least = in_units(objective, optimum.least.first);
  bound.sustains = optimum.sustains;
  bound.proven = optimum.proven;
  if (objective.kind == Objective::Kind::throughput) {
    Effort not_for_the_plan;  // what a bound takes is no work of planning
    bound.throughput_inf_per_s = largest_throughput(problem, order, *optimum.plan, budget, not_for_the_plan);
  }
  return *optimum.plan;
}

}  // namespace

extern const Planner kOptimal;
const Planner kOptimal{
    .name = "optimal",
    .description = "the best plan of all by the objective, proven, or the best found and a bound",
    .origin = "ours",
    .paired_policy = scenario::Policy::adaptive,
    .parameters = {{"node_budget", Parameter::Type::integer, 200'000, 1, INT64_MAX,
                    "partial plans to look at before giving up"},
                   {"time_budget_ms", Parameter::Type::integer, 0, 0, INT64_MAX,
                    "wall-clock time before giving up; 0: none. Results then differ from run to run"}},
    .plan = plan_optimally,
};

}  // namespace synergy::planner
