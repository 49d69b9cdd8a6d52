#pragma once

#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"

#include <compare>
#include <cstdint>
#include <vector>

namespace synergy::plan {

/// A stage of an app in the cyclic order of its unit: in round n the unit serves it for the app's inference
/// n - behind. Pipelined apps have later stages behind earlier ones.
///
/// Only the order counts, not the times: two schedules with the same order have the same round in the long
/// run.
struct CyclicTask {
  AppId app;
  int stage = 0;  ///< index into CompiledApp::stages
  /// How many rounds later than its inference's admission the stage is served.
  int behind = 0;
  auto operator<=>(const CyclicTask&) const = default;
};
/// Per unit, what it serves in a round and in which order, round after round.
///
/// Indexed by UnitId; units that serve nothing have an empty list.
using CyclicOrder = std::vector<std::vector<CyclicTask>>;

/// The largest cycle ratio of an event graph: `rounds` rounds take `time`, exactly.
struct CycleRatio {
  /// Of the critical cycle, in whole nanoseconds.
  Duration time;
  std::int64_t rounds = 1;
  /// Seconds of one round: apps / round_s() is the throughput.
  [[nodiscard]] double round_s() const { return time.s() / static_cast<double>(rounds); }
};

/// How long a round takes in the steady state if every unit keeps to a cyclic order, under a policy that
/// overlaps apps with at most `windows[a]` inferences of app a in flight.
///
/// Events are admissions of inferences and starts of stages. One waits for another of as many rounds before
/// as its arrow has tokens: a stage for the one before it to end (0), the unit for its turn (0, from round to
/// round 1, shifted by CyclicTask::behind), an inference for the one `windows[a]` before it to end, and, as
/// in regime `rounds`, for the last one of every other app to be admitted (1). The round is the largest ratio
/// of time to tokens over all cycles (Howard's algorithm, Boost.Graph).
///
/// Assumed: every transfer takes its mean latency, mean wait for a connection event included, and takes up
/// its link for its share of the capacity; an accelerator with several segments pays a switch for each; a
/// fresh sample waits its mean time; new samples come every period, whatever the phase; a CPU never keeps its
/// accelerator waiting. Without these nothing is assumed but the order. Never below
/// Estimate::parallel_round, since the order of the bottleneck is one of the cycles.
/// Pre: the order has every stage once, on its unit, and can be kept (as an order that was observed can).
///
/// Column predicted_cyclic_throughput_inf_per_s is made from it. An order with a cycle without tokens, which
/// would wait for itself, breaks an invariant (base/ensure.hpp).
[[nodiscard]] CycleRatio maximum_cycle_ratio(const CompiledPlan& compiled, const CyclicOrder& order,
                                             const std::vector<int>& windows);

/// An order that can be kept: stages are placed app by app on their units, each as early as there is room in
/// a round (modulo scheduling); the round is made longer until all fit and all windows are kept. Another
/// order, such as first come first served, may give shorter or longer rounds.
///
/// Deterministic. Attempts begin at the shortest round that bottleneck and windows allow, and each is 1/64
/// longer.
[[nodiscard]] CyclicOrder cyclic_order(const CompiledPlan& compiled, const Estimate& estimate,
                                       const std::vector<int>& windows);

}  // namespace synergy::plan
