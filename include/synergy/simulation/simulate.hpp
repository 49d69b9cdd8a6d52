#pragma once

#include "synergy/plan/compiled.hpp"
#include "synergy/plan/problem.hpp"
#include "synergy/simulation/probe.hpp"
#include "synergy/simulation/result.hpp"

#include <optional>

namespace synergy::simulation {

/// What may be asked of a simulation beside its result.
struct Options {
  /// Is told everything. May be null; used during the call alone.
  Probe* probe = nullptr;
  /// Instead of the scenario's own.
  std::optional<scenario::Measurement> measurement = {};
  /// With Measurement::steady: how much simulated time to look for what repeats in, before the warm-up and
  /// window of the measurement take its place.
  Duration horizon = seconds(3600);
  /// Whether to skip what repeats: the result is the same without, to the bit, and takes longer. Nothing is
  /// skipped under a probe, at random arrivals and with links that lose packets.
  bool skip = true;
};

/// The one way into the simulation: runs a compiled plan on its body for warm-up + window of simulated time,
/// from an idle body on, and reports the window.
///
/// Units are FIFO servers whose service times are known when a stage joins the queue, so a stage costs one
/// event; the cost is in proportion to the stages served. `windows` is the number of inferences each app may
/// have in flight (plan::windows), one per app of the scenario, each at least 1; throws BrokenInvariant for
/// another number of them. `replication` (from 0) chooses the random streams and nothing else.
/// Deterministic: the result depends on the arguments alone, not on whether a probe looks on. Safe to call
/// from several threads at once, each with a probe of its own. Pre: `compiled` was made from `problem`.
[[nodiscard]] RunResult simulate(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                                 scenario::Policy policy, const std::vector<int>& windows, int replication,
                                 const Options& options = {});

}  // namespace synergy::simulation
