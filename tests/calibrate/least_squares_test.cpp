#include "synergy/calibrate/least_squares.hpp"

#include "synergy/base/random.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::calibrate;

namespace {

double squares(const std::vector<std::vector<double>>& a, const std::vector<double>& b,
               const std::vector<double>& x) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    double residual = b[i];
    for (std::size_t j = 0; j < x.size(); ++j) residual -= a[i][j] * x[j];
    sum += residual * residual;
  }
  return sum;
}

/// Projected coordinate descent: slow, simple, and converges to the one minimum of a convex problem.
std::vector<double> by_descent(const std::vector<std::vector<double>>& a, const std::vector<double>& b) {
  std::vector<double> x(a.front().size(), 0);
  for (int round = 0; round < 20000; ++round) {
    for (std::size_t j = 0; j < x.size(); ++j) {
      double top = 0;
      double bottom = 0;
      for (std::size_t i = 0; i < a.size(); ++i) {
        double residual = b[i];
        for (std::size_t k = 0; k < x.size(); ++k) {
          if (k != j) residual -= a[i][k] * x[k];
        }
        top += a[i][j] * residual;
        bottom += a[i][j] * a[i][j];
      }
      x[j] = bottom > 0 ? std::max(0.0, top / bottom) : 0;
    }
  }
  return x;
}

}  // namespace

TEST_CASE("does non-negative least squares find what a descent finds, on random problems?") {
  RandomStream random(3);
  for (int problem = 0; problem < 40; ++problem) {
    const auto columns = static_cast<std::size_t>(random.integer(1, 4));
    const auto rows = columns + static_cast<std::size_t>(random.integer(0, 5));
    std::vector<std::vector<double>> a(rows, std::vector<double>(columns));
    std::vector<double> b(rows);
    for (auto& row : a) {
      for (double& value : row) value = random.uniform() + 0.05;
    }
    for (double& value : b) value = random.normal(0.5, 1);
    const std::vector<double> x = non_negative_least_squares(a, b);
    const std::vector<double> other = by_descent(a, b);
    for (const double value : x) CHECK(value >= 0);
    INFO("problem " << problem);
    CHECK(squares(a, b, x) <= squares(a, b, other) * (1 + 1e-6) + 1e-12);
  }
}

TEST_CASE("is a law that holds exactly found, however large its features are?") {
  std::vector<LawPoint> points;
  for (const double macs : {1e6, 3e6, 12e6, 40e6}) {
    const double bytes = 5e4 + 1e-3 * macs * std::sin(macs);
    points.push_back({std::to_string(macs), {macs, bytes, 1}, 2e-9 * macs + 3e-8 * bytes + 1e-4});
  }
  const Law law = fit_law(points);
  CHECK(law.coefficients[0] == Approx(2e-9));
  CHECK(law.coefficients[1] == Approx(3e-8));
  CHECK(law.coefficients[2] == Approx(1e-4));
  CHECK(law.robust);
}

TEST_CASE("does one bad measurement among many leave a law nearly as it was?") {
  std::vector<LawPoint> points;
  for (int i = 1; i <= 9; ++i)
    points.push_back({std::to_string(i), {1e6 * i}, 1e-9 * 1e6 * i * (1 + 0.002 * (i % 3 - 1))});
  points.push_back({"bad", {5e6}, 5e-3 * 3});
  const Law law = fit_law(points);
  CHECK(law.robust);
  CHECK(law.coefficients[0] == Approx(1e-9).epsilon(0.005));
}

TEST_CASE("is each network predicted by a law that never saw it?") {
  // Two networks at 1 and 2 s per unit: each is predicted by the other's rate.
  const std::vector<LawPoint> points{{"a", {1}, 1}, {"b", {1}, 2}};
  const auto predicted = leave_one_out(points);
  REQUIRE(predicted[0]);
  CHECK(*predicted[0] == Approx(2));
  CHECK(*predicted[1] == Approx(1));
  CHECK_FALSE(leave_one_out({{"a", {1}, 1}, {"a", {2}, 2}})[0]);
  const Law law = fit_law(points);
  CHECK(law.low[0] == Approx(1));
  CHECK(law.high[0] == Approx(2));
  CHECK_FALSE(law.robust);
}
