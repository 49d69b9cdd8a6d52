#include "synergy/scenario/links.hpp"

#include <algorithm>
#include <chrono>

#include "engine/app_order.hpp"
#include "engine/greedy.hpp"
#include "engine/score.hpp"
#include "exact/throughput_bound.hpp"
#include "neighbourhood/lns.hpp"
#include "neighbourhood/starts.hpp"

namespace synergy::planner {
namespace {

constexpr const char* kTimeBudget = "time_budget_ms";
/// Of the search for a good plan to begin with.
constexpr std::int64_t kNodesOfStart = 20'000;

/// The first criterion in the unit of Bound::least: s, or J (at rates ratios and W), from ns or fJ.
double in_units(const Objective& objective, std::int64_t first) {
  return static_cast<double>(first) * (objective.kind == Objective::Kind::energy ? 1e-15 : 1e-9);
}

Budget budget_of(const ParameterValues& values) {
  Budget budget;
  budget.nodes = values.integer(kNodeBudget);
  budget.work = most_work(budget.nodes);
  const std::chrono::milliseconds time(values.integer(kTimeBudget));
  if (time.count() > 0) budget.end = std::chrono::steady_clock::now() + time;
  return budget;
}

/// Whether some pair could send over another link than the one that the search takes (scenario/links.hpp).
bool links_can_be_chosen(const scenario::Scenario& scenario) {
  for (const scenario::DeviceId a : scenario.devices.ids()) {
    for (scenario::DeviceId b; b < a; ++b) {
      if (scenario::links_between(scenario, {b, a}).size() > 1) return true;
    }
  }
  return false;
}

Planned plan_optimally(const PlanningContext& context) {
  const plan::PlanningProblem& problem = context.problem;
  // A good plan to begin with prunes most of the tree before it grows.
  Planned planned = plan_jointly(problem, false);
  if (problem.accelerators().empty()) return planned;
  LinkCosts costs(problem);
  std::optional<plan::CollaborationPlan> start;
  if (const auto* greedy = std::get_if<plan::CollaborationPlan>(&planned.result))
    start = *greedy;
  else
    start = feasible_start(problem, planned.effort);
  const Budget budget = budget_of(context.values);
  if (start) {
    const std::int64_t nodes = std::clamp<std::int64_t>(budget.nodes / 10, 1, kNodesOfStart);
    start = improved_by_neighbourhoods(problem, *start, costs, planned.effort, nodes).plan;
  }
  const std::vector<AppId> order = by_data_intensity(problem);
  Optimum optimum = best_collaboration_plan(problem, order, start, budget, costs, planned.effort);
  // Who hears that there is no plan must know whether that was proven.
  planned.effort.budget_ended = planned.effort.budget_ended || !optimum.proven;
  // Synergy's reasons are as good as any if there is no plan at all.
  if (!optimum.plan) return planned;
  planned.result = *optimum.plan;
  // Plans over other links were not looked at, so nothing is proved about all plans.
  if (links_can_be_chosen(problem.scenario())) return planned;
  const Objective& objective = problem.scenario().objective;
  Bound& bound = planned.bound.emplace();
  bound.objective = objective;
  bound.least = in_units(objective, optimum.least.first);
  bound.sustains = optimum.sustains;
  bound.proven = optimum.proven;
  const Value value = value_of(criteria_of(problem), score_of(problem, *optimum.plan, costs));
  bound.reached = optimum.least.first >= first_criterion(criteria_of(problem), value);
  for (const SlotProof& proof : optimum.by_slots) {
    Bound::OfSlots& of_slots = bound.by_slots.emplace_back();
    of_slots.slots = proof.slots;
    if (proof.least != kImpossible) of_slots.least = in_units(objective, proof.least.first);
    of_slots.nodes = proof.nodes;
  }
  if (objective.kind == Objective::Kind::throughput) {
    Effort not_for_the_plan;  // what a bound takes is no work of planning
    bound.throughput_inf_per_s = largest_throughput(problem, order, *optimum.plan, budget, not_for_the_plan);
  }
  return planned;
}

}  // namespace

Planner make_optimal() {
  return {
      .name = "optimal",
      .description = "the best plan of all by the objective, proven, or the best found and a bound",
      .role = Role::bound,
      .takes_objective = true,
      .paired_policy = scenario::Policy::adaptive,
      .parameters = {{kNodeBudget, Parameter::Integer{200'000, 1, INT64_MAX},
                      "partial plans to look at before giving up"},
                     {kTimeBudget, Parameter::Integer{0, 0, INT64_MAX},
                      "wall-clock time before giving up; 0: none. Results then differ from run to run"}},
      .plan = plan_optimally,
  };
}

}  // namespace synergy::planner
