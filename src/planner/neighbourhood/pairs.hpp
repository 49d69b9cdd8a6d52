#pragma once

#include "engine/best_response.hpp"

namespace synergy::planner {

/// Nodes that all searches for two apps at once have together.
inline constexpr std::int64_t kNodesOfPairs = 3'000;

/// As refined(), and where no app improves the plan alone, pairs of apps that change their plans together:
/// they may exchange devices, or move to where neither could go alone. Ends when neither an app nor a pair
/// improves the plan, or with the budgets: `node_budget` for every app, `pair_node_budget` for all pairs
/// together.
/// Pre: `start` is feasible.
[[nodiscard]] plan::CollaborationPlan refined_in_pairs(const plan::PlanningProblem& problem,
                                                       const plan::CollaborationPlan& start, LinkCosts& costs,
                                                       Effort& effort, std::int64_t node_budget,
                                                       std::int64_t pair_node_budget);

}  // namespace synergy::planner
