#pragma once

#include "engine/node_budget.hpp"
#include "engine/tie_break.hpp"

namespace synergy::planner {

/// The rule that synergy and joint_model share, and that refine and optimal start from (README.md has it as
/// pseudo-code): apps by data intensity; each takes the execution plan that is best for the whole set so far
/// by the scenario's objective (throughput if `model_only`).
///
/// Latency limits hold for the set at every step, battery life floors are looked at with the last app. Being
/// greedy, it may miss plans that keep them: then it tries the plan with the least latency or energy, and is
/// infeasible with what that one breaks.
[[nodiscard]] Planned plan_jointly(const plan::PlanningProblem& problem, bool model_only,
                                   std::int64_t node_budget = kNodesOfOneApp,
                                   TieBreak ties = TieBreak::listing);

}  // namespace synergy::planner
