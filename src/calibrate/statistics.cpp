#include "synergy/calibrate/statistics.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/base/random.hpp"

#include <algorithm>
#include <cmath>

namespace synergy::calibrate {
namespace {

/// Up to here a draw takes as many numbers as there are values.
constexpr std::size_t kDrawnOneByOne = 2000;

double median_in_place(std::vector<double>& values) {
  const std::size_t half = values.size() / 2;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

}  // namespace

double median(std::vector<double> values) {
  ensure(!values.empty(), "a median needs a value");
  return median_in_place(values);
}

double median_absolute_deviation(const std::vector<double>& values) {
  const double middle = median(values);
  std::vector<double> deviations;
  deviations.reserve(values.size());
  for (const double value : values) deviations.push_back(std::abs(value - middle));
  return median_in_place(deviations);
}

std::vector<bool> outliers(const std::vector<double>& values, double floor) {
  std::vector<bool> out(values.size(), false);
  if (values.size() < 4) return out;
  const double middle = median(values);
  const double limit = kOutlierDeviations * std::max(median_absolute_deviation(values), floor);
  for (std::size_t i = 0; i < values.size(); ++i) out[i] = std::abs(values[i] - middle) > limit;
  return out;
}

Estimate bootstrap_median(const std::vector<double>& values, std::uint64_t seed, std::string_view stream) {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const double value = median(values);
  if (sorted.size() < 3) return {value, sorted.front(), sorted.back()};
  RandomStream random(stream_seed(seed, 0, stream));
  const std::size_t n = sorted.size();
  const auto last = static_cast<std::int64_t>(n) - 1;
  std::vector<double> medians;
  medians.reserve(kBootstrapDraws);
  std::vector<std::int64_t> ranks(n <= kDrawnOneByOne ? n : 0);
  for (int draw = 0; draw < kBootstrapDraws; ++draw) {
    if (n > kDrawnOneByOne) {
      // The rank of the median of n draws out of n is normal in the limit, with a deviation of sqrt(n) / 2.
      const auto count = static_cast<double>(n);
      const double rank = random.normal(0.5 * (count - 1), 0.5 * std::sqrt(count));
      medians.push_back(sorted[static_cast<std::size_t>(std::clamp(rank + 0.5, 0.0, count - 1))]);
      continue;
    }
    for (std::int64_t& rank : ranks) rank = random.integer(0, last);
    // Of ranks and not of values: whole numbers are compared faster, and the order is the same.
    const auto middle = ranks.begin() + static_cast<std::ptrdiff_t>(n / 2);
    std::nth_element(ranks.begin(), middle, ranks.end());
    double drawn = sorted[static_cast<std::size_t>(*middle)];
    if (n % 2 == 0)
      drawn = 0.5 * (drawn + sorted[static_cast<std::size_t>(*std::max_element(ranks.begin(), middle))]);
    medians.push_back(drawn);
  }
  std::sort(medians.begin(), medians.end());
  const auto skipped = static_cast<std::size_t>((1 - kBootstrapCoverage) / 2 * kBootstrapDraws);
  return {value, std::min(value, medians[skipped]), std::max(value, medians[kBootstrapDraws - 1 - skipped])};
}

Estimate widened(Estimate estimate, double ratio) {
  return {estimate.value, estimate.low * (1 - ratio), estimate.high * (1 + ratio)};
}

Errors errors_of(const std::vector<double>& predicted, const std::vector<double>& measured) {
  ensure(predicted.size() == measured.size(), "one prediction for each measurement");
  Errors errors;
  errors.points = static_cast<int>(measured.size());
  if (measured.empty()) return errors;
  const auto count = static_cast<double>(measured.size());
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const double error = std::abs(predicted[i] / measured[i] - 1);
    errors.mape += error / count;
    errors.rmspe += error * error / count;
    errors.within_5 += (error <= 0.05 ? 1 : 0) / count;
    errors.within_10 += (error <= 0.10 ? 1 : 0) / count;
  }
  errors.rmspe = std::sqrt(errors.rmspe);
  return errors;
}

}  // namespace synergy::calibrate
