#pragma once

#include "synergy/planner/planner.hpp"

#include "engine/link_costs.hpp"

namespace synergy::planner {

/// Of the search that planner `lns` makes, and `optimal` before it proves anything.
inline constexpr std::int64_t kNodesOfNeighbourhoods = 20'000;
inline constexpr int kMostFreedApps = 4;

struct Improved {
  plan::CollaborationPlan plan;
  /// Plans on the way there that were within 1 % of it by what the objective looks at, the last first.
  std::vector<plan::CollaborationPlan> nearly_as_good;
  bool budget_ended = false;
};

/// What large-neighbourhood search makes of a feasible plan: one that is no worse.
[[nodiscard]] Improved improved_by_neighbourhoods(const plan::PlanningProblem& problem,
                                                  const plan::CollaborationPlan& start, LinkCosts& costs,
                                                  Effort& effort, std::int64_t node_budget,
                                                  int most_freed = kMostFreedApps);

}  // namespace synergy::planner
