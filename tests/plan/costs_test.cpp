#include "synergy/plan/costs.hpp"

#include "synergy/plan/compiled.hpp"

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;

namespace {

const char* const kKws =
    "body: body4\n"
    "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, preprocess: 2 ms, postprocess: 1 ms}\n";

/// A segment with times and energies that are easy to add.
device::SegmentCost segment() {
  device::SegmentCost cost;
  cost.load = milliseconds(1);
  cost.feed = milliseconds(2);
  cost.infer = milliseconds(10);
  cost.unload = milliseconds(3);
  cost.switch_retained = milliseconds(4);
  cost.switch_reload = milliseconds(40);
  cost.load_energy = microjoules(5);
  cost.infer_energy = microjoules(50);
  cost.unload_energy = microjoules(6);
  cost.switch_retained_energy = microjoules(7);
  cost.switch_reload_energy = microjoules(70);
  return cost;
}

}  // namespace

TEST_CASE("does a visit keep the CPU busy for load, feed and unload, and a switch in the residency's way?") {
  for (const char* residency : {"retained", "reload"}) {
    const scenario::Scenario s = from_yaml(std::string("residency: ") + residency + "\n" + kKws);
    const device::Accelerator& chip = *s.devices[plan::DeviceId(0)].accelerator;
    const Power cpu = chip.cpu().active - chip.cpu().asleep;
    const plan::VisitCost visit = plan::visit_cost(s, chip, segment());
    const plan::PhaseCost work = visit.work();
    CHECK(work.time == milliseconds(14));
    CHECK(work.cpu_time == milliseconds(6));
    CHECK(work.energy.si() == Approx(61e-6));
    CHECK(work.cpu_energy.si() == Approx(cpu.si() * 6e-3));
    CHECK(work.total().si() == Approx(61e-6 + cpu.si() * 6e-3));
    // Processing beside the visit takes the CPU alone.
    CHECK(visit.work(milliseconds(5)).time == milliseconds(14));
    CHECK(visit.work(milliseconds(5)).cpu_time == milliseconds(11));
    const bool reload = s.residency == scenario::Residency::reload;
    CHECK(visit.switching.time == milliseconds(reload ? 40 : 4));
    CHECK(visit.switching.cpu_time == visit.switching.time);
    CHECK(visit.switching.energy.si() == Approx(reload ? 70e-6 : 7e-6));
  }
}

TEST_CASE("does a CPU that never sleeps cost the same whether it works or not?") {
  const scenario::Scenario s = from_yaml(std::string("cpu_sleep: always_active\n") + kKws);
  const device::Accelerator& chip = *s.devices[plan::DeviceId(0)].accelerator;
  CHECK(plan::visit_cost(s, chip, segment()).work().cpu_energy == Energy());
  CHECK(plan::process_cost(s, chip, milliseconds(1)).total() == Energy());
  CHECK(plan::idle_power(s, plan::DeviceId(0), {}).cpu == chip.cpu().active);
}

TEST_CASE("do the phases of a compiled visit add up to its stage, and idling to its parts?") {
  const scenario::Scenario s = from_yaml(kKws);
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  // From the earbud's microphone through the watch to the ring.
  const plan::CollaborationPlan split = test::plan_of({{0, {{2, {0, 8}}}, 3}});
  const auto result = plan::compile(problem, split);
  REQUIRE(std::holds_alternative<plan::CompiledPlan>(result));
  for (const plan::Stage& stage : std::get<plan::CompiledPlan>(result).apps[plan::AppId(0)].stages) {
    if (stage.kind != plan::Stage::Kind::compute) continue;
    const plan::VisitCost& visit = stage.visit;
    CHECK(stage.work.time == visit.load.time + visit.infer.time + visit.unload.time);
    CHECK(stage.work.total().si() ==
          Approx((visit.load.total() + visit.infer.total() + visit.unload.total()).si()).epsilon(1e-12));
    CHECK(visit.infer.cpu_time <= visit.infer.time);
  }
  const scenario::Device& ear = s.devices[plan::DeviceId(0)];
  const std::size_t microphone = plan::sensor_of(s.apps[plan::AppId(0)], ear);
  REQUIRE(microphone < ear.sensors.size());
  const std::vector<std::size_t> used{microphone};
  const plan::IdlePower off = plan::idle_power(s, plan::DeviceId(0), {});
  const plan::IdlePower on = plan::idle_power(s, plan::DeviceId(0), used);
  CHECK(on.total().si() ==
        Approx(off.total().si() + plan::streaming_power(*ear.sensors[microphone]).si()).epsilon(1e-12));
}
