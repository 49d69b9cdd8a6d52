#include "../support/input_error.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::Objective;
using synergy::test::from_yaml;
using synergy::test::shipped;

namespace {

const std::string kHead = "body: body4\n";
const std::string kKws = "apps:\n  - {model: kws, sensor: microphone, interaction: haptic";

std::string error_of(const std::string& yaml) {
  return synergy::test::input_error_of([&] { return from_yaml(yaml); }, "no error");
}

}  // namespace

TEST_CASE("do objective and constraints read as written, and survive the resolved scenario?") {
  const std::string yaml = kHead +
                           "objective: {round_per_ms: 1, latency_per_ms: 0.25, energy_per_mj: 12.5}\n"
                           "battery_life_floor: {watch: \"24 h\", ring: \"90 min\"}\n" +
                           kKws +
                           ", latency_limit: \"80 ms\", forbidden_devices: [ring, earbud, ring],\n"
                           "     pinned_segments: [{device: watch, first: 0, last: 3}]}\n";
  // The only microphone is forbidden here: said, then allowed.
  CHECK_THAT(error_of(yaml), Catch::Contains("every device with a microphone is forbidden"));
  std::string allowed = yaml;
  allowed.replace(allowed.find("ring, earbud, ring"), 18, "ring, glasses, ring");
  const scenario::Scenario s = from_yaml(allowed);
  CHECK(s.objective == Objective{Objective::Kind::weighted, 1000, 250, 12'500});
  CHECK(!s.devices[scenario::DeviceId(0)].battery_life_floor);
  CHECK(s.devices[scenario::DeviceId(2)].battery_life_floor == seconds(24 * 3600));
  CHECK(s.devices[scenario::DeviceId(3)].battery_life_floor == seconds(5400));
  const scenario::AppConstraints& constraints = s.apps[scenario::AppId(0)].constraints;
  CHECK(constraints.latency_limit == milliseconds(80));
  CHECK(constraints.forbidden_devices == std::vector{scenario::DeviceId(1), scenario::DeviceId(3)});
  CHECK(constraints.pinned_segments == std::vector<scenario::PinnedSegment>{{{0, 3}, scenario::DeviceId(2)}});
  const std::string resolved = scenario::to_yaml(s);
  scenario::Library nothing("/nonexistent");
  const auto again = scenario::read_scenario(input::parse(resolved, "resolved.yaml"), nothing);
  CHECK(again.objective == s.objective);
  CHECK(again.apps[scenario::AppId(0)].constraints == constraints);
  CHECK(scenario::to_yaml(again) == resolved);
}

TEST_CASE("is the objective throughput, and nothing limited, unless the scenario says so?") {
  const scenario::Scenario w1 = shipped("w1");
  CHECK(w1.objective == Objective{});
  CHECK(w1.apps[scenario::AppId(0)].constraints == scenario::AppConstraints{});
  CHECK(shipped("w1", {{"objective", "energy"}}).objective.kind == Objective::Kind::energy);
  const scenario::Scenario floor = shipped("w1", {{"battery_life_floor", "12 h"}});
  for (const scenario::Device& device : floor.devices) CHECK(device.battery_life_floor == seconds(43'200));
}

TEST_CASE("do bad objectives and constraints name the problem and the valid choices?") {
  const auto with = [](const std::string& keys) { return error_of(kHead + keys + "\n" + kKws + "}\n"); };
  CHECK_THAT(with("objective: thruput"), Catch::Contains("throughput, latency, energy"));
  CHECK_THAT(with("objective: weighted"), Catch::Contains("weighted") && Catch::Contains("energy"));
  CHECK_THAT(with("objective: {round_ms: 1}"), Catch::Contains("round_per_ms"));
  CHECK_THAT(with("objective: {}"), Catch::Contains("at least 0.001"));
  CHECK_THAT(with("battery_life_floor: {wrist: \"1 h\"}"), Catch::Contains("watch"));
  CHECK_THAT(with("battery_life_floor: \"5 mW\""), Catch::Contains("mW"));
  const auto app = [](const std::string& keys) { return error_of(kHead + kKws + ", " + keys + "}\n"); };
  CHECK_THAT(app("forbidden_devices: [wrist]"), Catch::Contains("earbud, glasses, watch, ring"));
  CHECK_THAT(app("pinned_segments: [{device: ring, first: 3, last: 1}]"),
             Catch::Contains("first <= last, found 3 and 1"));
  CHECK_THAT(app("pinned_segments: [{device: ring, first: 0, last: 90}]"), Catch::Contains("90"));
  CHECK_THAT(app("latency_limit: \"5 B\""), Catch::Contains("5 B"));
  // Pins that no plan could keep.
  CHECK_THAT(app("source_device: ring"),
             Catch::Contains("test.yaml:5:") &&
                 Catch::Contains("device 'ring' has no microphone; those with one: earbud"));
  CHECK_THAT(app("target_device: glasses"), Catch::Contains("has no haptic; those with one: watch, ring"));
  CHECK_THAT(app("target_device: ring, forbidden_devices: [ring]"),
             Catch::Contains("one of forbidden_devices"));
  CHECK_THAT(app("forbidden_devices: [ring], pinned_segments: [{device: ring, first: 0, last: 1}]"),
             Catch::Contains("device 'ring' is one of forbidden_devices"));
  CHECK_THAT(app("pinned_segments: [{device: ring, first: 1, last: 3}, {device: watch, first: 3, last: 4}]"),
             Catch::Contains("layers 3-3 are pinned to ring and to watch"));
  CHECK(app("pinned_segments: [{device: ring, first: 1, last: 3}, {device: ring, first: 3, last: 4}]") ==
        "no error");
  CHECK_THAT(error_of(test::full_body(1) + "battery_life_floor: \"1 h\"\n" + kKws + "}\n"),
             Catch::Contains("no device of the body has a battery"));
}
