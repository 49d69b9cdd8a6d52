#include "largest_sum.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace synergy::plan {
namespace {

/// Below this a coefficient is rounding: entries are scaled to at least 1 in every column's largest.
constexpr double kZero = 1e-12;

/// Rows of A with slack columns and the right-hand side; last the objective, its value in the last column.
///
/// The slack columns are a feasible basis from the start (x = 0), so no first phase is needed.
class Tableau {
 public:
  explicit Tableau(const std::vector<std::vector<double>>& rows) : limits_(rows.size()) {
    const std::size_t variables = rows.front().size();
    columns_ = variables + limits_;
    for (std::size_t r = 0; r < limits_; ++r) {
      std::vector<double>& row = rows_.emplace_back(columns_ + 1);
      for (std::size_t c = 0; c < variables; ++c) row[c] = rows[r][c];
      row[variables + r] = 1;
      row[columns_] = 1;
      basis_.push_back(variables + r);
    }
    std::vector<double>& objective = rows_.emplace_back(columns_ + 1);
    for (std::size_t c = 0; c < variables; ++c) objective[c] = -1;
  }

  [[nodiscard]] double solve() {
    while (true) {
      // Always the first column that helps, and of equal rows the one with the first variable (Bland's rule):
      // slower than the steepest choice, but it cannot go round in circles.
      std::size_t entering = 0;
      while (entering < columns_ && rows_[limits_][entering] > -kZero) ++entering;
      if (entering == columns_) return rows_[limits_][columns_];
      std::size_t leaving = limits_;
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t r = 0; r < limits_; ++r) {
        if (rows_[r][entering] <= kZero) continue;
        const double step = rows_[r][columns_] / rows_[r][entering];
        if (step > least || (step == least && basis_[r] > basis_[leaving])) continue;
        least = step;
        leaving = r;
      }
      if (leaving == limits_) return std::numeric_limits<double>::infinity();
      pivot(leaving, entering);
    }
  }

 private:
  void pivot(std::size_t leaving, std::size_t entering) {
    // A dense table: there are a few dozen units and apps.
    const double by = rows_[leaving][entering];
    for (double& value : rows_[leaving]) value /= by;
    for (std::size_t r = 0; r <= limits_; ++r) {
      const double times = rows_[r][entering];
      if (r == leaving || times == 0) continue;
      for (std::size_t c = 0; c <= columns_; ++c) rows_[r][c] -= times * rows_[leaving][c];
    }
    basis_[leaving] = entering;
  }

  std::size_t limits_;
  std::size_t columns_ = 0;
  std::vector<std::vector<double>> rows_;
  std::vector<std::size_t> basis_;
};

}  // namespace

double largest_sum(const std::vector<std::vector<double>>& rows) {
  // In units in which the numbers are near 1.
  std::vector<double> most(rows.front().size());  // the largest entry of each column
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) most[c] = std::max(most[c], row[c]);
  }
  double least = std::numeric_limits<double>::infinity();
  for (const double entry : most) least = std::min(least, entry);
  if (least <= 0) return std::numeric_limits<double>::infinity();
  std::vector<std::vector<double>> scaled = rows;
  for (auto& row : scaled) {
    for (double& entry : row) entry /= least;
  }
  return Tableau(scaled).solve() / least;
}

}  // namespace synergy::plan
