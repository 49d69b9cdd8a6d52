#pragma once

#include "synergy/plan/compiled.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace synergy::plan {

/// What becomes of a plan once its inferences wait for each other: what plan::estimate leaves out.
struct Evaluation {
  /// Completed by all apps together, in the long run.
  double throughput_inf_per_s = 0;
  /// Per app: mean time from the start of sensing to the end of interacting, waiting included; nothing of an
  /// app of which no inference completed.
  std::vector<std::optional<Duration>> latency;
  /// Of the whole body, idle states included.
  Power mean_power;
  /// The plan's long-run behaviour itself, to the nanosecond: it was seen to repeat. Else what happened in a
  /// span of simulated time whose length is the evaluator's choice.
  bool exact = false;
  /// Events that had to be executed for it: what it cost, the same on every machine.
  std::uint64_t events = 0;

  /// Sum of the latencies of all apps, as objective `latency` compares it; nothing if one of them has none.
  [[nodiscard]] std::optional<Duration> latency_sum() const;
};

/// Answers planners what a plan really does. Its answers come from a simulation of the problem that the
/// planner sees, so that a planner with wrong beliefs is answered by them. The interface is here so that
/// planners need not know who simulates; simulation::SimulatedEvaluator is the one that is used.
///
/// An answer depends on the arguments alone and calls may come from several threads at once. It takes ten to
/// some hundred microseconds (bench/README.md, "What repeats"): far more than plan::estimate.
class Evaluator {
 public:
  virtual ~Evaluator() = default;
  /// Pre: `compiled` was made from `problem`. Under the policy's own windows (plan::windows).
  [[nodiscard]] virtual Evaluation evaluate(const PlanningProblem& problem, const CompiledPlan& compiled,
                                            scenario::Policy policy) const = 0;
};

}  // namespace synergy::plan
