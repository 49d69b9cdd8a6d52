#pragma once

#include "synergy/plan/evaluator.hpp"

namespace synergy::simulation {

/// Simulates a plan's first replication until it repeats, and says what one period comes to, exactly: for at
/// most some rounds, in proportion to the estimated round and the longest latency. If it has not repeated by
/// then, the answer is what happened in two thirds of them.
///
/// Where the rates are random or links lose packets, that is a sample and no more. The scenario's own
/// measurement plays no part. Stateless: safe to share.
class SimulatedEvaluator final : public plan::Evaluator {
 public:
  [[nodiscard]] plan::Evaluation evaluate(const plan::PlanningProblem& problem,
                                          const plan::CompiledPlan& compiled,
                                          scenario::Policy policy) const override;
};

}  // namespace synergy::simulation
