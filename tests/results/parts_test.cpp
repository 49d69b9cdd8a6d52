// Devices with several accelerators, from the file to the tables.
#include "synergy/planner/registry.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/run/run.hpp"

#include <algorithm>

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace synergy;

TEST_CASE(
    "is a device's second accelerator what a device behind wires is, but for a radio and whom it hears?") {
  const std::string apps = R"(apps:
  - {name: word, model: mlperf_kws, sensor: microphone, interaction: haptic, source_device: watch}
  - {name: sound, model: kws, sensor: microphone, interaction: speaker, source_device: earbud}
measurement: {warm_up: "1 s", window: "10 s"}
)";
  const std::string earbud =
      "body:\n  devices:\n    - {name: earbud, accelerator: max78000, radio: nrf52840, sensors: "
      "[microphone_sph0645], interactions: [speaker_max98357a]}\n";
  const scenario::Scenario device = test::from_yaml(
      earbud +
      R"(    - {name: watch, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645], interactions: [haptic_lra]}
    - {name: watch_npu, accelerator: ndp9120, radio: nrf52840}
link_devices: [earbud, watch]
more_links: [{name: board, devices: [watch, watch_npu], link: {kind: generic, profile: board_spi}}]
)" + apps);
  const scenario::Scenario part = test::from_yaml(
      earbud +
      R"(    - {name: watch, accelerator: max78000, more_accelerators: [{name: watch_npu, accelerator: ndp9120}], radio: nrf52840, sensors: [microphone_sph0645], interactions: [haptic_lra], battery: 1000 J}
)" + apps);
  const auto* synergy = planner::Registry::builtin().find("synergy");
  const auto of = [&](const scenario::Scenario& s) {
    return run::Run(run::Plan::made_by(*synergy, run::Workload(s)), {}).simulate(0);
  };
  const run::RunRecord a = of(device);
  const run::RunRecord b = of(part);
  REQUIRE(a.status == run::Status::ok);
  REQUIRE(b.status == run::Status::ok);
  CHECK(a.compiled->plan.apps == b.compiled->plan.apps);
  CHECK(a.compiled->link_names == b.compiled->link_names);
  for (const plan::AppId app : a.result->apps.ids()) {
    CHECK(a.result->apps[app].completed == b.result->apps[app].completed);
    CHECK(a.result->apps[app].dynamic_energy.si() == b.result->apps[app].dynamic_energy.si());
  }
  const plan::DeviceId npu(2);
  CHECK(a.result->devices[npu].radio_sleep.si() > 0);
  CHECK(b.result->devices[npu].radio_sleep.si() == 0);
  for (const plan::DeviceId d : a.result->devices.ids())
    CHECK(a.result->devices[d].dynamic().si() == b.result->devices[d].dynamic().si());
}

TEST_CASE(
    "does a tensor from another device land at the accelerator that wants it, and the result cross the "
    "board?") {
  // Only the NDP9120 has mlperf_kws, whose input comes from the earbud.
  const scenario::Scenario scenario = test::from_yaml(R"(body:
  devices:
    - {name: earbud, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645]}
    - {name: watch, accelerator: max78000, more_accelerators: [{name: npu, accelerator: ndp9120}], radio: nrf52840, interactions: [haptic_lra], battery: 1000 J}
battery_life_floor: "1 h"
apps: [{name: word, model: mlperf_kws, sensor: microphone, interaction: haptic}]
measurement: {warm_up: "1 s", window: "10 s"}
)");
  for (const planner::Planner& planner : planner::Registry::builtin()) {
    CAPTURE(planner.name);
    const run::RunRecord record =
        run::Run(run::Plan::made_by(planner, run::Workload(scenario)), {}).simulate(0);
    REQUIRE(record.status == run::Status::ok);
    std::vector<std::pair<std::string, Bytes>> moved;
    for (const plan::Stage& stage : record.compiled->apps[plan::AppId(0)].stages) {
      if (stage.kind == plan::Stage::Kind::transfer)
        moved.emplace_back(record.compiled->link_names[stage.link], stage.size);
    }
    CHECK(moved ==
          std::vector<std::pair<std::string, Bytes>>{{"earbud-watch", Bytes(490)}, {"watch-npu", Bytes(4)}});
    const simulation::RunResult& result = *record.result;
    CHECK(result.apps[plan::AppId(0)].completed > 5);
    // The radio is the watch's; of the wires both ends pay.
    CHECK(result.devices[plan::DeviceId(1)].radio_transfers.si() > 0);
    CHECK(result.devices[plan::DeviceId(2)].radio_transfers.si() > 0);
    CHECK(result.devices[plan::DeviceId(2)].radio_links.si() == 0);
    CHECK(result.devices[plan::DeviceId(2)].accelerator_active.si() > 0);
  }
}

TEST_CASE("does a battery feed all accelerators of its device, in floors and in tables?") {
  const auto with = [](const std::string& floor) {
    return test::from_yaml(R"(sensing: latest
body:
  devices:
    - {name: watch, accelerator: max78000, more_accelerators: [{name: npu, accelerator: gap9_650mv_240mhz}], radio: nrf52840, sensors: [microphone_sph0645], interactions: [haptic_lra], battery: 1000 J}
apps: [{name: word, model: mlperf_kws, sensor: microphone, interaction: haptic}]
measurement: {warm_up: "1 s", window: "20 s"}
)" + floor);
  };
  const auto* synergy = planner::Registry::builtin().find("synergy");
  const auto run_of = [&](const scenario::Scenario& s) {
    return run::Run(run::Plan::made_by(*synergy, run::Workload(s)), {}).simulate(0);
  };
  const run::RunRecord record = run_of(with(""));
  REQUIRE(record.status == run::Status::ok);
  Energy all;
  for (const simulation::DeviceResult& device : record.result->devices)
    all += device.statics() + device.dynamic();
  const double hours = 1000 / all.si() * record.result->window.s() / 3600;
  const double of_watch_alone = 1000 /
                                (record.result->devices[plan::DeviceId(0)].statics() +
                                 record.result->devices[plan::DeviceId(0)].dynamic())
                                    .si() *
                                record.result->window.s() / 3600;
  // The GAP9 draws 8.7 mW by waiting alone.
  REQUIRE(of_watch_alone > 1.5 * hours);
  const results::Table table = results::devices_table({record});
  const auto life =
      std::find_if(table.columns.begin(), table.columns.end(),
                   [](const results::Column& column) { return column.name == "battery_life_h"; });
  REQUIRE(life != table.columns.end());
  const auto column = static_cast<std::size_t>(life - table.columns.begin());
  REQUIRE(table.rows.size() == 2);
  CHECK(std::get<double>(table.rows[0][column]) == Approx(hours));
  CHECK(table.rows[1][column] == results::Cell{});
  const auto floor = [](double h) { return fmt::format("battery_life_floor: \"{} h\"\n", h); };
  CHECK(run_of(with(floor(0.8 * hours))).status == run::Status::ok);
  CHECK(run_of(with(floor(1.3 * hours))).status == run::Status::infeasible);
}
