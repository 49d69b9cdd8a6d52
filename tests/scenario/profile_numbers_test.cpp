#include "synergy/scenario/profile_numbers.hpp"

#include "synergy/link/schedule.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::ProfileNumber;
using synergy::test::library;
using synergy::test::shipped;

namespace {

ProfileNumber find(const scenario::Scenario& s, const std::string& path) {
  for (const ProfileNumber& number : scenario::profile_numbers(s)) {
    if (number.path == path) return number;
  }
  FAIL("no profile number " << path);
  return {};
}

/// A number of an accelerator; nothing (NaN) if it has none under that key.
double si_of(const device::Accelerator& accelerator, std::string_view key) {
  double si = std::numeric_limits<double>::quiet_NaN();
  accelerator.visit_numbers([&](std::string_view k, const device::Number& number) {
    if (k == key) si = number.value.si;
  });
  return si;
}

}  // namespace

TEST_CASE("is every sourced number of a scenario listed once, with unit and source?") {
  const scenario::Scenario w1 = shipped("w1");
  const std::vector<ProfileNumber> numbers = scenario::profile_numbers(w1);
  std::set<std::string> paths;
  for (const ProfileNumber& number : numbers) {
    CAPTURE(number.path);
    CHECK(paths.insert(number.path).second);
    CHECK(!number.source.empty());
    CHECK((!number.low || number.low->si <= number.value.si));
    CHECK((!number.high || number.high->si >= number.value.si));
  }
  // One accelerator (22 numbers, and the measured power of ConvNet5, alone of the three models), one radio
  // (11), 4 sensor parts (4 each), 3 actuator parts (3 each), a stack.
  CHECK(numbers.size() == 22 + 1 + 11 + 4 * 4 + 3 * 3 + 1);
  CHECK(numbers.front().path == "max78000.clock");
  CHECK(numbers.back().path == "nordic_s132.guard");

  const ProfileNumber load = find(w1, "max78000.kernel_load");
  CHECK(load.unit == "s/B");
  CHECK(load.value.si == 69e-9);
  CHECK(load.value.text == "69 ns/B");
  CHECK(load.low->text == "68.4 ns/B");
  CHECK(load.high->si == 69.3e-9);
  CHECK(load.value_class == device::ValueClass::derived);
  CHECK(find(w1, "max78000.supply_efficiency").unit.empty());
  CHECK(find(w1, "nordic_s132.guard").value.si == 825e-6);
  CHECK_FALSE(find(w1, "max78000.clock").low);
  CHECK(find(w1, "max78000.measured_power.convnet5").value.text == "32 mW");
  CHECK(find(shipped("w2"), "max78000.measured_power.kws").low->text == "70 mW");
}

TEST_CASE("are the numbers of a Wi-Fi module listed in place of those of a Bluetooth stack?") {
  const scenario::Scenario wifi = shipped("w2_wifi");
  CHECK(find(wifi, "esp32.rate").value.text == "2.5 MB/s");
  for (const ProfileNumber& number : scenario::profile_numbers(wifi)) {
    CHECK(!number.path.starts_with("nordic_s132"));
  }
}

TEST_CASE("does setting numbers change a copy alone, on every device that shares the profile?") {
  const scenario::Scenario w1 = shipped("w1");
  const scenario::Scenario copy =
      scenario::with_profile_numbers(w1, {{"max78000.kernel_load", 70e-9},
                                          {"nrf52840.ramp", 40e-6},
                                          {"max78000.measured_power.convnet5", 40e-3}});
  for (std::size_t d = 0; d < w1.devices.size(); ++d) {
    CHECK(si_of(*w1.devices[scenario::DeviceId(d)].accelerator, "kernel_load") == 69e-9);
    CHECK(si_of(*copy.devices[scenario::DeviceId(d)].accelerator, "kernel_load") == 70e-9);
    CHECK(copy.devices[scenario::DeviceId(d)].radio->ramp.value == microseconds(40));
    CHECK(si_of(*copy.devices[scenario::DeviceId(d)].accelerator, "measured_power.convnet5") == 40e-3);
    CHECK(copy.devices[scenario::DeviceId(d)].accelerator == copy.devices[scenario::DeviceId(0)].accelerator);
    CHECK(copy.devices[scenario::DeviceId(d)].sensors ==
          w1.devices[scenario::DeviceId(d)].sensors);  // the pointers: still shared
  }
  CHECK(copy.link_kind == w1.link_kind);
  CHECK(find(copy, "max78000.kernel_load").source.starts_with("set; the profile says 69 ns/B: AN7417"));
  CHECK(find(copy, "max78000.kernel_load").value_class == device::ValueClass::estimate);
  CHECK(find(copy, "max78000.unload_per_word").source == find(w1, "max78000.unload_per_word").source);
}

TEST_CASE("does a link with another guard time carry other amounts?") {
  const scenario::Scenario w1 = shipped("w1");
  const scenario::Scenario slow = scenario::with_profile_numbers(w1, {{"nordic_s132.guard", 5e-3}});
  const auto occupancy = [](const scenario::Scenario& s) {
    link::LinkContext context;
    context.first = context.second = s.devices[scenario::DeviceId(0)].radio.get();
    return s.link_kind->estimate(Bytes(10'000), true, context).occupancy;
  };
  CHECK(occupancy(slow) > occupancy(w1));
  CHECK(occupancy(shipped("w1")) == occupancy(w1));
}

TEST_CASE("does a scenario with numbers set, also beyond their bounds, load again from its own text?") {
  for (const char* name : {"w1", "w2_wifi"}) {
    const scenario::Scenario base = shipped(name);
    std::vector<scenario::NumberSetting> settings;
    for (const ProfileNumber& number : scenario::profile_numbers(base)) {
      const bool efficiency = number.path.ends_with("supply_efficiency");
      const double value = efficiency ? number.value.si * 0.7 : number.value.si * 1.5;
      settings.push_back({number.path, value});
    }
    const scenario::Scenario copy = scenario::with_profile_numbers(base, settings);
    const std::string text = scenario::to_yaml(copy);
    scenario::Library nothing("/nonexistent");
    const scenario::Scenario again = scenario::read_scenario(input::parse(text, "resolved.yaml"), nothing);
    CHECK(scenario::to_yaml(again) == text);
    const auto numbers = scenario::profile_numbers(again);
    REQUIRE(numbers.size() == settings.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      CAPTURE(numbers[i].path);
      // Durations are whole nanoseconds.
      CHECK(numbers[i].value.si ==
            Approx(settings[i].si).epsilon(0).margin(numbers[i].unit == "s" ? 0.5e-9 : 0));
    }
  }
}

TEST_CASE("does a setting that cannot be say what is wrong?") {
  const scenario::Scenario w1 = shipped("w1");
  const auto set = [&](const std::string& path, double si) {
    return scenario::with_profile_numbers(w1, {{path, si}});
  };
  using Catch::Contains;
  CHECK_THROWS_WITH(set("max78000.kernel_laod", 1e-9),
                    Contains("unknown profile number 'max78000.kernel_laod'") &&
                        Contains("did you mean 'max78000.kernel_load'?"));
  CHECK_THROWS_WITH(set("max78000.supply_efficiency", 1.1), Contains("1.1 is out of range: 1 % to 100 %"));
  CHECK_THROWS_WITH(set("max78000.clock", 0), Contains("0 Hz is out of range: 1 kHz to "));
  CHECK_THROWS_WITH(set("max78000.unload_per_word", -1e-9), Contains("max78000 with its settings"));
  CHECK_THROWS_WITH(set("nordic_s132.guard", 1), Contains("nordic_s132 with its settings"));
  CHECK_THROWS_AS(set("max78000.cpu_wake", 1e300), InputError);
}
