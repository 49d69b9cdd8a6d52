// The profile numbers whose first values were assumed or wrong, and the arithmetic their sources state.
#include "synergy/max7800x/fields.hpp"
#include "synergy/max7800x/load.hpp"

#include "../replaced_numbers.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::max7800x;

namespace {

Profile shipped() {
  return read_profile(input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/max78000.yaml"));
}

}  // namespace

TEST_CASE("is every number of the MAX78000 that was replaced what its sources give, with their spread?") {
  test::check_rows(shipped());
}

TEST_CASE("is a MAX78000 that waits, and one that listens, the node that the vendor measured?") {
  const Profile chip = shipped();
  const auto mw = [](Power p) { return p.si() * 1e3; };
  const double clock_on = 15.2 - 6.58;  // AN7417 table 7
  CHECK(mw(chip.cpu_asleep.value + chip.accelerator_idle.value) == Approx(6.58).margin(0.05));
  CHECK(mw(*chip.accelerator_idle.high) == Approx(clock_on).margin(0.05));
  CHECK(mw(chip.cpu_active.value + chip.accelerator_idle.value) == Approx(20.1 - clock_on).epsilon(0.02));
  // Datasheet 19-100868 p. 10, SLEEP with two DMA channels at 60 MHz and 3.0 V.
  CHECK(mw(*chip.cpu_asleep.high) == Approx((22.5e-3 * 60 + 1.5) * 3.0).margin(0.05));
}
