#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace synergy::results {

/// The share `p` of the values lies below it, between two of them in proportion: p = 0 is the least, 1 the
/// largest, 0.5 the usual median. For the few values of a summary; latencies of a run have
/// simulation::Quantiles. Pre: any values.
[[nodiscard]] inline double quantile_of(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  const double at = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

}  // namespace synergy::results
