#pragma once

#include "synergy/plan/compiled.hpp"

#include <cstdint>

#include "stage_costs.hpp"
#include <Eigen/Core>

namespace synergy::plan {

/// Nanoseconds that each unit (row) works for one inference of each app (column): of a sensor the readout, of
/// a CPU also what it does for its accelerator.
///
/// Whole nanoseconds, so that sums do not depend on the order in which they are made.
using DemandMatrix = Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>;

/// The matrix of a plan, with a switch before every visit or without any.
[[nodiscard]] DemandMatrix demand(const CompiledPlan& compiled, Switches switches);

/// How long each unit is taken by a round in which every app runs once: what it works, and of a sensor at
/// least the time until all its apps have new samples (SensorRound).
[[nodiscard]] std::vector<Duration> busy_in_round(const CompiledPlan& compiled, const DemandMatrix& demands);

/// Per app, the time that its own busiest unit takes for one of its inferences after another: what a period
/// of the app cannot be shorter than.
[[nodiscard]] std::vector<Duration> own_bottlenecks(const CompiledPlan& compiled,
                                                    const DemandMatrix& demands);

}  // namespace synergy::plan
