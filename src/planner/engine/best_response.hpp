#pragma once

#include <optional>

#include "engine/node_budget.hpp"
#include "engine/search.hpp"

namespace synergy::planner {

/// As app `a` would change a plan that has all other apps: its best execution plan, deployed last. Nothing if
/// that is no better by the objective than what it has now. (A best response, in the sense of games: the apps
/// are the players, and all of them look at the same objective.)
[[nodiscard]] std::optional<plan::CollaborationPlan> best_response(const plan::PlanningProblem& problem,
                                                                   const plan::CollaborationPlan& now,
                                                                   AppId a, LinkCosts& costs, Effort& effort,
                                                                   std::int64_t node_budget = kNodesOfOneApp);

/// Best responses of the apps in deployment order, over and over, until none improves; the smaller value of
/// the objective proves that it ends. A pass in which a search came to the end of its budget is the last.
/// Pre: `start` is feasible.
[[nodiscard]] plan::CollaborationPlan refined(const plan::PlanningProblem& problem,
                                              const plan::CollaborationPlan& start, LinkCosts& costs,
                                              Effort& effort, std::int64_t node_budget = kNodesOfOneApp);

}  // namespace synergy::planner
