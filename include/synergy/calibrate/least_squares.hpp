#pragma once

#include <optional>
#include <string>
#include <vector>

namespace synergy::calibrate {

/// Solves min |A x - b| with x >= 0 (Lawson and Hanson, "Solving Least Squares Problems", 1974, chapter 23).
/// `rows` are those of A, all of one length; a column of zeros gets 0. Ends after a bounded number of steps.
/// One x for each column. Columns are scaled to one length before, so that MACs and bytes, which differ by
/// orders of magnitude, are treated alike. Deterministic. Throws BrokenInvariant without a row, or where `b`
/// has another number of them.
[[nodiscard]] std::vector<double> non_negative_least_squares(const std::vector<std::vector<double>>& rows,
                                                             const std::vector<double>& b);

/// One measurement that a law is fitted to.
struct LawPoint {
  /// What it belongs to; leaving one group out leaves out all of its points.
  std::string group;
  /// What the law multiplies: 1 for an offset, MACs, bytes. At least 0.
  /// As many in all points of a fit.
  std::vector<double> features;
  /// More than 0.
  double measured = 0;
};

/// y = sum of coefficient x feature, no coefficient below 0.
struct Law {
  /// In the unit of the measured number over that of the feature, such as s per MAC.
  std::vector<double> coefficients;
  /// The interval of each coefficient, from fits that leave out one group at a time. low <= value <= high.
  /// Both equal the coefficient where all points are of one group.
  std::vector<double> low, high;
  /// Whether points that fit badly count less (Huber): with 3 points or more, and more points than
  /// coefficients.
  bool robust = false;
};

/// Fits by the relative error, so that short and long networks count alike. With Huber weights (1.345
/// standard deviations) where they make sense. Pre: at least one point; measured > 0.
/// Weights are found in at most 50 rounds, until no coefficient moves by more than 1e-9 of itself. Throws
/// BrokenInvariant if a precondition does not hold.
[[nodiscard]] Law fit_law(const std::vector<LawPoint>& points);

/// The sum of coefficient x feature. Pre: as many features as the law has coefficients.
/// In the unit of what was measured. Never negative, as neither coefficients nor features are.
[[nodiscard]] double predict(const Law& law, const std::vector<double>& features);

/// What the law says of each point when fitted without the point's group; nothing where no other group is.
/// In the order of the points: how a law does on networks that it never saw.
/// Each fit is made anew as fit_law() makes it, without its intervals. Pre: as fit_law.
[[nodiscard]] std::vector<std::optional<double>> leave_one_out(const std::vector<LawPoint>& points);

}  // namespace synergy::calibrate
