#pragma once

#include "engine/search.hpp"

namespace synergy::planner {

/// Accepts plans of app `a` with which the apps so far (`load`) keep their latency limits. Empty if there are
/// none. `load` and `costs` must outlive it.
[[nodiscard]] Accept keeps_limits(const plan::PlanningProblem& problem, AppId a, const BodyLoad& load,
                                  LinkCosts& costs);

/// Accepts plans of app `a` that make `rest`, which has one for every other app, a feasible plan. Empty if
/// there are no limits.
[[nodiscard]] Accept completes(const plan::PlanningProblem& problem, AppId a,
                               const plan::CollaborationPlan& rest);

}  // namespace synergy::planner
