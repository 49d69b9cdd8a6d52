// The list of what happens to a body.
#include "synergy/dynamics/expand.hpp"

#include "synergy/dynamics/world.hpp"

#include <algorithm>
#include <cmath>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::dynamics;

namespace {

scenario::Scenario scenario_with(const std::string& keys) {
  return test::from_yaml(
      test::full_body(3) +
      "link: {loss: {model: received_power}}\n"
      "apps:\n"
      "  - {name: a, model: kws, sensor: microphone, interaction: haptic}\n"
      "  - {name: b, model: simplenet, sensor: camera, interaction: display, running: false}\n" +
      keys);
}

std::vector<std::string> texts(const std::vector<Change>& changes) {
  std::vector<std::string> all;
  for (const Change& change : changes) all.push_back(fmt::format("{} {}", to_text(change.at), change.text));
  return all;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("is a scenario that does not change without changes?") {
  CHECK(expand(test::shipped("w1"), 0, seconds(1000)).empty());
}

TEST_CASE("do changes come by time, those of one instant in the order of the file?") {
  const auto s = scenario_with(R"(timeline:
  - {at: "2 s", device: d1, do: leave}
  - {at: "1 s", app: b, do: start}
  - {at: "2 s", device: d0, do: crash}
  - {at: "9 s", device: d0, do: join}
)");
  CHECK(texts(expand(s, 0, seconds(9))) == Texts{"1 s b starts", "2 s d1 leaves", "2 s d0 is lost"});
  CHECK(expand(s, 0, seconds(10)).size() == 4);
}

TEST_CASE("is everything after a line with 'for' as it would be without the line?") {
  const auto s = scenario_with(R"(timeline:
  - {at: "1 s", link: [d0, d1], do: {path_loss_add: "20 dB"}, for: "5 s"}
  - {at: "2 s", link: [d0, d1], do: {path_loss: "60 dB"}}
  - {at: "3 s", link: [d0, d1], do: block, for: "1 s"}
  - {at: "3 s", device: d2, do: sleep, for: "4 s"}
  - {at: "5 s", device: d2, do: leave}
  - {at: "8 s", device: d2, do: join}
  - {at: "10 s", app: b, do: start, for: "1 s"}
)");
  CHECK(texts(expand(s, 0, seconds(20))) == Texts{"1 s d0-d1: path loss 95 dB", "2 s d0-d1: path loss 80 dB",
                                                  "3 s d0-d1: blocked", "3 s d2 sleeps",
                                                  "4 s d0-d1: path loss 80 dB", "6 s d0-d1: path loss 60 dB",
                                                  "8 s d2 joins", "10 s b starts", "11 s b stops"});
}

TEST_CASE("are processes the same whoever asks, and others in another replication?") {
  const auto s = scenario_with(
      "processes:\n"
      "  - {device: d0, on: {exponential: 40 s}, off: {exponential: 5 s}}\n"
      "  - {app: a, on: {lognormal: {median: 10 s, sigma: 1}}, off: 3 s, begins_on: false}\n");
  const auto changes = texts(expand(s, 0, seconds(1000)));
  CHECK(changes.size() > 40);
  CHECK(changes == texts(expand(s, 0, seconds(1000))));
  CHECK(changes != texts(expand(s, 1, seconds(1000))));
  CHECK(changes.front() == "0 s a stops");
  // A process more leaves the others' numbers as they were.
  const auto more = scenario_with(
      "processes:\n"
      "  - {device: d1, on: {exponential: 40 s}, off: {exponential: 5 s}}\n"
      "  - {device: d0, on: {exponential: 40 s}, off: {exponential: 5 s}}\n"
      "  - {app: a, on: {lognormal: {median: 10 s, sigma: 1}}, off: 3 s, begins_on: false}\n");
  auto without = texts(expand(more, 0, seconds(1000)));
  std::erase_if(without, [](const std::string& text) { return text.find("d1") != std::string::npos; });
  CHECK(without == changes);
  // An earlier end cuts the list off and changes nothing else.
  const auto shorter = texts(expand(s, 0, seconds(300)));
  CHECK(std::equal(shorter.begin(), shorter.end(), changes.begin()));
}

TEST_CASE("does a trace hold, go in lines, begin anew?") {
  const auto s = scenario_with("traces: [{points: '1 60, 2 61, 4 60', link: [d0, d1], loop: true}]\n");
  std::vector<std::pair<double, double>> told;
  for (const Change& change : expand(s, 0, seconds(8)))
    told.emplace_back(change.at.s(), *std::get<LinkLoss>(change.what).path_loss_db);
  // The first time follows the last by 2 s, and has the same value.
  CHECK(told == std::vector<std::pair<double, double>>{{1, 60}, {2, 61}, {4, 60}, {7, 61}});
  const auto linear = scenario_with(
      "traces: [{points: '1 60, 2 61', link: [d0, d1], interpolation: linear, step: 250 ms}]\n");
  told.clear();
  for (const Change& change : expand(linear, 0, seconds(8)))
    told.emplace_back(change.at.s(), *std::get<LinkLoss>(change.what).path_loss_db);
  CHECK(told ==
        std::vector<std::pair<double, double>>{{1, 60}, {1.25, 60.25}, {1.5, 60.5}, {1.75, 60.75}, {2, 61}});
  const auto presence = scenario_with("traces: [{points: '0 1, 3 0, 5 1', device: d2}]\n");
  CHECK(texts(expand(presence, 0, seconds(100))) == Texts{"3 s d2 leaves", "5 s d2 joins"});
}

TEST_CASE("do postures come as often as their lengths say, and add to the path loss?") {
  const auto s = scenario_with(R"(processes:
  - posture: {states: [stand, lie], dwell: {stand: {exponential: "30 s"}, lie: {exponential: "10 s"}},
              path_loss_add: [{link: [d0, d1], lie: "20 dB"}]}
)");
  const double end = 40000;
  double lying = 0;
  double since = 0;
  bool lies = false;
  for (const Change& change : expand(s, 0, seconds(end))) {
    if (lies) lying += change.at.s() - since;
    lies = *std::get<LinkLoss>(change.what).path_loss_db == 95;
    since = change.at.s();
    CHECK(change.lasting);
  }
  // A quarter of the time; a thousand cycles: standard deviation of about 0.6 %.
  CHECK(lying / end == Approx(0.25).margin(0.02));
}

TEST_CASE("is the world of an instant an ordinary scenario?") {
  const auto s = scenario_with(R"(timeline:
  - {at: "1 s", app: b, do: start}
  - {at: "2 s", device: d0, do: leave}
  - {at: "3 s", device: d2, do: {accelerator_clock: 0.5}}
  - {at: "4 s", link: [d1, d2], do: {path_loss: "90 dB"}}
  - {at: "5 s", app: a, do: {rate: "3 Hz"}}
  - {at: "6 s", device: d1, do: crash}
  - {at: "6 s", device: d2, do: crash}
)");
  const auto changes = expand(s, 0, seconds(100));
  const auto start = world_at(s, changes, Time());
  CHECK(start.devices.size() == 3);
  CHECK(start.apps.size() == 1);
  CHECK_FALSE(scenario::is_dynamic(start));
  const auto later = world_at(s, changes, seconds(5));
  REQUIRE(later.devices.size() == 2);
  CHECK(later.devices[DeviceId(0)].name == "d1");
  CHECK(later.apps.size() == 2);
  CHECK(later.apps[AppId(0)].rate.si() == 3);
  REQUIRE(later.path_loss.size() == 1);
  CHECK(later.path_loss[0].between == link::Ends{DeviceId(0), DeviceId(1)});
  CHECK(later.path_loss[0].db == 90);
  CHECK(later.devices[DeviceId(1)].accelerator != s.devices[DeviceId(2)].accelerator);
  CHECK_FALSE(scenario::is_dynamic(later));
  // It is what a file would say.
  const auto again =
      scenario::read_scenario(input::parse(scenario::to_yaml(start), "w.yaml"), test::library());
  CHECK(scenario::to_yaml(again) == scenario::to_yaml(start));
  const auto end = world_at(s, changes, seconds(6));
  CHECK(end.devices.empty());
  CHECK(end.apps.empty());
  const auto without = left_out(s, world_after(s, changes, seconds(6)));
  REQUIRE(without.size() == 2);
  CHECK(without[0].reason == "no device that is there has a microphone");
}

TEST_CASE("does an app wait where the device it is pinned to is away?") {
  const auto s = test::from_yaml(test::full_body(3) +
                                 "apps:\n"
                                 "  - {name: a, model: kws, sensor: microphone, interaction: haptic, "
                                 "source_device: d2, forbidden_devices: [d0]}\n"
                                 "timeline: [{at: 1 s, device: d2, do: leave}, {at: 2 s, device: d0, do: "
                                 "leave}, {at: 3 s, device: d2, do: join}]\n");
  const auto changes = expand(s, 0, seconds(10));
  CHECK(left_out(s, world_after(s, changes, seconds(1))).at(0).reason ==
        "source_device is 'd2', which is away");
  const auto back = world_at(s, changes, seconds(3));
  REQUIRE(back.apps.size() == 1);
  CHECK(back.apps[AppId(0)].source_device == DeviceId(1));
  CHECK(back.apps[AppId(0)].constraints.forbidden_devices.empty());
}
