#pragma once

#include "synergy/plan/estimate.hpp"

namespace synergy::plan {

/// What a plan comes to in what its scenario's objective compares first (scenario/objective.hpp), by its
/// estimate. Smaller is better; planner::Bound::least is the same of all plans.
///
/// | objective | every app as often as the plan allows | apps at rates (periodic, poisson) |
/// |---|---|---|
/// | throughput | round time under parallel execution, s | busy time of the busiest unit at the rates, s/s |
/// | latency | sum of the apps' latencies, s | the same |
/// | energy | energy of the whole body in such a round, J | power of the whole body at the rates, W |
/// | weighted | weighted sum of the three, in ms and mJ | the same, in ms/s, ms and mW |
[[nodiscard]] double objective_value(const scenario::Objective& objective, const Estimate& estimate);

}  // namespace synergy::plan
