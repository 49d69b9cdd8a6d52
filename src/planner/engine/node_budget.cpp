#include "engine/node_budget.hpp"

#include <fmt/format.h>

namespace synergy::planner {

Parameter node_budget_of_one_app() {
  return {kNodeBudget, Parameter::Integer{kNodesOfOneApp, 1, INT64_MAX},
          "partial plans of an app to look at before the best found is taken"};
}

plan::Infeasible none_found(const plan::PlanningProblem& problem, plan::AppId a,
                            const plan::BodyMemory& memory, const Effort& effort, std::int64_t node_budget) {
  if (!effort.budget_ended) return no_plan_fits(problem, a, memory);
  return {{{plan::Reason::Kind::placement, problem.app(a).name, "",
            fmt::format("the search ended at its node_budget of {} before it found a plan", node_budget)}}};
}

}  // namespace synergy::planner
