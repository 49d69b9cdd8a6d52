#pragma once

#include "synergy/plan/compiled.hpp"

#include <vector>

namespace synergy::plan {

/// What a plan is expected to do, without simulating it.
struct Estimate {
  std::vector<Duration> latency;              ///< per app, end to end, without contention
  std::vector<std::vector<Duration>> demand;  ///< per unit and app, in one round (every app once)
  /// Per unit, in one round: the sum over the apps; of a sensor at least the time until there are new samples
  /// for all of them (SensorRound).
  std::vector<Duration> busy;
  UnitIndex bottleneck = -1;                  ///< the unit with the largest busy time (first of equals)
  Duration sequential_round;                  ///< sum of the latencies
  Duration parallel_round;                    ///< the bottleneck's busy time
  Duration round;                             ///< under the policy asked for
  double throughput_inf_per_s = 0;            ///< apps / round
  Energy dynamic_per_round;                   ///< above all idle states
  Power static_power;                         ///< idle states of all parts, idle links
  Power mean_power;                           ///< static + dynamic at that throughput
};

/// Pre: `compiled` belongs to `problem`. A compute stage pays a switch iff its accelerator holds several
/// segments (in a round each is preceded by another one).
[[nodiscard]] Estimate estimate(const PlanningProblem& problem, const CompiledPlan& compiled,
                                scenario::Policy policy);

/// Latency of one app without contention; transfers count the mean wait for their connection event.
[[nodiscard]] Duration uncontended_latency(const CompiledPlan& compiled, AppIndex app);

/// Power of the idle states of a device's own parts, links excluded. The sensors in use stream all the time,
/// unused ones are off; everything else idles whether used or not.
struct IdlePower {
  Power cpu, accelerator, sensors, actuators, radio;
  [[nodiscard]] Power total() const { return cpu + accelerator + sensors + actuators + radio; }
};
[[nodiscard]] IdlePower idle_power(const scenario::Scenario& scenario, DeviceIndex device,
                                   const CompiledPlan& compiled);

/// How many inferences of each app may be in flight under a policy (adaptive: Little's law on the plan).
[[nodiscard]] std::vector<int> windows(const PlanningProblem& problem, const CompiledPlan& compiled,
                                       const Estimate& estimate, scenario::Policy policy);

}  // namespace synergy::plan
