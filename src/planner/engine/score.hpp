#pragma once

#include "engine/load.hpp"

namespace synergy::planner {

/// What a whole plan comes to at the load its scenario offers. Pre: its links have enough slots.
[[nodiscard]] Score score_of(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan,
                             LinkCosts& costs);

}  // namespace synergy::planner
