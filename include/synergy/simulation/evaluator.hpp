#pragma once

#include "synergy/plan/evaluator.hpp"

namespace synergy::simulation {

/// Simulates a plan's first replication for as long as its scenario's apps need for some rounds: warm-up and
/// window are in proportion to the estimated round and the longest latency, and the scenario's own
/// measurement is left alone.
///
/// Where the rates are random or links lose packets, that is a sample and no more. Stateless: safe to share.
class SimulatedEvaluator final : public plan::Evaluator {
 public:
  [[nodiscard]] plan::Evaluation evaluate(const plan::PlanningProblem& problem,
                                          const plan::CompiledPlan& compiled,
                                          scenario::Policy policy) const override;
};

}  // namespace synergy::simulation
