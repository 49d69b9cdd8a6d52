#include "synergy/scenario/device_order.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <set>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;
using scenario::DeviceOrder;

namespace {

const std::string kApps = "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n";

/// Two equal devices and one without a haptic, in this order.
std::string two_of_a_kind(const std::string& more = "") {
  return full_body(2) +
         "    - {name: ear, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645]}\n" + more;
}

std::size_t order_count(const std::string& yaml, std::size_t most = 100) {
  return distinct_device_orders(from_yaml(yaml), most).size();
}

}  // namespace

TEST_CASE("are four different devices tried in all 24 orders, the body's own first?") {
  const std::vector<DeviceOrder> orders = distinct_device_orders(shipped("w1"), 24);
  CHECK(orders.front() == DeviceOrder{"earbud", "glasses", "watch", "ring"});
  const std::set<DeviceOrder> distinct(orders.begin(), orders.end());
  REQUIRE(distinct.size() == 24);  // 4!
  for (DeviceOrder order : distinct) {
    std::sort(order.begin(), order.end());
    CHECK(order == DeviceOrder{"earbud", "glasses", "ring", "watch"});
  }
}

TEST_CASE("do equal devices that change places make no new order?") {
  const std::vector<DeviceOrder> orders = distinct_device_orders(from_yaml(two_of_a_kind() + kApps), 100);
  // 3! / 2!; d0 stays before d1.
  CHECK(orders == std::vector<DeviceOrder>{{"d0", "d1", "ear"}, {"d0", "ear", "d1"}, {"ear", "d0", "d1"}});
  CHECK(order_count(full_body(5) + kApps) == 1);
}

TEST_CASE("is the path loss of a pair refused the second time, whichever device is named first?") {
  const auto load = [](const std::string& second) {
    return from_yaml(two_of_a_kind("  path_loss: [{between: [d0, ear], loss_db: 70}, {between: [" + second +
                                   "], loss_db: 71}]\n") +
                     kApps);
  };
  CHECK(load("d1, ear").path_loss.size() == 2);
  CHECK_THROWS_WITH(load("d0, ear"), Catch::Contains("path loss of 'd0' and 'ear' is in the list already"));
  CHECK_THROWS_WITH(load("ear, d0"), Catch::Contains("path loss of 'd0' and 'ear' is in the list already"));
}

TEST_CASE("is a device that the scenario names equal to no other?") {
  CHECK(order_count(two_of_a_kind("  path_loss: [{between: [d0, ear], loss_db: 70}]\n") + kApps) == 6);
  const std::string app = "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, ";
  CHECK(order_count(two_of_a_kind() + app + "target_device: d1}\n") == 6);
  CHECK(order_count(two_of_a_kind() + app + "forbidden_devices: [d0]}\n") == 6);
  CHECK(order_count(two_of_a_kind() + "knowledge: {accelerator: +20 %, seed: 1}\n" + kApps) == 6);
  CHECK(order_count(two_of_a_kind() + "knowledge: {accelerator: +20 %}\n" + kApps) == 3);
}

TEST_CASE("are orders drawn, each once and by the seed alone, where there are more than asked for?") {
  const scenario::Scenario w6 = shipped("w6");  // four kinds, two devices each: 8! / 2^4 = 2520 orders
  const std::vector<DeviceOrder> orders = distinct_device_orders(w6, 24);
  CHECK(orders.size() == 24);
  CHECK(std::set<DeviceOrder>(orders.begin(), orders.end()).size() == 24);
  CHECK(orders.front().front() == "earbud");
  for (const DeviceOrder& order : orders) {
    const auto place = [&](const char* name) { return std::find(order.begin(), order.end(), name); };
    CHECK(place("watch") < place("watch2"));
  }
  CHECK(distinct_device_orders(w6, 24) == orders);
  CHECK(distinct_device_orders(shipped("w6", {{"seed", "2"}}), 24) != orders);
  CHECK(distinct_device_orders(w6, 2520).size() == 2520);
  CHECK(distinct_device_orders(w6, 1) == std::vector<DeviceOrder>{orders.front()});
}

TEST_CASE("does device_order move the devices, and what refers to them along?") {
  const scenario::Scenario s = from_yaml(
      two_of_a_kind("  path_loss: [{between: [d0, ear], loss_db: 70}]\n") + "device_order: [ear, d1, d0]\n" +
      "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, source_device: d0}\n");
  REQUIRE(s.devices.size() == 3);
  CHECK(s.devices[scenario::DeviceId(0)].name == "ear");
  CHECK(s.devices[scenario::DeviceId(2)].name == "d0");
  CHECK(s.apps[scenario::AppId(0)].source_device == scenario::DeviceId(2));
  CHECK(s.path_loss[0].between == link::Ends{scenario::DeviceId(0), scenario::DeviceId(2)});
  // resolved.yaml needs no such key: it lists the devices as they are.
  const scenario::Scenario again =
      scenario::read_scenario(input::parse(scenario::to_yaml(s), "resolved.yaml"), library());
  CHECK(again.devices[scenario::DeviceId(0)].name == "ear");
  CHECK(again.path_loss[0].between == link::Ends{scenario::DeviceId(0), scenario::DeviceId(2)});
}

TEST_CASE("does device_order refuse what is no order of all devices, once and by name?") {
  const auto problems = [](const std::string& order) {
    try {
      (void)from_yaml(two_of_a_kind() + "device_order: " + order + "\n" + kApps);
    } catch (const InputError& error) {
      return error.problems();
    }
    return std::vector<Problem>{};
  };
  const auto only = [&](const std::string& order) {
    const std::vector<Problem> found = problems(order);
    REQUIRE(found.size() == 1);
    return found[0].message;
  };
  CHECK_THAT(only("[ear, d0]"), Catch::Contains("lacks device 'd1'"));
  CHECK_THAT(only("[ear, d0, d1, ear]"), Catch::Contains("'ear' stands twice"));
  CHECK_THAT(only("[ear, d0, d2]"), Catch::Contains("d2") && Catch::Contains("d0, d1, ear"));
  CHECK(problems("ear").size() == 1);
}
