#pragma once

#include "synergy/plan/estimate.hpp"

#include <string>

namespace synergy::results {

/// For people, what `synergy-sim explain` prints: per app the phases with time and energy, per unit the load
/// in a round, the bottleneck, the memory left on each accelerator, and what the plan is expected to do under
/// a policy. All of it is estimated; nothing is simulated. The wording is no interface: programs read the
/// tables.
[[nodiscard]] std::string explain(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                                  scenario::Policy policy);

/// Every reason, one per line.
[[nodiscard]] std::string explain_infeasible(const plan::Infeasible& infeasible,
                                             const scenario::Scenario& scenario);

}  // namespace synergy::results
