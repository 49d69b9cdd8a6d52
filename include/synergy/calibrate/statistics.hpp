#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace synergy::calibrate {

/// A measured number with the interval that its windows leave it. low <= value <= high.
struct Estimate {
  /// In the SI unit of what it estimates: s, J, W, or s per MAC of a coefficient.
  double value = 0;
  /// Equal to `value`, as `high` then is, where nothing tells an interval: a number out of a document.
  double low = 0;
  double high = 0;
};

/// The middle value, or the mean of the two in the middle. Pre: not empty; changes nothing.
/// Throws BrokenInvariant without a value. Linear in the number of values.
[[nodiscard]] double median(std::vector<double> values);
/// Median of |x - median|.
/// As it is, not scaled to a standard deviation. In the unit of the values. Pre: not empty.
[[nodiscard]] double median_absolute_deviation(const std::vector<double>& values);

/// Windows that are more than this many median absolute deviations from the median are left out.
inline constexpr double kOutlierDeviations = 5;

/// Which values are left out as outliers. `floor`: a deviation that the instrument cannot resolve is none, so
/// at least this much counts as one median absolute deviation. Of fewer than 4 values none is left out.
/// `floor` is in the unit of the values. One answer for each value, in their order; a value may be off to
/// either side.
[[nodiscard]] std::vector<bool> outliers(const std::vector<double>& values, double floor);

/// Draws of a bootstrap, and which part of them lies between low and high: nearly all, because low and high
/// of a profile's number bound it.
inline constexpr int kBootstrapDraws = 2000;
/// What lies outside is cut off in equal parts below and above.
inline constexpr double kBootstrapCoverage = 0.998;

/// The median with low and high from a bootstrap over the values (windows are drawn with replacement). With
/// fewer than 3 values, low and high are the smallest and the largest. Seeded: the same seed and `stream`
/// give the same interval on every platform. Above 2,000 values the rank of a draw's median is drawn from its
/// normal limit, which costs the same for any number of windows. Pre: not empty.
/// `stream` names what is drawn for, so that no two intervals of a calibration share their random numbers.
/// low <= value <= high holds also where all draws lie on one side of the value.
[[nodiscard]] Estimate bootstrap_median(const std::vector<double>& values, std::uint64_t seed,
                                        std::string_view stream);

/// The same number with a relative error more: for the gain error of an instrument.
/// `low` falls and `high` rises by this share of itself; the value stays. Pre: 0 <= ratio < 1.
[[nodiscard]] Estimate widened(Estimate estimate, double ratio);

/// How far predictions are from measurements, over networks that were left out of what predicts them.
struct Errors {
  /// Mean of |predicted / measured - 1|, and root of the mean of its square.
  /// Both are ratios: 0.05 is 5 %.
  double mape = 0;
  double rmspe = 0;
  /// Share of the points within 5 % and 10 %.
  /// Ratios, 0 to 1; a point exactly at the limit is within it.
  double within_5 = 0;
  double within_10 = 0;
  /// How many were predicted. 0: the numbers above are 0 and mean nothing.
  int points = 0;
};
/// Pre: as many predictions as measurements, which are not 0.
/// Pairs go by place. Throws BrokenInvariant where the two lists differ in length; two empty ones give no
/// points.
[[nodiscard]] Errors errors_of(const std::vector<double>& predicted, const std::vector<double>& measured);

}  // namespace synergy::calibrate
