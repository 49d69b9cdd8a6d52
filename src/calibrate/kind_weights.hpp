#pragma once

#include <array>

#include "work.hpp"

namespace synergy::calibrate {

/// Time of a MAC on a CPU by kind of operator (measured::Kind), over that of a convolution: conv, pointwise,
/// depthwise, transposed, linear. For one rate that stands for all kinds, where too few networks were
/// measured for a rate of each.
///
/// Source: fitted by us to the published times of 54 microcontroller systems of MLPerf Tiny, four networks
/// each (device_profiles/published/mlperf_tiny_results.csv), where they leave 15 % of mean error, and equal
/// weights 24 %. No system of theirs has a transposed convolution: it counts as a convolution.
inline constexpr std::array<double, kMultiplying> kKindWeights{1, 1.45, 1.27, 1, 1.45};

}  // namespace synergy::calibrate
