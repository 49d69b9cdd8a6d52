#include "synergy/suite/judge.hpp"

#include "synergy/plan/objective_value.hpp"

#include <algorithm>

namespace synergy::suite {
namespace {

/// s, J, s/s or W as ms, mJ, ms/s and mW, as tables have them; weighted sums are in these already.
double in_table_units(const scenario::Objective& objective, double value) {
  return objective.kind == scenario::Objective::Kind::weighted ? value : value * 1e3;
}

}  // namespace

SuiteValue value_of(const run::Plan& plan) {
  if (plan.compiled() == nullptr) return {};
  const plan::PlanningProblem& problem = plan.workload().problem();
  // Under a policy that overlaps apps: no other is named by an objective.
  const plan::Estimate estimate = plan::estimate(problem, *plan.compiled(), scenario::Policy::adaptive);
  if (estimate.rates && estimate.rates->unsustained_unit) {
    const auto& busy = estimate.rates->offered_ratio;
    return {Answer::overload, *std::max_element(busy.begin(), busy.end()) * 1e3};
  }
  const scenario::Objective& objective = problem.scenario().objective;
  return {Answer::plan, in_table_units(objective, plan::objective_value(objective, estimate))};
}

SuiteValue value_over_time(const run::RunRecord& record) {
  if (record.status != run::Status::ok) return {};
  const simulation::DynamicResult& result = *record.dynamic;
  const double inferences =
      static_cast<double>(result.total.completed_in_window()) * result.availability_ratio();
  if (!(inferences > 0)) return {};
  return {Answer::plan, result.total.window.ms() / inferences};
}

std::optional<double> bound_of(const run::Plan& plan, Answer answer) {
  if (answer == Answer::none) {
    // Only a search of all plans can tell that there is none, and only one that came to its end.
    const bool searched_all = plan.role() == planner::Role::bound && !plan.effort().budget_ended;
    return searched_all && plan.made() == nullptr ? std::optional(0.0) : std::nullopt;
  }
  const std::optional<planner::Bound>& bound = plan.bound();
  if (!bound) return {};
  // Where nothing sustains the rates, a bound is about what comes closest: the value of an overload if the
  // objective is the busiest unit's time.
  const bool by_load = bound->objective.kind == scenario::Objective::Kind::throughput;
  if (bound->sustains != (answer == Answer::plan) || (answer == Answer::overload && !by_load)) return {};
  return in_table_units(bound->objective, bound->least);
}

}  // namespace synergy::suite
