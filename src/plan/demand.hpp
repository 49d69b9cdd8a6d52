#pragma once

#include "synergy/plan/compiled.hpp"

#include <cstdint>

#include "stage_times.hpp"
#include <Eigen/Core>

namespace synergy::plan {

/// Nanoseconds that each unit (row) is busy for one inference of each app (column).
using DemandMatrix = Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>;

[[nodiscard]] DemandMatrix demand(const CompiledPlan& compiled, Switches switches);

}  // namespace synergy::plan
