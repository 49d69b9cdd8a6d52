// A whole run with every number of its profiles at the ends of its range: accelerators of three families,
// radios, sensors, actuators and links of every kind.
#include "synergy/planner/registry.hpp"
#include "synergy/run/run.hpp"
#include "synergy/scenario/profile_numbers.hpp"

#include <cmath>
#include <map>

#include "../support/number_range.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

namespace {

/// A source and a target apart from each other, so that something is sent.
scenario::Scenario body(const std::string& link, const std::string& objective) {
  return test::from_yaml("link: " + link + "\nobjective: " + objective + R"(
body:
  devices:
    - {name: earbud, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645]}
    - {name: glasses, accelerator: gap9_650mv_240mhz, radio: nrf52840, sensors: [imu_bmi160], interactions: [display_ls013b4dn04]}
    - {name: watch, accelerator: stm32u575, radio: nrf52840, interactions: [haptic_lra]}
apps:
  - {model: mlperf_kws, sensor: microphone, interaction: display}
  - {model: kws, sensor: microphone, interaction: haptic}
measurement: {warm_up: "0.1 s", window: "1 s"}
)");
}

/// The status of a scenario with a number set, or that it was refused as input. What comes out must be
/// numbers.
template <class Set>
std::string outcome(const Set& set, double si) {
  const auto* synergy = planner::Registry::builtin().find("synergy");
  try {
    const scenario::Scenario changed = set(si);
    const run::RunRecord record =
        run::Run(run::Plan::made_by(*synergy, run::Workload(changed)), {}).simulate(0);
    if (!record.result) return "none";
    for (const plan::DeviceId d : record.result->devices.ids()) {
      const auto& device = record.result->devices[d];
      for (const Energy energy :
           {device.statics(), device.dynamic(), device.accelerator_active, device.radio_transfers}) {
        REQUIRE(std::isfinite(energy.si()));
        REQUIRE(energy.si() >= 0);
      }
    }
    for (const simulation::UnitResult& unit : record.result->units) {
      REQUIRE(unit.busy >= Duration());
      REQUIRE(unit.busy + unit.idle == record.result->window);
    }
    REQUIRE(record.result->failed_checks.empty());
    return "ran";
  } catch (const InputError&) {
    return "refused";
  }
}

}  // namespace

TEST_CASE(
    "does a run with any number at either end of its range end in numbers, or in an error about input?") {
  std::map<std::string, int> outcomes;
  for (const std::string link : {"{}", "{kind: wifi_tcp}", "{kind: generic, profile: wi_r}",
                                 "{kind: generic, profile: esp8266_at, packet_error_rate: 0.1}"}) {
    const scenario::Scenario scenario = body(link, link == "{}" ? "energy" : "throughput");
    bool of_links = false;
    for (const scenario::ProfileNumber& number : scenario::profile_numbers(scenario)) {
      // Those of the devices are the same for every link.
      of_links = of_links || number.path.starts_with(scenario.link.profile());
      if (link != "{}" && !of_links) continue;
      CAPTURE(link, number.path);
      const auto set = [&](double si) {
        return scenario::with_profile_numbers(scenario, {{number.path, si}});
      };
      const auto [low, high] = test::range_of_number(set);
      for (const double end : {low, high}) {
        CAPTURE(end);
        ++outcomes[outcome(set, end)];
      }
    }
    REQUIRE(of_links);
  }
  CHECK(outcomes["ran"] > 200);
}

TEST_CASE("is work that no count of nanoseconds holds an error about the scenario, with the number?") {
  const scenario::Scenario scenario = test::from_yaml(R"(body:
  devices:
    - {name: watch, accelerator: stm32u575, radio: nrf52840, sensors: [camera_hm01b0], interactions: [haptic_lra]}
apps:
  - {model: mlperf_vww, sensor: camera, interaction: haptic, preprocess: {cycles_per_byte: 1000000000}}
)");
  const auto slow = scenario::with_profile_numbers(scenario, {{"stm32u575.cpu_clock", 1000.0}});
  const auto* synergy = planner::Registry::builtin().find("synergy");
  // 27,648 bytes x 1e9 cycles at 1 kHz: 876 years.
  CHECK_THROWS_WITH(
      run::Plan::made_by(*synergy, run::Workload(slow)),
      "scenario 'test': times and energies of its stages are too large to plan with: 2.76e+19 ns "
      "is more than a 64-bit count can hold");
}
