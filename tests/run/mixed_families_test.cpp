// Bodies whose accelerators are of several families: a GAP9 between two MAX78000.
#include "synergy/planner/registry.hpp"
#include "synergy/run/run.hpp"

#include <set>

#include "../support/plans.hpp"
#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

namespace {

scenario::Scenario mixed() {
  return test::from_yaml(R"(sensing: latest
body:
  devices:
    - {name: earbud, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645], interactions: [haptic_lra]}
    - {name: glasses, accelerator: gap9_650mv_240mhz, radio: nrf52840, sensors: [camera_hm01b0], interactions: [display_ls013b4dn04]}
    - {name: watch, accelerator: max78000, radio: nrf52840}
apps:
  - {model: mlperf_kws, sensor: microphone, interaction: haptic}
  - {model: mlperf_ic, sensor: camera, interaction: display}
  - {model: kws, sensor: microphone, interaction: haptic}
  - {model: convnet5, sensor: camera, interaction: display}
measurement: {warm_up: "2 s", window: "20 s"}
)");
}

/// The accelerator that only strides and depthwise layers can run on.
bool is_gap9(const run::RunRecord& record, plan::DeviceId device) {
  return record.scenario->devices[device].accelerator->family().name == "ne16";
}

}  // namespace

TEST_CASE(
    "does every planner plan a body with a GAP9 and two MAX78000, and does each second come out as served?") {
  std::set<std::string> ran;
  for (const planner::Planner& planner : planner::Registry::builtin()) {
    CAPTURE(planner.name);
    const run::RunRecord record =
        run::Run(run::Plan::made_by(planner, run::Workload(mixed())), {}).simulate(0);
    REQUIRE(record.status == run::Status::ok);
    REQUIRE(record.result.has_value());
    const simulation::RunResult& result = *record.result;
    CHECK(result.failed_checks.empty());
    CHECK(result.completed_in_window() > 0);
    // Every nanosecond of a unit is busy or idle.
    for (const simulation::UnitResult& unit : result.units) CHECK(unit.busy + unit.idle == result.window);
    // Idle is charged for the whole window, at the power of the family's profile.
    for (const plan::DeviceId d : result.devices.ids()) {
      const device::Accelerator& accelerator = *record.scenario->devices[d].accelerator;
      CHECK(result.devices[d].accelerator_idle.si() ==
            Approx((accelerator.idle_power() * result.window).si()));
      if (is_gap9(record, d)) CHECK(result.devices[d].accelerator_active.si() > 0);
    }
    // Two apps' networks have strides and depthwise layers, which a MAX78000 has not.
    CHECK(result.apps[plan::AppId(0)].completed > 0);
    CHECK(result.apps[plan::AppId(1)].completed > 0);
    ran.insert(std::string(planner.name));
  }
  CHECK(ran.size() >= 11);
}

TEST_CASE("does a GAP9 alone take for each inference what its profile says?") {
  const auto scenario = test::from_yaml(R"(sensing: latest
postprocess: none
body:
  devices:
    - {name: glasses, accelerator: gap9_650mv_240mhz, radio: nrf52840, sensors: [camera_hm01b0], interactions: [display_ls013b4dn04]}
apps:
  - {model: mlperf_ic, sensor: camera, interaction: display}
measurement: {warm_up: "1 s", window: "20 s"}
)");
  const auto& app = scenario.apps[plan::AppId(0)];
  const auto cost =
      scenario.devices[plan::DeviceId(0)].accelerator->lower(app.model)->cost_alone(app.model->all());
  REQUIRE(cost.has_value());
  const auto* synergy = planner::Registry::builtin().find("synergy");
  const auto record = run::Run(run::Plan::made_by(*synergy, run::Workload(scenario)), {}).simulate(0);
  REQUIRE(record.status == run::Status::ok);
  int phases = 0;
  for (const simulation::PhaseResult& phase : record.result->phases) {
    using Kind = simulation::PhaseResult::Kind;
    const Duration one = phase.kind == Kind::load     ? cost->load
                         : phase.kind == Kind::infer  ? cost->infer
                         : phase.kind == Kind::unload ? cost->unload
                                                      : Duration{};
    if (one == Duration{}) continue;
    ++phases;
    CHECK(phase.count > 100);
    CHECK(phase.served == one * phase.count);
  }
  CHECK(phases == 3);
}

TEST_CASE("does a watch with a second accelerator on its board use it, over the link between them alone?") {
  const scenario::Scenario scenario = test::from_yaml(R"(body:
  devices:
    - {name: earbud, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645], interactions: [speaker_max98357a]}
    - {name: watch, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645], interactions: [haptic_lra]}
    - {name: watch_npu, accelerator: ndp9120, radio: nrf52840}
link_devices: [earbud, watch]
more_links:
  - {name: board, devices: [watch, watch_npu], link: {kind: generic, profile: board_spi}}
apps:
  - {name: word, model: mlperf_kws, sensor: microphone, interaction: haptic, source_device: watch}
  - {name: sound, model: kws, sensor: microphone, interaction: speaker, source_device: earbud}
)");
  const auto* synergy = planner::Registry::builtin().find("synergy");
  REQUIRE(synergy != nullptr);
  const auto record = run::Run(run::Plan::made_by(*synergy, run::Workload(scenario)), {}).simulate(0);
  REQUIRE(record.status == run::Status::ok);
  // mlperf_kws has a kernel of 10 x 4, which no MAX78000 runs: only the chip beside it can.
  const plan::ExecutionPlan& word = record.compiled->plan.apps[plan::AppId(0)];
  REQUIRE(word.segments.size() == 1);
  CHECK(scenario.devices[word.segments[0].device].name == "watch_npu");
  CHECK(scenario.devices[word.source].name == "watch");
  for (const link::Ends ends : record.compiled->links) {
    CHECK(scenario.devices[ends.first].name == "watch");
    CHECK(scenario.devices[ends.second].name == "watch_npu");
  }
  // There and back: the input of 490 B, then the 4 B of the result.
  std::vector<Bytes> moved;
  for (const plan::Stage& stage : record.compiled->apps[plan::AppId(0)].stages) {
    if (stage.kind == plan::Stage::Kind::transfer) moved.push_back(stage.size);
  }
  CHECK(moved == std::vector<Bytes>{Bytes(490), Bytes(4)});
}

TEST_CASE("does a segment that takes no time let the search for an order of the round end?") {
  // Layer 14 is a soft-max, which the host does; loading, unloading and switching are 0 in this profile. The
  // search for a cyclic order met a visit of no length and made the round longer for ever.
  const scenario::Scenario scenario = test::from_yaml(R"(link: {kind: wifi_tcp}
body:
  devices:
    - {name: b, accelerator: stm32h7a3, radio: nrf52840, interactions: [speaker_max98357a]}
    - {name: c, accelerator: gap9_650mv_240mhz, radio: nrf52840, sensors: [camera_hm01b0, microphone_sph0645], interactions: [speaker_max98357a]}
apps:
  - {name: p0, model: ds_cnn_l, sensor: microphone, interaction: speaker}
  - {name: p1, model: ds_cnn_l, sensor: camera, interaction: speaker}
measurement: {warm_up: "0.1 s", window: "1 s"}
)");
  plan::TableCache cache;
  const plan::PlanningProblem problem(scenario, cache);
  const auto record = test::run_plan(
      problem, test::plan_of({{1, {{1, {0, 13}}, {0, {14, 14}}}, 0}, {1, {{0, {0, 13}}, {1, {14, 14}}}, 1}}),
      "fixed", scenario::Policy::adaptive, 0);
  CHECK(record.status == run::Status::ok);
}
