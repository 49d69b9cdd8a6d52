#include "synergy/plan/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "demand.hpp"
#include "rates.hpp"
#include "stage_times.hpp"

namespace synergy::plan {
namespace {

/// Time a stage adds to an uncontended inference.
Duration stage_latency(const CompiledPlan& compiled, const Stage& stage) {
  return stage.sense.wait + stage_time(compiled, stage);
}

Energy stage_energy(const CompiledPlan& compiled, const Stage& stage) {
  if (stage.kind == Stage::Kind::transfer) return stage.transfer.sender + stage.transfer.receiver;
  if (stage.kind == Stage::Kind::compute && switches(compiled, stage)) {
    return stage.energy + stage.cpu_energy + stage.switch_energy + stage.switch_cpu_energy;
  }
  return stage.energy + stage.cpu_energy;
}

/// Of all switches of a round, with the CPU's share.
Energy switch_energy(const CompiledPlan& compiled) {
  Energy sum;
  for (const CompiledApp& app : compiled.apps) {
    for (const Stage& stage : app.stages) {
      if (stage.kind == Stage::Kind::compute && switches(compiled, stage))
        sum += stage.switch_energy + stage.switch_cpu_energy;
    }
  }
  return sum;
}

/// No policy makes more windows than this: an inference that waits for its sample longer than any period
/// (`fresh` on a long window) would ask for one for every hop.
constexpr std::int64_t kMostInFlight = 4096;

/// No round is shorter than what the slowest sensor needs for new samples of all apps.
Duration slowest_sensor(const CompiledPlan& compiled, const Estimate& e) {
  Duration slowest;
  for (const CompiledApp& app : compiled.apps)
    slowest = std::max(slowest, e.busy[static_cast<std::size_t>(app.stages.front().unit)]);
  return slowest;
}

Duration round_time(const PlanningProblem& problem, const CompiledPlan& compiled, const Estimate& e,
                    scenario::Policy policy) {
  const Duration longest = *std::max_element(e.latency.begin(), e.latency.end());
  switch (policy) {
    case scenario::Policy::sequential:
      return std::max(e.sequential_round, slowest_sensor(compiled, e));
    case scenario::Policy::inter_app:
      return std::max(e.parallel_round, longest);
    case scenario::Policy::adaptive:
      return e.parallel_round;
    case scenario::Policy::inter_run: {
      const std::int64_t turn = problem.scenario().turn_inferences;
      Duration total = e.sequential_round;
      for (const Duration period : own_bottlenecks(compiled, demand(compiled, Switches::none)))
        total += period * (turn - 1);
      return std::max(total / turn, slowest_sensor(compiled, e));
    }
  }
  return e.sequential_round;
}

}  // namespace

Duration uncontended_latency(const CompiledPlan& compiled, AppId app) {
  Duration sum;
  for (const Stage& stage : compiled.apps[static_cast<std::size_t>(app)].stages)
    sum += stage_latency(compiled, stage);
  return sum;
}

IdlePower idle_power(const scenario::Scenario& scenario, DeviceId d, const CompiledPlan& compiled) {
  const scenario::Device& device = scenario.devices[static_cast<std::size_t>(d)];
  IdlePower power;
  power.radio = device.radio->sleep.value * device.radio->supply.value;
  if (device.accelerator) {
    const device::Accelerator& chip = *device.accelerator;
    power.accelerator = chip.idle_power();
    power.cpu = scenario.cpu_sleep == scenario::CpuSleep::sleep ? chip.cpu().asleep : chip.cpu().active;
  }
  for (std::size_t part = 0; part < device.sensors.size(); ++part) {
    const bool used = std::any_of(compiled.apps.begin(), compiled.apps.end(), [&](const CompiledApp& app) {
      const Unit& unit = compiled.units[static_cast<std::size_t>(app.stages.front().unit)];
      return unit.device == d && unit.part == static_cast<int>(part);
    });
    if (used) power.sensors += device.sensors[part]->streaming.value;
  }
  for (const auto& actuator : device.actuators) power.actuators += actuator->idle.value;
  return power;
}

Estimate estimate(const PlanningProblem& problem, const CompiledPlan& compiled, scenario::Policy policy) {
  const scenario::Scenario& scenario = problem.scenario();
  Estimate e;
  const DemandMatrix demands = demand(compiled, Switches::each_visit);
  for (const auto unit : demands.rowwise()) {
    std::vector<Duration>& of_apps = e.demand.emplace_back();
    for (const std::int64_t ns : unit) of_apps.push_back(nanoseconds(ns));
  }
  e.busy = busy_in_round(compiled, demands);
  for (AppId a = 0; a < problem.app_count(); ++a) {
    e.latency.push_back(uncontended_latency(compiled, a));
    e.sequential_round += e.latency.back();
    Energy& own = e.dynamic.emplace_back();
    for (const Stage& stage : compiled.apps[static_cast<std::size_t>(a)].stages) {
      own += stage_energy(compiled, stage);
      e.dynamic_per_round += stage_energy(compiled, stage);
    }
  }
  const auto longest = std::max_element(e.busy.begin(), e.busy.end());
  e.bottleneck = static_cast<UnitId>(longest - e.busy.begin());
  e.parallel_round = *longest;
  e.round = round_time(problem, compiled, e, policy);
  const double rounds_per_s = 1.0 / e.round.s();
  e.app_inf_per_s.assign(compiled.apps.size(), rounds_per_s);
  e.throughput_inf_per_s = static_cast<double>(problem.app_count()) * rounds_per_s;
  for (DeviceId d = 0; d < problem.device_count(); ++d)
    e.static_power += idle_power(scenario, d, compiled).total();
  for (std::size_t l = 0; l < compiled.links.size(); ++l) {
    const auto [first, second] = scenario.link_kind->idle_power(context_of_link(problem, compiled, l));
    e.static_power += first + second;
  }
  e.busy_under_policy = e.busy;
  Energy dynamic = e.dynamic_per_round;
  if (policy == scenario::Policy::inter_run) {
    // A turn of one app after another: an accelerator switches before the first inference of a turn alone.
    const std::int64_t turn = scenario.turn_inferences;
    const DemandMatrix within = demand(compiled, Switches::none);
    e.busy_under_policy = busy_in_round(compiled, within + (demands - within) / turn);
    dynamic -= switch_energy(compiled) * (1 - 1 / static_cast<double>(turn));
  }
  e.mean_power = e.static_power + Power::from_si(dynamic.si() * rounds_per_s);
  if (scenario::is_open_loop(scenario.load.regime)) serve_rates(problem, compiled, policy, e);
  return e;
}

std::vector<int> windows(const PlanningProblem& problem, const CompiledPlan& compiled, const Estimate& e,
                         scenario::Policy policy) {
  std::vector<int> result;
  const DemandMatrix demands = demand(compiled, Switches::each_visit);
  const std::vector<Duration> own = own_bottlenecks(compiled, demand(compiled, Switches::none));
  for (AppId a = 0; a < problem.app_count(); ++a) {
    const CompiledApp& app = compiled.apps[static_cast<std::size_t>(a)];
    Duration latency = e.latency[static_cast<std::size_t>(a)];
    Duration period;
    switch (policy) {
      case scenario::Policy::sequential:
      case scenario::Policy::inter_app:
        result.push_back(1);
        continue;
      case scenario::Policy::inter_run:
        period = own[static_cast<std::size_t>(a)];
        break;
      case scenario::Policy::adaptive:
        // Little's law with the latency under load: at each unit an inference may wait for one of every other
        // app.
        period = e.parallel_round;
        for (const Stage& stage : app.stages)
          latency +=
              nanoseconds(demands.row(stage.unit.value()).sum() - demands(stage.unit.value(), a.value()));
        break;
    }
    std::int64_t enough = (latency + period - nanoseconds(1)) / period;
    if (e.rates && policy == scenario::Policy::adaptive) {
      // Little's law at the app's own rate, which need not keep step with the others.
      const double in_flight = latency.s() * e.app_inf_per_s[static_cast<std::size_t>(a)];
      enough = std::max(enough, static_cast<std::int64_t>(std::ceil(std::min(in_flight, 1e6))));
    }
    result.push_back(static_cast<int>(std::clamp<std::int64_t>(enough, 1, kMostInFlight)));
  }
  return result;
}

}  // namespace synergy::plan
