#pragma once

#include <vector>

#include "inference.hpp"

namespace synergy::simulation {

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

 private:
  const plan::CompiledPlan& compiled_;
  std::vector<Step> steps_;  // of all apps, one after the other
  IdVector<AppId, std::size_t> first_step_;
};

}  // namespace synergy::simulation
