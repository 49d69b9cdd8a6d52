#pragma once

#include <optional>
#include <string>
#include <vector>

namespace synergy::calibrate {

/// Solves min |A x - b| with x >= 0 (Lawson and Hanson, "Solving Least Squares Problems", 1974, chapter 23).
/// `rows` are those of A, all of one length; a column of zeros gets 0. Ends after a bounded number of steps.
[[nodiscard]] std::vector<double> non_negative_least_squares(const std::vector<std::vector<double>>& rows,
                                                             const std::vector<double>& b);

/// One measurement that a law is fitted to.
struct LawPoint {
  /// What it belongs to; leaving one group out leaves out all of its points.
  std::string group;
  /// What the law multiplies: 1 for an offset, MACs, bytes. At least 0.
  std::vector<double> features;
  /// More than 0.
  double measured = 0;
};

/// y = sum of coefficient x feature, no coefficient below 0.
struct Law {
  std::vector<double> coefficients;
  /// The interval of each coefficient, from fits that leave out one group at a time. low <= value <= high.
  std::vector<double> low, high;
  /// Whether points that fit badly count less (Huber): with 3 points or more, and more points than
  /// coefficients.
  bool robust = false;
};

/// Fits by the relative error, so that short and long networks count alike. With Huber weights (1.345
/// standard deviations) where they make sense. Pre: at least one point; measured > 0.
[[nodiscard]] Law fit_law(const std::vector<LawPoint>& points);

/// The sum of coefficient x feature. Pre: as many features as the law has coefficients.
[[nodiscard]] double predict(const Law& law, const std::vector<double>& features);

/// What the law says of each point when fitted without the point's group; nothing where no other group is.
/// In the order of the points: how a law does on networks that it never saw.
[[nodiscard]] std::vector<std::optional<double>> leave_one_out(const std::vector<LawPoint>& points);

}  // namespace synergy::calibrate
