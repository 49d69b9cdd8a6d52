#pragma once

#include "synergy/planner/planner.hpp"

namespace synergy::planner {

/// Of plans that estimates hardly tell apart, the one that really does best by the scenario's objective,
/// waiting included: what PlanningContext::evaluator says, under the policy that the planner's plans run
/// with. The first of equal ones, and of all where there is no evaluator. Pre: at least one; all are
/// feasible.
[[nodiscard]] plan::CollaborationPlan judged(const PlanningContext& context,
                                             const std::vector<plan::CollaborationPlan>& candidates,
                                             Effort& effort);

}  // namespace synergy::planner
