#include "synergy/attack/judge.hpp"

#include "synergy/input/usage_error.hpp"
#include "synergy/simulation/evaluator.hpp"

#include "spaces.hpp"
#include <catch2/catch.hpp>

namespace synergy::attack {
namespace {

using test::case_of;

const planner::Registry& planners() { return planner::Registry::builtin(); }

Side side(const std::string& text) { return side_of(text, scenario::Policy::adaptive, planners()); }

/// Two apps hold each other's best accelerator if the first one is placed first.
Case device_order() {
  return case_of(
      "body:\n  devices:\n"
      "    - {name: d0, radio: nrf52840, interactions: [haptic_lra]}\n"
      "    - {name: d1, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645, "
      "camera_hm01b0]}\n"
      "    - {name: d2, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0]}\n"
      "apps:\n"
      "  - {name: a0, model: kws, sensor: microphone, interaction: haptic}\n"
      "  - {name: a1, model: ressimplenet, sensor: camera, interaction: haptic}\n"
      "link: {kind: ble, phy: 2M, connection_interval: 7.5 ms}\n");
}

Verdict judged(const Question& question, const Case& one, const std::string& conditions = "") {
  Conditions keep;
  if (!conditions.empty())
    keep = read_conditions(input::parse("schema_version: 1\nconditions:\n" + conditions, "c.yaml"));
  return Judge(question, keep, 20'000, "case.yaml", test::library())(one);
}

TEST_CASE("is a planner's loss how many times better the other one is, by every metric?") {
  for (const Metric metric : {Metric::throughput, Metric::latency, Metric::objective}) {
    CAPTURE(static_cast<int>(metric));
    const Verdict lost = judged({side("synergy"), side("optimal"), metric}, device_order());
    REQUIRE(lost.kind == Verdict::Kind::judged);
    CHECK(lost.ratio > 4);
    const Verdict won = judged({side("optimal"), side("synergy"), metric}, device_order());
    CHECK(won.ratio == Approx(1 / lost.ratio));
    CHECK(won.planner_value == lost.against_value);
    CHECK(judged({side("synergy"), side("synergy"), metric}, device_order()).ratio == 1);
  }
}

TEST_CASE("are policies and parameters of one planner sides of their own?") {
  const Verdict policies =
      judged({side("synergy/sequential"), side("synergy"), Metric::throughput}, device_order());
  CHECK(policies.kind == Verdict::Kind::judged);
  CHECK(policies.ratio >= 1);
  const Verdict ties =
      judged({side("synergy"), side("synergy tie_break=scarcity"), Metric::throughput}, device_order());
  CHECK(ties.ratio > 4);
  CHECK(to_text(side("synergy tie_break=scarcity/inter_run")) == "synergy tie_break=scarcity/inter_run");
  CHECK(to_text(side("optimal/adaptive")) == "optimal");
  CHECK_THROWS_WITH(side("synergi"), Catch::Contains("did you mean 'synergy'?"));
  CHECK_THROWS_WITH(side("synergy/fast"), Catch::Contains("unknown policy 'fast'"));
  CHECK_THROWS_WITH(side("synergy tie=scarcity"), Catch::Contains("unknown parameter"));
  CHECK_THROWS_WITH(side("synergy tie_break"), Catch::Contains("NAME=VALUE"));
}

TEST_CASE("is an estimate compared with the simulation of its own plan, either way?") {
  for (const Metric metric : {Metric::throughput, Metric::latency, Metric::power}) {
    const Verdict verdict = judged({side("synergy"), {}, metric}, device_order());
    REQUIRE(verdict.kind == Verdict::Kind::judged);
    CHECK(verdict.ratio >= 1);
    const double ratio = verdict.planner_value / verdict.against_value;
    CHECK(verdict.ratio == Approx(std::max(ratio, 1 / ratio)));
  }
}

TEST_CASE("do scenarios count only where every condition holds?") {
  const Question question{side("synergy"), side("optimal"), Metric::throughput};
  const Verdict all = judged(question, device_order());
  const auto kind = [&](const std::string& condition) {
    return judged(question, device_order(), "  - " + condition + "\n").kind;
  };
  const auto at = [](double value) { return std::to_string(value); };
  CHECK(kind("{of: scenario, quantity: app_count, least: 2, most: 2}") == Verdict::Kind::judged);
  CHECK(kind("{of: scenario, quantity: app_count, least: 3}") == Verdict::Kind::outside);
  CHECK(kind("{of: scenario, quantity: device_count, most: 2}") == Verdict::Kind::outside);
  CHECK(kind("{of: scenario, quantity: accelerator_count, least: 2, most: 2}") == Verdict::Kind::judged);
  CHECK(kind("{of: against, quantity: throughput_inf_per_s, least: " + at(all.against_value * 0.99) + "}") ==
        Verdict::Kind::judged);
  CHECK(kind("{of: planner, quantity: throughput_inf_per_s, least: " + at(all.against_value * 0.99) + "}") ==
        Verdict::Kind::outside);
  CHECK(kind("{of: both, quantity: power_mean_mw, most: 0.001}") == Verdict::Kind::outside);
  CHECK(kind("{of: both, quantity: segments_most, most: 12}") == Verdict::Kind::judged);
  CHECK(kind("{of: both, quantity: latency_sum_ms, most: 1}") == Verdict::Kind::outside);
}

TEST_CASE("is a case that is no scenario told from one without a plan?") {
  const Question question{side("synergy"), side("optimal"), Metric::throughput};
  Case none = device_order();
  none.root.entries.pop_back();
  CHECK(judged(question, none).kind == Verdict::Kind::judged);  // the link has a default
  none.root.entries.pop_back();
  const Verdict invalid = judged(question, none);
  CHECK(invalid.kind == Verdict::Kind::invalid);
  CHECK_THAT(invalid.problem, Catch::Contains("apps"));
  Case full = case_of(
      "body:\n  devices:\n"
      "    - {name: d0, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0], interactions: "
      "[haptic_lra]}\n"
      "apps:\n  - {model: efficientnetv2, sensor: camera, interaction: haptic}\n");
  CHECK(judged(question, full).kind == Verdict::Kind::infeasible);
}

}  // namespace
}  // namespace synergy::attack
