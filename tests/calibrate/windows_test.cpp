#include "synergy/calibrate/windows.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using namespace synergy::calibrate;

namespace {

/// 1 kHz samples with a level each; power 2 W while high, 1 W while low.
Recording of_levels(const std::string& levels, Windows::Wanted wanted = {true, true, 0}) {
  Windows windows(wanted);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const bool high = levels[i] == '1';
    REQUIRE(windows.add(static_cast<double>(i) * 1e-3, high ? 2 : 1, high ? Level::high : Level::low));
  }
  return windows.finish();
}

}  // namespace

TEST_CASE("is a window as long as its high samples, and its energy their sum?") {
  const Recording r = of_levels("000111100000");
  REQUIRE(r.high.size() == 1);
  CHECK(r.high[0].time_s == Approx(4e-3));
  CHECK(r.high[0].energy_j == Approx(8e-3));
  CHECK(r.high[0].begin_s == Approx(2.5e-3));
  CHECK(r.high[0].samples == 4);
  CHECK(r.high[0].whole);
  CHECK(r.step_s == Approx(1e-3));
  CHECK(r.missing_samples == 0);
  CHECK(r.samples == 12);
  CHECK(r.duration_s == Approx(11e-3));
}

TEST_CASE("are windows that the recording begins or ends in told from whole ones?") {
  const Recording r = of_levels("11001100111");
  REQUIRE(r.high.size() == 3);
  CHECK_FALSE(r.high[0].whole);
  CHECK(r.high[1].whole);
  CHECK_FALSE(r.high[2].whole);
  REQUIRE(r.low.size() == 2);
  CHECK(r.low[0].whole);
  CHECK(r.low[0].energy_j == Approx(2e-3));
}

TEST_CASE("is the trapezoid taken over uneven steps, and the missing time told?") {
  // 1 W at 0, 1, 2 ms; then nothing until 6 ms, where it is 3 W; 1 ms steps again.
  Windows windows({true, false, 0});
  const std::pair<double, double> samples[] = {{0, 1}, {1, 1}, {2, 1}, {6, 3},
                                               {7, 3}, {8, 3}, {9, 1}, {10, 1}};
  for (const auto& [ms, w] : samples)
    REQUIRE(windows.add(ms * 1e-3, w, ms >= 1 && ms < 9 ? Level::high : Level::low));
  const Recording r = windows.finish();
  REQUIRE(r.high.size() == 1);
  // From 0.5 to 8.5 ms: 0.5 x 1 + 1 x 1 + 4 x (1 + 3) / 2 + 1 x 3 + 1 x 3 + 0.5 x 3.
  CHECK(r.high[0].time_s == Approx(8e-3));
  CHECK(r.high[0].energy_j == Approx(17e-3));
  CHECK(r.high[0].missing_s == Approx(3e-3));
  CHECK(r.missing_samples == 3);
}

TEST_CASE("does a gap at an edge count for both windows?") {
  Windows windows({true, true, 0});
  for (int i = 0; i < 10; ++i) REQUIRE(windows.add(i * 1e-3, 1, Level::low));
  for (int i = 15; i < 25; ++i) REQUIRE(windows.add(i * 1e-3, 1, Level::high));
  for (int i = 25; i < 35; ++i) REQUIRE(windows.add(i * 1e-3, 1, Level::low));
  const Recording r = windows.finish();
  REQUIRE(r.high.size() == 1);
  CHECK(r.high[0].missing_s == Approx(5e-3));
  CHECK(r.low[0].missing_s == Approx(5e-3));
}

TEST_CASE("is a recording without a marker cut into windows of the length asked for?") {
  Windows windows({true, false, 10e-3});
  for (int i = 0; i <= 3005; ++i) REQUIRE(windows.add(i * 1e-3, 0.5, Level::same));
  const Recording r = windows.finish();
  // 3,005 ms: 300 whole ones; the last is too short.
  REQUIRE(r.high.size() == 301);
  for (int i = 0; i < 300; ++i) {
    CHECK(r.high[static_cast<std::size_t>(i)].whole);
    CHECK(r.high[static_cast<std::size_t>(i)].time_s == Approx(10e-3));
    CHECK(r.high[static_cast<std::size_t>(i)].energy_j == Approx(5e-3));
  }
  CHECK_FALSE(r.high.back().whole);
}

TEST_CASE("is time that stands still or goes back refused?") {
  Windows windows({true, false, 0});
  CHECK(windows.add(1, 1, Level::low));
  CHECK_FALSE(windows.add(1, 1, Level::low));
  CHECK_FALSE(windows.add(0.5, 1, Level::low));
  CHECK_FALSE(windows.add(std::nan(""), 1, Level::low));
  for (int i = 2; i < 2000; ++i) REQUIRE(windows.add(i, 1, Level::low));
  CHECK_FALSE(windows.add(1999, 1, Level::low));
  CHECK_FALSE(windows.add(5, 1, Level::low));
}

TEST_CASE("does a level that the instrument does not say stay what it was?") {
  Windows windows({true, false, 0});
  const Level levels[] = {Level::same, Level::low, Level::high, Level::same,
                          Level::high, Level::low, Level::same};
  for (int i = 0; i < 7; ++i) REQUIRE(windows.add(i, 1, levels[i]));
  CHECK(windows.saw_level());
  const Recording r = windows.finish();
  REQUIRE(r.high.size() == 1);
  CHECK(r.high[0].time_s == Approx(3));
}
