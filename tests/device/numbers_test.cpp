// The profile numbers whose first values were assumed or wrong, and the arithmetic their sources state.
#include "synergy/device/load.hpp"
#include "synergy/device/part_fields.hpp"

#include "../replaced_numbers.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::device;

namespace {

input::Document file_of(const std::string& profile) {
  return input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/" + profile + ".yaml");
}

}  // namespace

TEST_CASE("is every number that was replaced what its sources give, with their spread?") {
  for (const char* name : {"nrf52832", "nrf52840", "cc2340r5"}) test::check_rows(read_radio(file_of(name)));
  for (const char* name : {"camera_hm01b0", "camera_ovm7692_fthr", "microphone_sph0645"})
    test::check_rows(read_sensor(file_of(name)));
  for (const char* name : {"display_ls013b4dn04", "speaker_max98357a"})
    test::check_rows(read_actuator(file_of(name)));
}

TEST_CASE("do 96 lines make the display's update, in time and energy, and how many updates fit a second?") {
  const ActuatorProfile display = read_actuator(file_of("display_ls013b4dn04"));
  CHECK(display.dispatch.value.ms() == Approx(96 * 0.180).margin(0.05));
  CHECK(display.dispatch.low->ms() == Approx(96 * 112 / 1000.0).margin(0.005));
  CHECK(display.dispatch_energy.value.si() * 1e9 == Approx(96 * 37.9 + 31).margin(5));
  CHECK(static_cast<int>(1 / display.dispatch.value.s()) == 57);
}

TEST_CASE("do the cameras read a frame in the time that a frame takes?") {
  const SensorProfile free = read_sensor(file_of("camera_hm01b0"));
  CHECK((Bytes(320 * 240) / free.interface_rate.value).ms() ==
        Approx(free.sample_period.value.ms()).epsilon(0.01));
  const SensorProfile asked = read_sensor(file_of("camera_ovm7692_fthr"));
  CHECK((Bytes(160 * 120 * 3) / asked.interface_rate.value).ms() == Approx(171.2).epsilon(0.002));
  CHECK((Bytes(160 * 120 * 3) / *asked.interface_rate.high).ms() == Approx(171.2 - 33.3).epsilon(0.002));
}

TEST_CASE("is the microphone's step a chunk of 128 samples at 16 kHz, half a window at most?") {
  const SensorProfile microphone = read_sensor(file_of("microphone_sph0645"));
  CHECK(microphone.sample_period.value == milliseconds(128 / 16.0));
  CHECK(*microphone.sample_period.high == milliseconds(16'384 / 16.0 / 2));
}

TEST_CASE("do the radios' bounds take in the advertising events that were measured?") {
  // The profiles lie 9 % (Zephyr) and 29 % (bare metal) above them on the nRF52832, 3 % below on the
  // CC2340R5.
  CHECK(28.7 * 1.09 == Approx(24.3 * 1.29).epsilon(0.01));  // one profile, two firmwares
  const RadioProfile nordic = read_radio(file_of("nrf52832"));
  const RadioProfile ti = read_radio(file_of("cc2340r5"));
  for (const auto number : {&RadioProfile::transmit, &RadioProfile::receive}) {
    CHECK((nordic.*number).low->si() <= (nordic.*number).value.si() / 1.28);
    CHECK((ti.*number).high->si() == Approx((ti.*number).value.si() / 0.97).epsilon(0.001));
  }
  CHECK((*ti.event_charge.high - ti.event_charge.value).si() * 1e6 == Approx(0.03 * 30.6 / 3.0).margin(0.01));
}
