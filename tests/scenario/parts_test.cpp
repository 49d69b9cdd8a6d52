// Devices with several accelerators.
#include "synergy/scenario/parts.hpp"

#include "synergy/scenario/device_order.hpp"
#include "synergy/scenario/links.hpp"

#include <algorithm>

#include "../support/input_error.hpp"
#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::DeviceId;
using test::ends;

namespace {

/// A watch with three accelerators between two other devices.
std::string body(const std::string& watch = "", const std::string& behind = "") {
  return R"(sensing: latest
body:
  devices:
    - {name: earbud, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645]}
    - name: watch
      accelerator: max78000
      more_accelerators: [{name: npu, accelerator: ndp9120}, {name: second, accelerator: max78000}]
      radio: nrf52840
      interactions: [haptic_lra]
)" + watch +
         "    - {name: ring, accelerator: max78002, radio: cc2340r5, interactions: [haptic_lra]}\n" + behind;
}
const std::string kApp = "apps: [{name: a, model: kws, sensor: microphone, interaction: haptic}]\n";

std::string error_of(const std::string& text) {
  return synergy::test::input_error_of([&] { return test::from_yaml(text); });
}

}  // namespace

TEST_CASE("does each accelerator of a device have a place of its own, behind its device?") {
  const scenario::Scenario s = test::from_yaml(body() + kApp);
  std::vector<std::string> names;
  for (const scenario::Device& device : s.devices) names.push_back(device.name);
  CHECK(names == std::vector<std::string>{"earbud", "watch", "npu", "second", "ring"});
  CHECK(s.devices[DeviceId(2)].part_of == DeviceId(1));
  CHECK(s.devices[DeviceId(2)].accelerator->name() == "ndp9120");
  CHECK(s.devices[DeviceId(2)].radio == s.devices[DeviceId(1)].radio);
  CHECK(s.devices[DeviceId(2)].sensors.empty());
  CHECK_FALSE(s.devices[DeviceId(1)].part_of);
  CHECK(scenario::host_of(s.devices, DeviceId(3)) == DeviceId(1));
  CHECK(scenario::host_of(s.devices, DeviceId(4)) == DeviceId(4));
}

TEST_CASE("do accelerators of a device have wires between them, and its radio to all others?") {
  const scenario::Scenario s = test::from_yaml(body() + kApp);
  // What goes to another device goes by the watch; what stays goes by wire.
  CHECK(scenario::ends_between(s.devices, DeviceId(2), DeviceId(0)) == ends(0, 1));
  CHECK(scenario::ends_between(s.devices, DeviceId(4), DeviceId(3)) == ends(1, 4));
  CHECK(scenario::carriers(s.devices, DeviceId(4), DeviceId(3)) == std::pair{DeviceId(4), DeviceId(1)});
  CHECK(scenario::ends_between(s.devices, DeviceId(2), DeviceId(1)) == ends(1, 2));
  CHECK(scenario::ends_between(s.devices, DeviceId(3), DeviceId(2)) == ends(2, 3));
  REQUIRE(s.more_links.size() == 1);
  CHECK(scenario::link_set_name(s, 1) == "watch board");
  CHECK(scenario::links_between(s, ends(1, 2)) == std::vector<int>{1});
  CHECK(scenario::links_between(s, ends(2, 3)) == std::vector<int>{1});
  CHECK(scenario::links_between(s, ends(0, 1)) == std::vector<int>{0});
  CHECK(scenario::links_between(s, ends(0, 2)).empty());
}

TEST_CASE("may a scenario say which wires they are?") {
  const scenario::Scenario s = test::from_yaml(
      body() +
      "more_links: [{name: watch board, devices: [watch, npu], link: {kind: generic, profile: uwb}}]\n" +
      kApp);
  // The wires of the other one are still the board's, under another name.
  REQUIRE(s.more_links.size() == 2);
  CHECK(scenario::link_set_name(s, 2) == "watch board'");
  CHECK(scenario::links_between(s, ends(1, 2)) == std::vector<int>{1});
  CHECK(scenario::links_between(s, ends(1, 3)) == std::vector<int>{2});
  CHECK(scenario::links_between(s, ends(2, 3)).empty());
}

TEST_CASE("is a scenario with such a device the same after it was saved and read?") {
  const scenario::Scenario s = test::from_yaml(body("      battery: 1000 J\n") + kApp);
  const std::string once = scenario::to_yaml(s);
  const scenario::Scenario again = scenario::read_scenario(input::parse(once, "again.yaml"), test::library());
  CHECK(scenario::to_yaml(again) == once);
  CHECK(again.devices[DeviceId(3)].part_of == DeviceId(1));
  CHECK(again.more_links.size() == 1);
}

TEST_CASE("does an order of devices take a device's accelerators with it?") {
  const scenario::Scenario s =
      test::from_yaml(body("", "  path_loss: [{between: [watch, ring], loss_db: 60}]\n") +
                      "device_order: [ring, watch, earbud]\n" + kApp);
  std::vector<std::string> names;
  for (const scenario::Device& device : s.devices) names.push_back(device.name);
  CHECK(names == std::vector<std::string>{"ring", "watch", "npu", "second", "earbud"});
  CHECK(s.devices[DeviceId(3)].part_of == DeviceId(1));
  CHECK(s.path_loss.front().between == ends(0, 1));
  CHECK(scenario::to_yaml(scenario::read_scenario(input::parse(scenario::to_yaml(s), "again.yaml"),
                                                  test::library())) == scenario::to_yaml(s));
  CHECK(scenario::distinct_device_orders(s, 100).size() == 6);
  CHECK(error_of(body() + "device_order: [ring, watch, npu, earbud]\n" + kApp).find("npu") !=
        std::string::npos);
}

TEST_CASE(
    "does who forbids a device forbid all that computes in it, and who names an accelerator only that?") {
  const auto forbidden = [](const std::string& names) {
    return test::from_yaml(body() +
                           "apps: [{name: a, model: kws, sensor: microphone, interaction: haptic, "
                           "target_device: ring, forbidden_devices: [" +
                           names + "]}]\n")
        .apps[scenario::AppId(0)]
        .constraints.forbidden_devices;
  };
  CHECK(forbidden("watch") == test::ids<DeviceId>({1, 2, 3}));
  CHECK(forbidden("npu") == test::ids<DeviceId>({2}));
  CHECK(error_of(body() +
                 "apps: [{name: a, model: kws, sensor: microphone, interaction: haptic, target_device: "
                 "ring, forbidden_devices: [watch], pinned_segments: [{device: second, first: 0, last: "
                 "1}]}]\n")
            .find("device 'watch' is one of forbidden_devices") != std::string::npos);
}

TEST_CASE("what is told who names a radio that an accelerator has not?") {
  const std::string shares = "'npu' is a further accelerator of 'watch' and shares its radio; name 'watch'";
  CHECK(error_of(body("", "  path_loss: [{between: [npu, ring], loss_db: 60}]\n") + kApp).find(shares) !=
        std::string::npos);
  CHECK(error_of(body() + "link_devices: [earbud, npu]\n" + kApp).find(shares) != std::string::npos);
  CHECK(error_of(body() +
                 "more_links: [{name: x, devices: [npu, ring], link: {kind: generic, profile: wi_r}}]\n" +
                 kApp)
            .find(shares) != std::string::npos);
}

TEST_CASE("what is told of a list of accelerators that is none?") {
  const auto told = [](const std::string& device) {
    return error_of("body:\n  devices:\n    - " + device + "\n" + kApp);
  };
  CHECK(told("{name: d, radio: nrf52840, more_accelerators: [{name: e, accelerator: max78000}]}")
            .find("the first accelerator of a device is that of the key 'accelerator'") != std::string::npos);
  CHECK(told("{name: d, accelerator: max78000, radio: nrf52840, more_accelerators: [{name: d, accelerator: "
             "max78000}]}")
            .find("two devices are named 'd'") != std::string::npos);
  CHECK(told("{name: d, accelerator: max78000, radio: nrf52840, more_accelerators: [{name: e}]}")
            .find("accelerator") != std::string::npos);
  CHECK(told("{name: d, accelerator: max78000, radio: nrf52840, more_accelerators: [ndp9120]}") != "");
  CHECK(told("{name: d, accelerator: max78000, radio: nrf52840, more_accelerators: [{name: e, accelerator: "
             "ndp9120, radio: nrf52840}]}")
            .find("radio") != std::string::npos);
  std::string many = "{name: d, accelerator: max78000, radio: nrf52840, more_accelerators: [";
  for (int i = 0; i < 64; ++i)
    many += std::string(i > 0 ? ", " : "") + "{name: e" + std::to_string(i) + ", accelerator: max78000}";
  CHECK(told(many + "]}").find("at most 64 devices") != std::string::npos);
}
