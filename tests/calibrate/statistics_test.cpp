#include "synergy/calibrate/statistics.hpp"

#include "synergy/base/random.hpp"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::calibrate;

TEST_CASE("are median and median absolute deviation what they are by hand?") {
  CHECK(median({3, 1, 2}) == 2);
  CHECK(median({4, 1, 3, 2}) == 2.5);
  CHECK(median({7}) == 7);
  CHECK(median_absolute_deviation({1, 1, 2, 2, 4, 6, 9}) == 1);
}

TEST_CASE("are values more than five deviations off left out, and no others?") {
  // Median 10, MAD 1: the limit is 5 away.
  const std::vector<double> values{8, 9, 9, 10, 10, 11, 11, 12, 15, 15.1, 4.9};
  const std::vector<bool> out = outliers(values, 0);
  CHECK(out == std::vector<bool>{false, false, false, false, false, false, false, false, false, true, true});
  // What cannot be resolved is no deviation.
  CHECK(outliers({1, 1, 1, 1, 1.001}, 0.001) == std::vector<bool>(5, false));
  CHECK(outliers({1, 1, 1, 1, 1.1}, 0.001)[4]);
  CHECK(outliers({1, 1, 100}, 0) == std::vector<bool>(3, false));
}

TEST_CASE("is the bootstrap of a seed always the same, and another one's another?") {
  std::vector<double> values;
  RandomStream random(7);
  for (int i = 0; i < 21; ++i) values.push_back(random.normal(10, 1));
  const Estimate a = bootstrap_median(values, 1, "x");
  const Estimate b = bootstrap_median(values, 1, "x");
  CHECK(a.low == b.low);
  CHECK(a.high == b.high);
  CHECK(a.value == median(values));
  CHECK(a.low < a.value);
  CHECK(a.value < a.high);
  const std::vector<double> two{1, 2};
  CHECK(bootstrap_median(two, 1, "x").low == 1);
  CHECK(bootstrap_median(two, 1, "x").high == 2);
}

TEST_CASE("does the interval hold the true median nearly always, with few windows and with many?") {
  for (const int count : {11, 30, 3000}) {
    int held = 0;
    double width = 0;
    for (int seed = 0; seed < 200; ++seed) {
      RandomStream random(static_cast<std::uint64_t>(seed) + 1000);
      std::vector<double> values;
      for (int i = 0; i < count; ++i) values.push_back(random.normal(5, 1));
      const Estimate e = bootstrap_median(values, static_cast<std::uint64_t>(seed), "coverage");
      held += e.low <= 5 && 5 <= e.high ? 1 : 0;
      width += (e.high - e.low) / 200;
    }
    INFO(count << " windows: " << held << " of 200, width " << width);
    CHECK(held >= 196);
    // The deviation of a median is 1.25 / sqrt(n); 99.8 % are 3.09 of them to either side.
    CHECK(width < 1.5 * 2 * 3.09 * 1.2533 / std::sqrt(count));
  }
}

TEST_CASE("are the errors of predictions those computed by hand?") {
  const Errors e = errors_of({1.04, 1.10, 0.80, 1}, {1, 1, 1, 1});
  CHECK(e.mape == Approx(0.085));
  CHECK(e.rmspe == Approx(std::sqrt((0.0016 + 0.01 + 0.04) / 4)));
  CHECK(e.within_5 == Approx(0.5));
  CHECK(e.points == 4);
}
