#pragma once

#include "exact/optimum.hpp"

namespace synergy::planner {

/// Inferences per second that no plan exceeds in the long run, under any policy, however its inferences are
/// served in batches.
///
/// Where all apps keep step (regime rounds, no losses) their number over the least round of any plan
/// (least_round). Otherwise each app for itself: what its fastest plan allows on a body that it has to
/// itself, and with periodic loads no more than its rate. `found`: a feasible plan.
[[nodiscard]] double largest_throughput(const plan::PlanningProblem& problem, const std::vector<AppId>& order,
                                        const plan::CollaborationPlan& found, const Budget& budget,
                                        Effort& effort);

}  // namespace synergy::planner
