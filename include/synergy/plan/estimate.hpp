#pragma once

#include "synergy/plan/compiled.hpp"

#include <optional>
#include <string>
#include <vector>

namespace synergy::plan {

/// What a plan makes of the rates its apps are asked for (regimes periodic and poisson).
///
/// About what is asked for, while Estimate::app_inf_per_s is what is served of it.
struct RateEstimate {
  /// Per unit: the time it would be busy in a second in which every app gets its rate; above 1 it cannot keep
  /// up.
  std::vector<double> offered_ratio;
  Power offered_dynamic_power;  ///< above all idle states, if every app got its rate
  /// The unit with the largest ratio, if that is above 1 (first of equals).
  std::optional<UnitId> unsustained_unit;
  /// All units have the time, but the policy leaves too little in flight: sequential, for example, works on
  /// one inference at a time.
  bool policy_too_slow = false;
  [[nodiscard]] bool sustained() const { return !unsustained_unit && !policy_too_slow; }
};

/// What a plan is expected to do, without simulating it.
///
/// Made of means: no queue, no phase of a sensor, no lost packet is drawn. A run's tables carry it as
/// predicted_* beside the simulated truth, and tests hold the two together for every planner and policy.
struct Estimate {
  /// Per app, from the start of sensing to the end of interacting, alone on the body. Of `fresh` with the
  /// mean wait for its sample.
  std::vector<Duration> latency;
  std::vector<std::vector<Duration>> demand;  ///< per unit and app, in one round (every app once)
  /// Per unit, in one round: the sum over the apps; of a sensor at least the time until there are new samples
  /// for all of them (SensorRound).
  std::vector<Duration> busy;
  /// Per unit, in one round under the policy asked for: as `busy`, but inter_run switches once a turn.
  std::vector<Duration> busy_under_policy;
  /// The unit with the largest busy time (first of equals); at rates the one that is busy for the largest
  /// share.
  UnitId bottleneck = UnitId::none();
  Duration sequential_round;  ///< sum of the latencies
  Duration parallel_round;    ///< the bottleneck's busy time
  /// Every app once, under the policy asked for. Never below parallel_round, except that inter_run saves
  /// switches.
  Duration round;
  std::vector<double> app_inf_per_s;  ///< per app: 1 / round; at rates what the plan serves of them
  double throughput_inf_per_s = 0;    ///< the sum
  std::vector<Energy> dynamic;        ///< per app, of one inference, above all idle states
  /// Of one inference of every app, with a switch before every visit where an accelerator holds several
  /// segments.
  Energy dynamic_per_round;
  /// Of the whole body: idle states of all parts, sensors in use, links that are kept up.
  Power static_power;
  /// Static + dynamic at that throughput; under inter_run in closed loops with one switch per turn.
  Power mean_power;
  std::optional<RateEstimate> rates;  ///< in the open-loop regimes
};

/// Pre: `compiled` belongs to `problem`. A compute stage pays a switch iff its accelerator holds several
/// segments (in a round each is preceded by another one).
///
/// At rates every app gets its own, or, where units (or the policy) do not have the time, apps share what
/// there is so that no app gets less unless it asks for less (max-min fair). Queues of arrivals that
/// overflow by chance although there is time enough are left out.
[[nodiscard]] Estimate estimate(const PlanningProblem& problem, const CompiledPlan& compiled,
                                scenario::Policy policy);

/// Which unit cannot sustain the rates, with the numbers, and what is served instead; empty if they are
/// sustained or the regime has none.
/// One sentence, for people.
[[nodiscard]] std::string unsustained_text(const scenario::Scenario& scenario, const CompiledPlan& compiled,
                                           const Estimate& estimate);

/// Latency of one app without contention; transfers count the mean wait for their connection event.
///
/// Beside other segments on an accelerator a switch is part of it. Latency limits and objective `latency` are
/// about this.
[[nodiscard]] Duration uncontended_latency(const CompiledPlan& compiled, AppId app);

/// Idle power of a device under a plan: the sensors that its apps read are in use (costs.hpp).
[[nodiscard]] IdlePower idle_power(const scenario::Scenario& scenario, DeviceId device,
                                   const CompiledPlan& compiled);

/// How many inferences of each app may be in flight under a policy (adaptive: Little's law on the plan).
///
/// At least 1 each. sequential and inter_app: 1. inter_run: enough to keep the app's own busiest unit
/// working. adaptive: as many as fit between a start and its end if an inference waits at each unit for one
/// of every other app; at rates also what the app's own rate asks for. At most 4096. `estimate` is that of
/// this plan and policy.
[[nodiscard]] std::vector<int> windows(const PlanningProblem& problem, const CompiledPlan& compiled,
                                       const Estimate& estimate, scenario::Policy policy);

}  // namespace synergy::plan
