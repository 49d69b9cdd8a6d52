// What a table of measurements can say about a network, and where it may be cut.
#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;

TEST_CASE("is a network measured as a whole run but not cut, and does it say so?") {
  const auto lowered =
      accelerator(table_profile(row("small", "", "2 ms", "50 uJ") + row("other", "", "3 ms")))
          ->lower(small());
  for (int layer = 0; layer < 4; ++layer) CHECK_FALSE(lowered->can_stop_after(layer));
  CHECK(lowered->can_stop_after(4));
  const auto cost = lowered->cost_alone({0, 4});
  REQUIRE(cost);
  CHECK(cost->infer == milliseconds(2));
  CHECK(cost->power_is_measured);
  // 50 uJ in all, of which 10 mW x 2 ms are idle power.
  CHECK(cost->infer_energy.si() == Approx(30e-6));
  CHECK(lowered->summary({0, 4}).find("can be run but not cut") != std::string::npos);
  const auto problems = lowered->problems({0, 2});
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message ==
        "the table of made_up has no times of layers 0 to 2 of 'small' (0 to 4); it has the whole network, "
        "which can be run but not cut");
}

TEST_CASE("does a network that nobody measured have its problem, with those that were measured?") {
  const auto lowered =
      accelerator(table_profile(row("this", "", "2 ms") + row("that", "", "3 ms")))->lower(small());
  REQUIRE(lowered->problems({0, 4}).size() == 1);
  CHECK(lowered->problems({0, 4})[0].message ==
        "the table of made_up has no times of 'small'; it has: this, that");
  CHECK_FALSE(lowered->cost_alone({0, 4}));
}

TEST_CASE("do rows of layers allow cuts between them, and add up to what was not measured as a whole?") {
  const std::string rows = row("small", "[3, 4]", "1 ms", "12 uJ") + row("small", "[0, 0]", "4 ms") +
                           row("small", "[1, 2]", "100 us", "3 uJ");
  const auto lowered = accelerator(table_profile(rows))->lower(small());
  CHECK(lowered->can_stop_after(0));
  CHECK_FALSE(lowered->can_stop_after(1));
  CHECK(lowered->can_stop_after(2));
  const auto back = lowered->cost_alone({1, 4});
  REQUIRE(back);
  CHECK(back->infer == microseconds(1100));
  CHECK(back->infer_energy.si() == Approx(15e-6 - 10e-3 * 1.1e-3));
  // Without an energy: the power of the state x time.
  const auto whole = lowered->cost_alone({0, 4});
  REQUIRE(whole);
  CHECK(whole->infer == microseconds(5100));
  CHECK_FALSE(whole->power_is_measured);
  CHECK(whole->infer_energy.si() == Approx(15e-6 - 10e-3 * 1.1e-3 + 20e-3 * 4e-3));
  CHECK(lowered->problems({1, 3}).size() == 1);
}

TEST_CASE("does a measurement of the whole network count before those of its layers?") {
  const std::string rows =
      row("small", "[0, 2]", "4 ms") + row("small", "[3, 4]", "1 ms") + row("small", "", "4.5 ms");
  const auto lowered = accelerator(table_profile(rows))->lower(small());
  CHECK(lowered->cost_alone({0, 4})->infer == microseconds(4500));
  CHECK(lowered->cost_alone({0, 2})->infer == milliseconds(4));
}

TEST_CASE("do rows that leave layers out, or go beyond the network, allow no cut?") {
  for (const std::string last : {"[4, 4]", "[3, 5]"}) {
    const auto lowered =
        accelerator(table_profile(row("small", "[0, 2]", "4 ms") + row("small", last, "1 ms")))
            ->lower(small());
    CHECK_FALSE(lowered->can_stop_after(2));
    REQUIRE(lowered->problems({0, 2}).size() == 1);
    CHECK(lowered->problems({0, 2})[0].message.find("rows that do not make up the network") !=
          std::string::npos);
  }
}
