// What files say of bodies that change.
#include "synergy/scenario/digest.hpp"
#include "synergy/scenario/load.hpp"

#include <filesystem>
#include <fstream>

#include "../support/folder.hpp"
#include "../support/input_error.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Catch::Matchers::Contains;
using scenario::Action;
using scenario::AppId;
using scenario::DeviceId;

namespace {

const std::string kApps =
    "link: {loss: {model: received_power}}\n"
    "apps:\n"
    "  - {name: a, model: kws, sensor: microphone, interaction: haptic}\n"
    "  - {name: b, model: simplenet, sensor: camera, interaction: display, running: false}\n";

std::string scenario_with(const std::string& keys) { return test::full_body(3) + kApps + keys; }

/// What each scenario of the loader's errors says, in one text.
std::string error_of(const std::string& keys) {
  return synergy::test::input_error_of([&] { return test::from_yaml(scenario_with(keys)); });
}

}  // namespace

TEST_CASE("does a scenario without anything that changes save as it did before there was such a thing?") {
  const scenario::Scenario s = test::shipped("w1");
  CHECK_FALSE(scenario::is_dynamic(s));
  const std::string saved = scenario::to_yaml(s);
  for (const std::string key :
       {"timeline", "processes", "traces", "joining", "replanning", "running", "thermal"})
    CHECK(saved.find(key + ":") == std::string::npos);
}

TEST_CASE("is a timeline read as it is written?") {
  const scenario::Scenario s = test::from_yaml(scenario_with(R"(timeline:
  - {at: "20 s", app: b, do: start}
  - {at: "21 s", app: a, do: {rate: "5 Hz"}}
  - {at: "30 s", device: d2, do: crash, for: "4 s"}
  - {at: "40 s", link: [d1, d0], do: {path_loss_add: "-3.5 dB"}, for: "5 s"}
  - {at: "41 s", link: [d0, d1], do: block}
  - {at: "45 s", device: d0, do: {accelerator_clock: "50 %"}}
)"));
  CHECK(scenario::is_dynamic(s));
  CHECK_FALSE(s.apps[AppId(1)].running);
  REQUIRE(s.timeline.size() == 6);
  CHECK(s.timeline[0].app == AppId(1));
  CHECK(s.timeline[0].action.kind == Action::Kind::start);
  CHECK(s.timeline[1].action.rate.si() == 5);
  CHECK(s.timeline[2].device == DeviceId(2));
  CHECK(s.timeline[2].lasts == seconds(4));
  CHECK(s.timeline[3].link == link::Ends{DeviceId(0), DeviceId(1)});
  CHECK(s.timeline[3].action.number == -3.5);
  CHECK(s.timeline[4].action.kind == Action::Kind::block);
  CHECK(s.timeline[5].action.number == 0.5);
}

TEST_CASE("does everything that may change come back from a saved scenario?") {
  const scenario::Scenario s = test::from_yaml(
      R"(postprocess: none
body:
  devices:
    - {name: d0, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0, microphone_sph0645],
       battery: {energy: "20 mWh", charge: "80 %", at_charge: "20 %", do: sleep}, stored_models: [kws]}
    - {name: d1, accelerator: max78000, radio: nrf52840, interactions: [display_ls013b4dn04, haptic_lra],
       thermal: {resistance_k_per_w: 200, throttle_c: 40}}
)" + kApps +
      R"(timeline:
  - {at: "20 s", app: b, do: start}
  - {at: "21 s", app: a, do: {rate: "0.3 Hz"}}
  - {at: "30 s", device: d1, do: crash, for: "4 s"}
  - {at: "40 s", link: [d1, d0], do: {path_loss: "92.5 dB"}}
  - {at: "50 s", device: d0, do: {charge: "30 %"}}
processes:
  - {device: d1, on: {weibull: {scale: "40 min", shape: 0.8}}, off: {lognormal: {median: "5 min", sigma: 1}}, goes: sleep}
  - {app: b, on: {uniform: ["1 s", "3 s"]}, off: {empirical: "1, 2.5"}, begins_on: false}
  - {link: [d0, d1], model: body_channel, between: [chest, wrist_l]}
  - {posture: {states: [stand, walk], dwell: {stand: "3 min", walk: {exponential: "1 min"}},
     next: {stand: {walk: 1}, walk: {stand: 2}}, path_loss_add: [{link: [d0, d1], walk: "10 dB"}]}}
traces:
  - {points: "0 60, 1.5 72", link: [d0, d1], interpolation: linear, loop: true, sets: path_loss_add}
  - {points: "0 1, 7 0", device: d1}
joining: {advertising_interval: "1285 ms", directed: true}
replanning: {trigger: {drop: "20 %", for: "2 s"}, scope: affected, coordinator: d1, planning_time: {base: "3 ms"},
  handover: make_before_break, compact: true, gain_over_cost: 2.5}
)");
  const std::string saved = scenario::to_yaml(s);
  const scenario::Scenario again =
      scenario::read_scenario(input::parse(saved, "saved.yaml"), test::library());
  CHECK(scenario::to_yaml(again) == saved);
  scenario::Digester digest;
  CHECK(digest(again) == digest(s));
  CHECK(again.devices[DeviceId(0)].battery_use.charge.si() == 0.8);
  CHECK(again.devices[DeviceId(0)].stored_models->front()->name() == "kws");
  CHECK(again.devices[DeviceId(1)].thermal->throttle_c == 40);
  CHECK(again.processes[1].off->values == std::vector{seconds(1), seconds(2.5)});
  CHECK(again.processes[3].posture->added[0].db == std::vector<double>{0, 10});
  CHECK(again.traces[0].points[1].value == 72);
  CHECK(again.replanning.trigger.kind == scenario::Trigger::Kind::drop);
  CHECK(again.replanning.coordinator == DeviceId(1));
}

TEST_CASE("do traces come from CSV files and from two columns of microseconds and dB?") {
  const test::Folder folder;
  std::ofstream(folder.path() / "walk.csv") << "time_ms,rssi_dbm,path_loss_db\n0,-60,60\n250,-70,70.5\n";
  std::ofstream(folder.path() / "att.txt") << "# us dB\n0 60\n1500000\t72.25 # walking\n";
  const auto read = [&](const std::string& trace) {
    const auto file = folder.path() / "s.yaml";
    std::ofstream(file) << "schema_version: 1\nname: test\n" + scenario_with("traces: [" + trace + "]\n");
    return scenario::load_scenario(file.string(), test::library()).traces.at(0).points;
  };
  const auto csv = read("{file: walk.csv, columns: {time: time_ms, value: path_loss_db}, link: [d0, d1]}");
  REQUIRE(csv.size() == 2);
  CHECK(csv[1].at == milliseconds(250));
  CHECK(csv[1].value == 70.5);
  const auto columns = read("{file: att.txt, link: [d0, d1]}");
  REQUIRE(columns.size() == 2);
  CHECK(columns[1].at == seconds(1.5));
  CHECK(columns[1].value == 72.25);
  CHECK_THROWS_WITH(read("{file: walk.csv, columns: {time: time_ms, value: path_los_db}, link: [d0, d1]}"),
                    Contains("did you mean 'path_loss_db'?"));
  CHECK_THROWS_WITH(read("{file: walk.csv, columns: {time: rssi_dbm, value: path_loss_db}, link: [d0, d1]}"),
                    Contains("does not say its unit"));
}

TEST_CASE("is told at its line what a timeline cannot mean?") {
  const auto [keys, message] = GENERATE(table<std::string, std::string>({
      {"timeline: [{at: 1 s, app: a, do: start}]", "app 'a' runs from the beginning"},
      {"timeline: [{at: 2 s, app: b, do: start}, {at: 1 s, app: b, do: start}]", "app 'b' runs since 1 s"},
      {"timeline: [{at: 1 s, app: b, do: stop}]", "app 'b' does not run"},
      {"timeline: [{at: 1 s, device: d0, do: join}]", "device 'd0' is there from the beginning"},
      {"timeline: [{at: 1 s, device: d0, do: crash}, {at: 2 s, device: d0, do: leave}]",
       "it has been away since 1 s"},
      {"timeline: [{at: 1 s, device: dO, do: leave}]", "unknown device 'dO'; known: d0, d1, d2"},
      {"timeline: [{at: 1 s, app: c, do: stop}]", "unknown app 'c'; known: a, b"},
      {"timeline: [{at: 1 s, device: d0, do: start}]",
       "unknown action 'start'; known: leave, crash, join, sleep, accelerator_clock, charge"},
      {"timeline: [{at: 1 s, device: d0, do: {charge: 20 %}}]", "device 'd0' has no battery"},
      {"timeline: [{at: 1 s, do: start}]", "is about one app, one device or one link"},
      {"timeline: [{at: 1 s, device: d0, do: accelerator_clock}]", "needs a value"},
      {"timeline: [{at: 1 s, device: d0, do: {accelerator_clock: 1.5}}]", "1.5"},
      {"timeline: [{at: 1 s, link: [d0, d1], do: {path_loss: 92}}]", "'92' is not a ratio such as \"20 dB\""},
      {"processes: [{device: d0, on: 3 s}]", "'off' is missing"},
      {"processes: [{device: d0, on: 3 s, off: {gamma: 1 s}}]", "unknown law 'gamma'; known: fixed, uniform"},
      {"processes: [{posture: {states: [a, a], dwell: 3 s}}]", "two states are named 'a'"},
      {"traces: [{link: [d0, d1]}]", "a trace has a 'file'"},
      {"traces: [{points: '0 60, 0 70', link: [d0, d1]}]", "time 0 is not after the one before it"},
      {"traces: [{points: '0 0.5', device: d0}]", "is not 0 or 1"},
      {"replanning: {trigger: {drop: 20 %}}", "'drop' needs 'for'"},
      {"replanning: {trigger: {every: 1 ns}}", "1 ns is out of range: 1 ms to"},
      {"replanning: {trigger: {drop: 20 %, for: 999 us}}", "999 us is out of range: 1 ms to"},
      {"replanning: {coordinator: d7}", "unknown device 'd7'"},
      {"joining: {scan_window: 70 ms}", "the scan window is longer"},
  }));
  const std::string error = error_of(keys + "\n");
  INFO(keys << "\n" << error);
  CHECK(error.find(message) != std::string::npos);
  // Line 13 or so of the text, wherever in the line.
  CHECK(error.find("test.yaml:") == 0);
}

TEST_CASE("is a path loss refused where no link looks at it?") {
  const std::string text = test::full_body(2) +
                           "apps: [{name: a, model: kws, sensor: microphone, interaction: haptic}]\n"
                           "timeline: [{at: 1 s, link: [d0, d1], do: {path_loss: 92 dB}}]\n";
  CHECK_THROWS_WITH(test::from_yaml(text), Contains("no link looks at its path loss"));
}

TEST_CASE("is a run refused whose samples of fading would fill the memory?") {
  const std::string keys =
      "processes: [{link: [d0, d1], model: body_channel, between: [head, wrist_l]}, {link: [d0, d2], model: "
      "body_channel, between: [head, wrist_r]}]\n";
  CHECK(error_of(keys + "measurement: {window: 9 h}\n") == "");
  CHECK_THAT(error_of(keys + "measurement: {window: 10 h}\n"),
             Contains("samples, and at most 7000000 are possible"));
}
