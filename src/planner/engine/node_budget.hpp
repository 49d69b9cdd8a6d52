#pragma once

#include "synergy/planner/planner.hpp"

namespace synergy::planner {

/// Partial plans that the search for one app's execution plan may look at: some seconds.
inline constexpr std::int64_t kNodesOfOneApp = 20'000'000;

/// The parameter of planners that search for the execution plans of apps one by one. The searches of all apps
/// have the budget anew.
inline constexpr const char* kNodeBudget = "node_budget";
[[nodiscard]] Parameter node_budget_of_one_app();

/// Why there is no plan for an app: what is in the way, unless the search did not get far enough to know.
[[nodiscard]] plan::Infeasible none_found(const plan::PlanningProblem& problem, plan::AppId a,
                                          const plan::BodyMemory& memory, const Effort& effort,
                                          std::int64_t node_budget);

}  // namespace synergy::planner
