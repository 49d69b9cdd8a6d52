#include "synergy/quantities/checked.hpp"

#include "synergy/quantities/whole.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace synergy;

TEST_CASE("is a cost rounded to the nearest whole number, and never cut off?") {
  CHECK(whole(2.5, "ns") == 3);
  CHECK(whole(-2.5, "ns") == -3);
  CHECK(whole(9.1e18, "ns") == 9'100'000'000'000'000'000);
  CHECK(whole_ns(1e9) == seconds(1));
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  for (const double none :
       {9.3e18, -9.3e18, 1e300, kInfinite, -kInfinite, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_AS(whole(none, "ns"), OutOfRange);
  CHECK_THROWS_WITH(whole(3.2e22, "ns"), "3.2e+22 ns is more than a 64-bit count can hold");
}

TEST_CASE("do sums and products of whole numbers refuse what 64 bits cannot hold?") {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  CHECK(sum_of(kMost - 1, 1, "fJ") == kMost);
  CHECK_THROWS_AS(sum_of(kMost, 1, "fJ"), OutOfRange);
  CHECK(product_of(kMost / 2, 2, "fJ") == kMost - 1);
  CHECK_THROWS_AS(product_of(kMost / 2, 3, "fJ"), OutOfRange);
}

TEST_CASE("are energies and powers beyond 64 bits refused where they become whole?") {
  CHECK(femtojoules(Energy::from_si(9000)) == 9'000'000'000'000'000'000);
  CHECK_THROWS_AS(femtojoules(Energy::from_si(9300)), OutOfRange);
  CHECK_THROWS_AS(nanowatts(Power::from_si(1e10)), OutOfRange);
  // 1 W for 3 hours.
  CHECK_THROWS_AS(femtojoules_in(1'000'000'000, seconds(10'800)), OutOfRange);
}
