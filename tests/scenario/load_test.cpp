#include "synergy/link/ble/spec.hpp"

#include <filesystem>

#include "../support/input_error.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::library;
using synergy::test::shipped;

namespace {

std::string error_of(const std::string& yaml) {
  return synergy::test::input_error_of([&] { return from_yaml(yaml); }, "no error");
}

const std::string kApp = "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n";

}  // namespace

TEST_CASE("does every shipped scenario and body load?") {
  for (const std::string& name : library().scenario_names()) {
    CAPTURE(name);
    CHECK(shipped(name).name == name);
  }
  for (const auto& entry : std::filesystem::directory_iterator(SYNERGY_SOURCE_DIR "/scenarios/bodies")) {
    CAPTURE(entry.path());
    CHECK(!scenario::read_body(input::load(entry.path()), library()).empty());
  }
}

TEST_CASE("does w1 say what the reproduction says?") {
  const scenario::Scenario w1 = shipped("w1");
  REQUIRE(w1.apps.size() == 3);
  CHECK(w1.body == "body4");
  CHECK(w1.devices.size() == 4);
  CHECK(w1.apps[scenario::AppId(2)].model->name() == "unet");
  CHECK(w1.apps[scenario::AppId(2)].result == Bytes(2304));
  CHECK(w1.apps[scenario::AppId(0)].result == Bytes(4));
  CHECK(w1.link.get<link::BleSpec>().connection_interval == milliseconds(15));
  CHECK(w1.load.regime == scenario::Regime::rounds);
}

TEST_CASE("does the resolved scenario load again to the same text without any other file?") {
  for (const std::string& name : library().scenario_names()) {
    CAPTURE(name);
    const std::string resolved = scenario::to_yaml(shipped(name));
    scenario::Library nothing("/nonexistent");
    const scenario::Scenario again =
        scenario::read_scenario(input::parse(resolved, "resolved.yaml"), nothing);
    CHECK(scenario::to_yaml(again) == resolved);
  }
}

TEST_CASE("does a setting on the command line reach the scenario?") {
  const scenario::Scenario s = shipped("w1", {{"link.connection_interval", "30 ms"},
                                              {"apps.unet.result_bytes", "100 B"},
                                              {"apps.0.sensing", "fresh"},
                                              {"load", "{regime: saturated}"}});
  CHECK(s.link.get<link::BleSpec>().connection_interval == milliseconds(30));
  CHECK(s.apps[scenario::AppId(2)].result == Bytes(100));
  CHECK(s.apps[scenario::AppId(0)].sensing == scenario::Sensing::fresh);
  CHECK(s.load.regime == scenario::Regime::saturated);
  CHECK_THROWS_WITH(shipped("w1", {{"apps.7.sensing", "fresh"}}), Catch::Contains("no list item '7'"));
  CHECK_THROWS_WITH(shipped("w1", {{"linc.phy", "1M"}}), Catch::Contains("unknown key 'linc'"));
}

TEST_CASE("does a bad scenario name its line, the problem and the valid choices?") {
  using Catch::Contains;
  CHECK_THAT(error_of(full_body(1) + "apps: []\n"),
             Contains("test.yaml:8:7: a scenario needs at least one app"));
  CHECK_THAT(error_of(full_body(1)), Contains("missing key 'apps'"));
  CHECK_THAT(error_of("body: body4\napps:\n  - {model: kws, sensor: radar, interaction: haptic}\n"),
             Contains("test.yaml:5:26: no device of the body has this sensor") &&
                 Contains("camera, imu, microphone, ppg"));
  CHECK_THAT(error_of("body: body4\napps:\n  - {model: kvs, sensor: microphone, interaction: haptic}\n"),
             Contains("test.yaml:5:13: unknown model 'kvs'") && Contains("did you mean 'kws'?"));
  CHECK_THAT(error_of("body: body9\n" + kApp), Contains("unknown body 'body9'") && Contains("body4"));
  CHECK_THAT(error_of("body: body4\nlink: {connection_interval: 15}\n" + kApp), Contains("has no unit"));
  CHECK_THAT(error_of("body: body4\nlink: {connection_interval: 15 mW}\n" + kApp),
             Contains("wrong unit 'mW'"));
  CHECK_THAT(error_of("body: body4\nplannner: synergy\n" + kApp), Contains("did you mean 'planner'?"));
  CHECK_THAT(error_of("body: body4\npolicy: fast\n" + kApp),
             Contains("unknown policy 'fast'") && Contains("adaptive"));
  CHECK_THAT(error_of("body: body4\nload: {regime: periodic}\n" + kApp), Contains("needs a rate"));
  CHECK_THAT(error_of(full_body(1) + "    - {name: d0, radio: nrf52840}\n" + kApp),
             Contains("two devices are named 'd0'"));
  CHECK_THAT(error_of("body: body4\n" + kApp + "  - {model: kws, sensor: microphone, interaction: haptic}\n"),
             Contains("two apps are named 'kws'"));
  CHECK_THROWS_WITH(shipped("w9"), Contains("unknown scenario 'w9'") && Contains("w1"));
  CHECK_THROWS_WITH(shipped("nowhere/w1.yaml"), Contains("no such file"));
}

TEST_CASE("is a file of another kind called what it is, and not told key by key that it is no scenario?") {
  for (const auto& [text, what] :
       {std::pair{"devices: []\n", "but a body, which a scenario names under `body`"},
        {"layers: []\n", "but a model"},
        {"kind: radio\n", "but a profile"},
        {"scenarios: w1\n", "but a sweep"}}) {
    const std::string error = error_of(text);
    CHECK_THAT(error, Catch::Contains("no scenario, which has `body` and `apps`, ") && Catch::Contains(what));
    CHECK_THAT(error, !Catch::Contains("unknown key"));
  }
  CHECK_THAT(error_of("seed: 1\n"), Catch::Contains("missing key 'body'"));
}

TEST_CASE("are all problems of a scenario reported together?") {
  const std::string all =
      error_of("body: body4\npolicy: fast\nseed: -1\napps:\n  - {model: kws, sensor: radar}\n");
  CHECK(std::count(all.begin(), all.end(), '\n') == 3);  // four lines: policy, seed, sensor, interaction
}
