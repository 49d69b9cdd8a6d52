#pragma once

#include <vector>

namespace synergy::plan {

/// The largest sum of x >= 0 with A x <= 1, exactly but for rounding (simplex method, Bland's rule). Infinite
/// if nothing limits some x. `rows`: A, no entry below 0.
///
/// Bounds of throughput use it: x are rates of apps, a row the time that one unit has for them. At least one
/// row; all are of the same length.
[[nodiscard]] double largest_sum(const std::vector<std::vector<double>>& rows);

}  // namespace synergy::plan
