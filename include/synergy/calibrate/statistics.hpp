#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace synergy::calibrate {

/// A measured number with the interval that its windows leave it. low <= value <= high.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// The middle value, or the mean of the two in the middle. Pre: not empty; changes nothing.
[[nodiscard]] double median(std::vector<double> values);
/// Median of |x - median|.
[[nodiscard]] double median_absolute_deviation(const std::vector<double>& values);

/// Windows that are more than this many median absolute deviations from the median are left out.
inline constexpr double kOutlierDeviations = 5;

/// Which values are left out as outliers. `floor`: a deviation that the instrument cannot resolve is none, so
/// at least this much counts as one median absolute deviation. Of fewer than 4 values none is left out.
[[nodiscard]] std::vector<bool> outliers(const std::vector<double>& values, double floor);

/// Draws of a bootstrap, and which part of them lies between low and high: nearly all, because low and high
/// of a profile's number bound it.
inline constexpr int kBootstrapDraws = 2000;
inline constexpr double kBootstrapCoverage = 0.998;

/// The median with low and high from a bootstrap over the values (windows are drawn with replacement). With
/// fewer than 3 values, low and high are the smallest and the largest. Seeded: the same seed and `stream`
/// give the same interval on every platform. Above 2,000 values the rank of a draw's median is drawn from its
/// normal limit, which costs the same for any number of windows. Pre: not empty.
[[nodiscard]] Estimate bootstrap_median(const std::vector<double>& values, std::uint64_t seed,
                                        std::string_view stream);

/// The same number with a relative error more: for the gain error of an instrument.
[[nodiscard]] Estimate widened(Estimate estimate, double ratio);

/// How far predictions are from measurements, over networks that were left out of what predicts them.
struct Errors {
  /// Mean of |predicted / measured - 1|, and root of the mean of its square.
  double mape = 0;
  double rmspe = 0;
  /// Share of the points within 5 % and 10 %.
  double within_5 = 0;
  double within_10 = 0;
  int points = 0;
};
/// Pre: as many predictions as measurements, which are not 0.
[[nodiscard]] Errors errors_of(const std::vector<double>& predicted, const std::vector<double>& measured);

}  // namespace synergy::calibrate
