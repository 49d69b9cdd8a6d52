#include "../../src/plan/largest_sum.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace synergy;

TEST_CASE("is the largest sum within limits that of the textbook?") {
  // x + y/2 <= 1, x/3 + y <= 1: the corner x = 0.6, y = 0.8.
  CHECK(plan::largest_sum({{1, 0.5}, {1.0 / 3, 1}}) == Approx(1.4));
  CHECK(plan::largest_sum({{0.25}}) == Approx(4));
  // Three apps on one unit: the one that needs the least gets it all.
  CHECK(plan::largest_sum({{0.02, 0.01, 0.04}}) == Approx(100));
  // A unit of its own for each, and one they share.
  CHECK(plan::largest_sum({{0.1, 0, 0}, {0, 0.1, 0}, {0, 0, 0.1}, {0.05, 0.05, 0.05}}) == Approx(20));
  CHECK(plan::largest_sum({{1, 0}}) == std::numeric_limits<double>::infinity());
}
