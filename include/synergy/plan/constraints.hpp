#pragma once

#include "synergy/plan/estimate.hpp"

#include <vector>

namespace synergy::plan {

/// Estimated mean power of each device: its idle states, its ends of the links in use, and its share of the
/// work of all apps at the rates of the estimate.
[[nodiscard]] std::vector<Power> device_power(const PlanningProblem& problem, const CompiledPlan& compiled,
                                              const Estimate& estimate);

/// The latency limits and battery life floors that a plan breaks, with the numbers; empty if it keeps all.
///
/// Power is estimated under the scenario's policy, adaptive where it names none: the fastest, and so the
/// hardest on batteries.
[[nodiscard]] std::vector<Reason> broken_constraints(const PlanningProblem& problem,
                                                     const CompiledPlan& compiled);

}  // namespace synergy::plan
