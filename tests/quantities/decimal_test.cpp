#include "synergy/quantities/decimal.hpp"

#include <limits>

#include <catch2/catch.hpp>

using synergy::decimal_text;

TEST_CASE("is a number of tenths, thousandths and so on written exactly, without zeros at the end?") {
  CHECK(decimal_text(75, 1) == "7.5");
  CHECK(decimal_text(-20, 1) == "-2");
  CHECK(decimal_text(0, 3) == "0");
  CHECK(decimal_text(-5, 3) == "-0.005");
  CHECK(decimal_text(1200, 0) == "1200");
  CHECK(decimal_text(1'000'000'001, 9) == "1.000000001");
  // A double would lose the last digits.
  CHECK(decimal_text(std::numeric_limits<std::int64_t>::max(), 9) == "9223372036.854775807");
}
