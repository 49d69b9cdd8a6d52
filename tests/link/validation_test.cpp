#include "synergy/link/ble/validation.hpp"

#include "synergy/device/load.hpp"

#include <fstream>
#include <sstream>

#include "../../src/link/ble/end_energy.hpp"
#include "fixtures.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::link;

namespace {

device::RadioProfile radio(const std::string& name) {
  return device::read_radio(
      input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/" + name + ".yaml"));
}

std::vector<CurrentRow> rows() {
  std::ifstream in(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/published/ble_idle_current.csv");
  std::stringstream text;
  text << in.rdbuf();
  return compare_idle_current(text.str(), "ble_idle_current.csv", {radio("nrf52832"), radio("cc2340r5")});
}

}  // namespace

TEST_CASE(
    "is a published row whose extended event does not fill its interval refused, and an unknown word?") {
  const StackProfile stack = read_stack(
      input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/ble_stacks/nordic_s132.yaml"));
  const auto compare = [&](const std::string& event_length, const std::string& ext) {
    return compare_throughput(
        "source,stack,encrypted,phy,conn_interval_ms,event_length_ms,ext,att_mtu,ll_payload,method,kbps\n"
        "s,nordic_s132,true,1M,15," +
            event_length + "," + ext + ",23,27,notify,100\n",
        "t.csv", {stack});
  };
  CHECK(compare("7.5", "off").size() == 1);
  CHECK(compare("15", "event=CI").size() == 1);
  CHECK_THROWS_WITH(compare("7.5", "event=CI"), Catch::Contains("t.csv:2"));
  CHECK_THROWS_WITH(compare("15", "on"), Catch::Contains("unknown ext 'on'"));
}

TEST_CASE("which published currents of idle connections are met, and which are not?") {
  const std::vector<CurrentRow> all = rows();
  REQUIRE(all.size() == 7);
  // nRF52832, 7.5 ms: 600 uA measured on a board.
  CHECK(all[0].deviation() == Approx(-0.045).margin(0.01));
  // nRF52832, 200 ms: not met. The chip alone draws 2 uA asleep, the boards of these two sources some 12 uA
  // (with it the rows come out at -16 and +5 %); a profile of the chip must not contain a board.
  CHECK(all[1].deviation() == Approx(-0.41).margin(0.01));
  CHECK(all[2].deviation() == Approx(-0.26).margin(0.01));
  const auto with_board = [](const CurrentRow& row) {
    return (row.ours.si() - 1.9e-6 + 12e-6) / row.published.si() - 1;
  };
  CHECK(with_board(all[1]) == Approx(-0.16).margin(0.01));
  CHECK(with_board(all[2]) == Approx(0.05).margin(0.01));
  // CC2340R5, 1 s: the fixed charge per event is derived from the 1M row, the other three check it.
  CHECK(all[3].calibrates);
  CHECK(all[3].deviation() == Approx(0).margin(0.005));
  CHECK(all[4].deviation() == Approx(0.004).margin(0.01));
  CHECK(all[5].deviation() == Approx(-0.046).margin(0.01));
  CHECK(all[6].deviation() == Approx(0.042).margin(0.01));
}

TEST_CASE("does an idle nRF52832 draw the charge per event computed apart?") {
  // 4.3 uC: 0.25 + 6.5 mA (140 + 16.3 + 80 + 150 us) + 7.1 mA 80 us + 3.7 mA 258 us.
  const double uc = 0.25 + 6.5e-3 * (140 + 16.3 + 80 + 150) + 7.1e-3 * 80 + 3.7e-3 * 258;
  const Current current = connected_current(Phy::le_1m, milliseconds(7.5), radio("nrf52832"));
  CHECK(current.si() * 1e6 == Approx(uc / 7.5e-3 + 1.9));
  CHECK(uc == Approx(4.3).margin(0.05));
}

TEST_CASE("does a byte cost the radio energy computed apart?") {
  // nRF52832 at 3 V, sending a full encrypted 1M packet: 52.6 uJ for the radio alone, 2M 29.4 uJ.
  for (const auto& [phy, uj] : {std::pair{Phy::le_1m, 52.6}, {Phy::le_2m, 29.4}}) {
    device::RadioProfile chip = radio("nrf52832");
    chip.controller_cpu.value = Current();
    BleEvents events;
    events.phy = phy;
    events.interval = milliseconds(15);
    const Energy pair = EndEnergy(chip, chip, Role::central, events)
                            .energy(0, 1, air_time(phy, 251, true), air_time(phy, 0, true));
    CHECK(pair.si() * 1e6 == Approx(uj).margin(0.3));
  }
}
