// Plan files: what is written reads back, and what is wrong in a file is said with its line.
#include "synergy/plan/io.hpp"

#include "synergy/base/random.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>

#include "../support/input_error.hpp"
#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

scenario::Scenario two_apps() {
  return from_yaml(full_body(3) +
                   "apps:\n  - {name: first, model: kws, sensor: microphone, interaction: haptic}\n"
                   "  - {name: second, model: convnet5, sensor: camera, interaction: display}\n");
}

plan::CollaborationPlan read(const std::string& text, const scenario::Scenario& s) {
  return plan::read_plan(input::parse(text, "plan.yaml"), s);
}

std::string error_of(const std::string& text, const scenario::Scenario& s) {
  return synergy::test::input_error_of([&] { return read(text, s); }, "no error");
}

const std::string kGood =
    "schema_version: 1\n"
    "scenario: test\n"
    "apps:\n"
    "  - app: first\n"
    "    source: d0\n"
    "    segments:\n"
    "      - {device: d1, first: 0, last: 8}\n"
    "    target: d2\n"
    "  - app: second\n"
    "    source: d1\n"
    "    segments:\n"
    "      - {device: d0, first: 0, last: 1}\n"
    "      - {device: d2, first: 2, last: 4}\n"
    "    target: d1\n";

/// kGood with the first `from` replaced by `to`.
std::string changed(const std::string& from, const std::string& to) {
  std::string text = kGood;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("is a plan file read as the plan it describes, and written as the same file?") {
  const scenario::Scenario s = two_apps();
  const plan::CollaborationPlan expected =
      test::plan_of({{0, {{1, {0, 8}}}, 2}, {1, {{0, {0, 1}}, {2, {2, 4}}}, 1}});
  CHECK(read(kGood, s) == expected);
  CHECK(plan::to_yaml(expected, s) == kGood);
}

TEST_CASE("do apps come in the scenario's order, whatever their order in the plan file?") {
  const scenario::Scenario s = two_apps();
  const std::string swapped =
      "schema_version: 1\n"
      "scenario: test\n"
      "deployment: [second, first]\n"
      "apps:\n"
      "  - {app: second, source: d1, segments: [{device: d0, first: 0, last: 4}], target: d1}\n"
      "  - {app: first, source: d0, segments: [{device: d1, first: 0, last: 8}], target: d2}\n";
  const plan::CollaborationPlan expected =
      test::plan_of({{0, {{1, {0, 8}}}, 2}, {1, {{0, {0, 4}}}, 1}}, {1, 0});
  CHECK(read(swapped, s) == expected);
}

TEST_CASE("does every plan, feasible or not, read back to the same value?") {
  RandomStream random(stream_seed(3, 0, "plan_io_test"));
  for (const char* name : {"w1", "w3", "w5", "w6"}) {
    const scenario::Scenario s = shipped(name);
    const auto last_device = static_cast<std::int64_t>(s.devices.size()) - 1;
    for (int i = 0; i < 50; ++i) {
      plan::CollaborationPlan plan;
      for (std::size_t a = 0; a < s.apps.size(); ++a) {
        plan::ExecutionPlan& app = plan.apps.emplace_back();
        app.source = plan::DeviceId(random.integer(0, last_device));
        app.target = plan::DeviceId(random.integer(0, last_device));
        const std::int64_t segments = random.integer(1, 3);
        for (std::int64_t k = 0; k < segments; ++k) {
          plan::Segment& segment = app.segments.emplace_back();
          segment.device = plan::DeviceId(random.integer(0, last_device));
          segment.layers.first = static_cast<int>(random.integer(0, 60));
          segment.layers.last = static_cast<int>(random.integer(0, 60));
        }
        plan.deployment.emplace_back(a);
      }
      if (random.uniform() < 0.5) plan.deployment.clear();
      if (random.uniform() < 0.5) std::reverse(plan.deployment.begin(), plan.deployment.end());
      const std::string text = plan::to_yaml(plan, s);
      CAPTURE(text);
      CHECK(read(text, s) == plan);
      CHECK(plan::to_yaml(read(text, s), s) == text);
    }
  }
}

TEST_CASE("do names that YAML would read as something else survive the file?") {
  const scenario::Scenario s = from_yaml(
      "body:\n  devices:\n"
      "    - {name: \"null\", accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645]}\n"
      "    - {name: \"left: ear #2\", accelerator: max78000, radio: nrf52840, interactions: [haptic_lra]}\n"
      "apps:\n"
      "  - {name: \"12\", model: kws, sensor: microphone, interaction: haptic}\n"
      "  - {name: \"a \\\"b\\\", [c]\", model: kws, sensor: microphone, interaction: haptic}\n");
  const plan::CollaborationPlan plan = test::plan_of({{0, {{0, {0, 8}}}, 1}, {0, {{1, {0, 8}}}, 1}}, {1, 0});
  const std::string text = plan::to_yaml(plan, s);
  CAPTURE(text);
  CHECK(read(text, s) == plan);
}

TEST_CASE("is each mistake in a plan file said with its line and the valid choices?") {
  const scenario::Scenario s = two_apps();
  SECTION("an unknown device") {
    CHECK(error_of(changed("source: d0", "source: d7"), s) ==
          "plan.yaml:5:13: unknown device 'd7'; known: d0, d1, d2; did you mean 'd0'?");
    CHECK_THAT(error_of(changed("{device: d2", "{device: watch"), s),
               Catch::StartsWith("plan.yaml:13:18: unknown device 'watch'; known: d0, d1, d2"));
    CHECK_THAT(error_of(changed("target: d1", "target: D1"), s),
               Catch::StartsWith("plan.yaml:14:13: unknown device 'D1'"));
  }
  SECTION("an unknown app, which also leaves one without a plan") {
    CHECK(error_of(changed("app: second", "app: secnd"), s) ==
          "plan.yaml:4:3: app 'second' has no plan\n"
          "plan.yaml:9:10: unknown app 'secnd'; known: first, second; did you mean 'second'?");
  }
  SECTION("an app twice, so that the other one is missing") {
    const std::string message = error_of(changed("app: second", "app: first"), s);
    CHECK_THAT(message, Catch::Contains("plan.yaml:9:10: app 'first' has two plans"));
    CHECK_THAT(message, Catch::Contains("app 'second' has no plan"));
  }
  SECTION("an app missing") {
    const std::string one_app = kGood.substr(0, kGood.find("  - app: second"));
    CHECK(error_of(one_app, s) == "plan.yaml:4:3: app 'second' has no plan");
  }
  SECTION("unknown and missing keys") {
    CHECK_THAT(error_of(changed("target:", "traget:"), s),
               Catch::Contains("plan.yaml:8:5: unknown key 'traget'") &&
                   Catch::Contains("did you mean 'target'?") && !Catch::Contains("missing key 'target'"));
    CHECK_THAT(
        error_of(changed("last: 8", "lst: 8"), s),
        !Catch::Contains("missing key 'last'") && Catch::Contains("plan.yaml:7:32: unknown key 'lst'"));
    CHECK_THAT(error_of(kGood + "policy: adaptive\n", s),
               Catch::StartsWith("plan.yaml:15:1: unknown key 'policy'"));
    CHECK_THAT(error_of(changed("scenario: test\n", ""), s), Catch::Contains("missing key 'scenario'"));
  }
  SECTION("values of the wrong type") {
    CHECK_THAT(error_of(changed("first: 0, last: 8", "first: 0, last: eight"), s),
               Catch::StartsWith("plan.yaml:7:38: expected a whole number, found 'eight'"));
    CHECK_THAT(error_of(changed("first: 0", "first: -1"), s),
               Catch::StartsWith("plan.yaml:7:29: -1 is out of range"));
    CHECK_THAT(error_of("schema_version: 1\nscenario: test\napps: none\n", s),
               Catch::Contains("plan.yaml:3:7: expected a list, found"));
    CHECK_THAT(error_of(changed("schema_version: 1", "schema_version: 2"), s),
               Catch::StartsWith("plan.yaml:1:17: this program reads schema_version 1 only"));
    CHECK_THAT(error_of(changed("\n      - {device: d1, first: 0, last: 8}", " []"), s),
               Catch::StartsWith("plan.yaml:6:15: an app needs at least one segment"));
  }
  SECTION("several at once, in the order of the file") {
    std::string text = changed("source: d0", "source: dx");
    text.replace(text.rfind("target: d1"), 10, "target: dy");
    const std::string message = error_of(text, s);
    const auto first = message.find("plan.yaml:5:13");
    const auto second = message.find("plan.yaml:14:13");
    REQUIRE(first != std::string::npos);
    REQUIRE(second != std::string::npos);
    CHECK(first < second);
  }
}

TEST_CASE("is a plan that chooses the link of a pair twice refused at the second choice?") {
  const scenario::Scenario s =
      from_yaml(full_body(3) +
                "more_links: [{name: body, devices: [d0, d1], link: {kind: generic, profile: wi_r}}]\n"
                "apps:\n  - {name: first, model: kws, sensor: microphone, interaction: haptic}\n"
                "  - {name: second, model: convnet5, sensor: camera, interaction: display}\n");
  const std::string once = "links:\n  - {between: [d0, d1], link: ble}\n";
  CHECK(error_of(kGood + once, s) == "no error");
  CHECK(error_of(kGood + once + "  - {between: [d1, d0], link: body}\n", s) ==
        "plan.yaml:17:5: the link of 'd0' and 'd1' is chosen above already");
}
