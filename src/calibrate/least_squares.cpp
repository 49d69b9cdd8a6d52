#include "synergy/calibrate/least_squares.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/calibrate/statistics.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

namespace synergy::calibrate {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The unconstrained solution over the columns that are free; 0 elsewhere.
VectorXd solve_free(const MatrixXd& a, const VectorXd& b, const std::vector<bool>& free) {
  std::vector<Index> columns;
  for (Index i = 0; i < a.cols(); ++i) {
    if (free[static_cast<std::size_t>(i)]) columns.push_back(i);
  }
  MatrixXd part(a.rows(), static_cast<Index>(columns.size()));
  for (std::size_t i = 0; i < columns.size(); ++i) part.col(static_cast<Index>(i)) = a.col(columns[i]);
  const VectorXd solved = part.completeOrthogonalDecomposition().solve(b);
  VectorXd x = VectorXd::Zero(a.cols());
  for (std::size_t i = 0; i < columns.size(); ++i) x[columns[i]] = solved[static_cast<Index>(i)];
  return x;
}

/// Steps from x towards `to` until the first free column would go below 0; that column is free no longer.
void step_to_boundary(VectorXd& x, const VectorXd& to, std::vector<bool>& free) {
  double part = 1;
  for (Index i = 0; i < x.size(); ++i) {
    if (free[static_cast<std::size_t>(i)] && to[i] <= 0) part = std::min(part, x[i] / (x[i] - to[i]));
  }
  x += part * (to - x);
  for (Index i = 0; i < x.size(); ++i) {
    if (free[static_cast<std::size_t>(i)] && to[i] <= 0 && x[i] <= 1e-12) {
      x[i] = 0;
      free[static_cast<std::size_t>(i)] = false;
    }
  }
}

/// Columns of A have length 1 or 0, so that one tolerance suits all.
VectorXd solve_scaled(const MatrixXd& a, const VectorXd& b) {
  const auto n = static_cast<std::size_t>(a.cols());
  VectorXd x = VectorXd::Zero(a.cols());
  std::vector<bool> free(n, false);
  const double tolerance = 1e-10 * (1 + b.norm());
  for (std::size_t round = 0; round < 3 * n + 3; ++round) {
    const VectorXd gradient = a.transpose() * (b - a * x);
    Index best = -1;
    for (Index i = 0; i < a.cols(); ++i) {
      if (!free[static_cast<std::size_t>(i)] && gradient[i] > tolerance &&
          (best < 0 || gradient[i] > gradient[best]))
        best = i;
    }
    if (best < 0) break;
    free[static_cast<std::size_t>(best)] = true;
    VectorXd to = solve_free(a, b, free);
    for (std::size_t inner = 0; inner < n + 1; ++inner) {
      bool inside = true;
      for (Index i = 0; i < x.size(); ++i)
        inside = inside && (!free[static_cast<std::size_t>(i)] || to[i] > 0);
      if (inside) break;
      step_to_boundary(x, to, free);
      to = solve_free(a, b, free);
    }
    x = to.cwiseMax(0);
  }
  return x;
}

std::vector<double> solve(const MatrixXd& a, const VectorXd& b) {
  MatrixXd scaled = a;
  VectorXd lengths(a.cols());
  for (Index i = 0; i < a.cols(); ++i) {
    lengths[i] = a.col(i).norm();
    if (lengths[i] > 0) scaled.col(i) /= lengths[i];
  }
  const VectorXd x = solve_scaled(scaled, b);
  std::vector<double> solution;
  for (Index i = 0; i < a.cols(); ++i) solution.push_back(lengths[i] > 0 ? x[i] / lengths[i] : 0);
  return solution;
}

/// Rows divided by what was measured: a residual is a relative error.
void relative(const std::vector<LawPoint>& points, MatrixXd& a, VectorXd& b) {
  const auto columns = static_cast<Index>(points.front().features.size());
  a.resize(static_cast<Index>(points.size()), columns);
  b = VectorXd::Ones(a.rows());
  for (std::size_t i = 0; i < points.size(); ++i) {
    ensure(points[i].measured > 0, "laws are fitted to what was measured");
    for (Index j = 0; j < columns; ++j)
      a(static_cast<Index>(i), j) = points[i].features[static_cast<std::size_t>(j)] / points[i].measured;
  }
}

constexpr double kHuber = 1.345;            // 95 % of the efficiency of least squares for normal errors
constexpr double kDeviationOfMad = 1.4826;  // standard deviation of a normal law over its MAD

/// Coefficients alone; `robust` says whether Huber weights were used.
std::vector<double> fit(const std::vector<LawPoint>& points, bool& robust) {
  MatrixXd a;
  VectorXd b;
  relative(points, a, b);
  std::vector<double> solution = solve(a, b);
  robust = points.size() >= 3 && static_cast<Index>(points.size()) > a.cols();
  if (!robust) return solution;
  for (int round = 0; round < 50; ++round) {
    const VectorXd x = Eigen::Map<const VectorXd>(solution.data(), a.cols());
    const VectorXd residual = b - a * x;
    const std::vector<double> each(residual.data(), residual.data() + residual.size());
    const double scale = kHuber * std::max(kDeviationOfMad * median_absolute_deviation(each), 1e-9);
    VectorXd weight(residual.size());
    for (Index i = 0; i < residual.size(); ++i)
      weight[i] = std::sqrt(std::min(1.0, scale / std::max(std::abs(residual[i]), 1e-300)));
    std::vector<double> next = solve(weight.asDiagonal() * a, weight.cwiseProduct(b));
    double change = 0;
    for (std::size_t i = 0; i < next.size(); ++i)
      change = std::max(change, std::abs(next[i] - solution[i]) / std::max(std::abs(next[i]), 1e-300));
    solution = std::move(next);
    if (change < 1e-9) break;
  }
  return solution;
}

std::vector<LawPoint> without(const std::vector<LawPoint>& points, const std::string& group) {
  std::vector<LawPoint> rest;
  for (const LawPoint& point : points) {
    if (point.group != group) rest.push_back(point);
  }
  return rest;
}

}  // namespace

std::vector<double> non_negative_least_squares(const std::vector<std::vector<double>>& rows,
                                               const std::vector<double>& b) {
  ensure(!rows.empty() && rows.size() == b.size(), "as many rows as right sides");
  MatrixXd a(static_cast<Index>(rows.size()), static_cast<Index>(rows.front().size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      a(static_cast<Index>(i), static_cast<Index>(j)) = rows[i][j];
  }
  return solve(a, Eigen::Map<const VectorXd>(b.data(), a.rows()));
}

Law fit_law(const std::vector<LawPoint>& points) {
  ensure(!points.empty(), "a law needs a point");
  Law law;
  law.coefficients = fit(points, law.robust);
  law.low = law.coefficients;
  law.high = law.coefficients;
  std::vector<std::string> groups;
  for (const LawPoint& point : points) {
    if (std::find(groups.begin(), groups.end(), point.group) == groups.end()) groups.push_back(point.group);
  }
  for (const std::string& group : groups) {
    const std::vector<LawPoint> rest = without(points, group);
    if (rest.empty()) continue;
    bool ignored = false;
    const std::vector<double> other = fit(rest, ignored);
    for (std::size_t i = 0; i < other.size(); ++i) {
      law.low[i] = std::min(law.low[i], other[i]);
      law.high[i] = std::max(law.high[i], other[i]);
    }
  }
  return law;
}

double predict(const Law& law, const std::vector<double>& features) {
  double sum = 0;
  for (std::size_t i = 0; i < features.size(); ++i) sum += law.coefficients[i] * features[i];
  return sum;
}

std::vector<std::optional<double>> leave_one_out(const std::vector<LawPoint>& points) {
  std::vector<std::optional<double>> predicted;
  for (const LawPoint& point : points) {
    const std::vector<LawPoint> rest = without(points, point.group);
    if (rest.empty()) {
      predicted.emplace_back();
      continue;
    }
    bool ignored = false;
    predicted.emplace_back(predict({fit(rest, ignored), {}, {}, false}, point.features));
  }
  return predicted;
}

}  // namespace synergy::calibrate
