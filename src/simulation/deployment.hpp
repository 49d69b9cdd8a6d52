#pragma once

#include <vector>

#include "inference.hpp"

namespace synergy::simulation {

/// The first phase of a stage.
[[nodiscard]] PhaseResult::Kind first_phase(plan::Stage::Kind kind);

/// A compiled plan laid out for the run: what every app's inferences go through, step by step, each step with
/// the accounts it is booked to. What is not the plan's (units, inferences in flight, accounts so far) is
/// elsewhere, so that another plan can take its place.
class Deployment {
 public:
  /// Adds a PhaseResult for every phase of every stage to `result`, whose devices are there already. Both
  /// must outlive the deployment, and `result` keeps its places.
  Deployment(const plan::CompiledPlan& compiled, RunResult& result);

  [[nodiscard]] const plan::CompiledPlan& compiled() const { return compiled_; }
  [[nodiscard]] const Step* first_step(AppId a) const { return &steps_[first_step_[a]]; }

  /// What was counted, by stage.
  [[nodiscard]] std::vector<StageCounts>& counts() { return counts_; }
  [[nodiscard]] std::vector<SentCounts>& sent() { return sent_; }
  [[nodiscard]] const std::vector<SentCounts>& sent() const { return sent_; }
  /// At the end: adds to the result what the counts come to (totals.cpp).
  void close() const;

 private:
  const plan::CompiledPlan& compiled_;
  RunResult& result_;
  std::vector<Step> steps_;  // of all apps, one after the other
  std::vector<StageCounts> counts_;
  std::vector<SentCounts> sent_;  // of transfers
  IdVector<AppId, std::size_t> first_step_;
};

}  // namespace synergy::simulation
