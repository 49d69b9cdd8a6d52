#pragma once

#include "synergy/results/sensitivity.hpp"

#include <algorithm>

namespace synergy::results {

/// One value at base, low and high of a number.
struct Swing {
  std::optional<double> base, low, high;
};

/// Pre: `planner` and `metric` are places in the outcomes of the base, which those at all other points share.
inline Swing metric_swing(const Sensitivity& analysis, const MovedNumber& moved, std::size_t planner,
                          std::size_t metric) {
  const auto at = [&](const PlannersAtPoint& point) { return point.outcomes[planner].metrics[metric]; };
  return {at(analysis.base), at(moved.low), at(moved.high)};
}

/// One claim at base, low and high of a number.
using ClaimSwing = std::array<Claim, 3>;
[[nodiscard]] inline std::vector<ClaimSwing> claim_swings(const Sensitivity& analysis,
                                                          const MovedNumber& moved) {
  const std::vector<Claim> base = claims(analysis.base.comparisons);
  const std::vector<Claim> low = claims(moved.low.comparisons), high = claims(moved.high.comparisons);
  std::vector<ClaimSwing> swings;
  for (std::size_t c = 0; c < base.size(); ++c) swings.push_back({base[c], low[c], high[c]});
  return swings;
}

/// A change as the ratio that it is, synergy / baseline, so that those of all claims compare.
inline Swing ratio_swing(const ClaimSwing& claim, Summary summary) {
  const auto ratio_of = [&](const Claim& at) {
    std::optional<double> value = summary(at);
    if (value && at.is_change) *value += 1;
    return value;
  };
  return {ratio_of(claim[0]), ratio_of(claim[1]), ratio_of(claim[2])};
}

/// None where the planner has no plan on either side, and of a base of 0, to which nothing is relative.
inline std::optional<double> change(std::optional<double> from, std::optional<double> to) {
  if (!from || !to || *from == 0) return {};
  return *to / *from - 1;
}

/// Largest less smallest of the three, relative to base. The base is one of the three: a number that only
/// ever lowers a metric spans from its lowest value to the base.
inline std::optional<double> span(const Swing& s) {
  const std::optional<double> low = change(s.base, s.low), high = change(s.base, s.high);
  if (!low || !high) return {};
  return std::max({*low, *high, 0.0}) - std::min({*low, *high, 0.0});
}

/// None is less than any value.
inline std::optional<double> largest(std::optional<double> a, std::optional<double> b) {
  return !a || (b && *b > *a) ? b : a;
}

}  // namespace synergy::results
