#pragma once

#include "synergy/plan/estimate.hpp"

#include <string>

namespace synergy::results {

/// For people: per app the phases with time and energy, per unit the load in a round, the bottleneck, the
/// memory left on each accelerator, and what the plan is expected to do under a policy.
[[nodiscard]] std::string explain(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                                  scenario::Policy policy);

/// Every reason, one per line.
[[nodiscard]] std::string explain_infeasible(const plan::Infeasible& infeasible,
                                             const scenario::Scenario& scenario);

}  // namespace synergy::results
