#pragma once

#include "synergy/plan/estimate.hpp"

#include <vector>

namespace synergy::plan {

/// What a plan must keep beside fitting its body: the latency limits of apps (AppConstraints::latency_limit)
/// and the battery life floors of devices (Device::battery_life_floor). Both are judged by the estimate, so
/// that a planner and the run of its plan judge alike.

/// Whether any app has a latency limit, any device a battery life floor; whether there is anything to keep.
[[nodiscard]] bool has_latency_limit(const scenario::Scenario& scenario);
[[nodiscard]] bool has_battery_life_floor(const scenario::Scenario& scenario);
[[nodiscard]] inline bool has_limits(const scenario::Scenario& scenario) {
  return has_latency_limit(scenario) || has_battery_life_floor(scenario);
}
/// The scenario with none of them.
///
/// For asking what the limits cost, or what would be best without them.
[[nodiscard]] scenario::Scenario without_limits(scenario::Scenario scenario);

/// Whether an app's latency without contention (uncontended_latency) is one that it may have.
[[nodiscard]] inline bool in_time(const scenario::App& app, Duration latency) {
  return !app.constraints.latency_limit || latency <= *app.constraints.latency_limit;
}

/// Estimated mean power of each device: its idle states, its ends of the links in use, and its share of the
/// work of all apps at the rates of the estimate.
///
/// Their sum is the estimate's mean power. `policy` is the one that was estimated: inter_run in closed loops
/// pays a switch once a turn.
[[nodiscard]] IdVector<DeviceId, Power> device_power(const PlanningProblem& problem,
                                                     const CompiledPlan& compiled, const Estimate& estimate,
                                                     scenario::Policy policy);

/// The latency limits and battery life floors that a plan breaks, with the numbers; empty if it keeps all.
///
/// Power is estimated under the scenario's policy, adaptive where it names none: the fastest, and so the
/// hardest on batteries.
[[nodiscard]] std::vector<Reason> broken_limits(const PlanningProblem& problem, const CompiledPlan& compiled);

/// Whether a whole plan fits the body and keeps every limit: what compile() says, without its reasons.
///
/// As dear as compiling; planners that try many plans keep memories and limits themselves.
[[nodiscard]] bool is_feasible(const PlanningProblem& problem, const CollaborationPlan& plan);

}  // namespace synergy::plan
