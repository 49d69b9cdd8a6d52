#include "synergy/plan/constraints.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::plan {
namespace {

/// Adds what a stage costs each device above its idle states; with a switch if it pays one.
void add_energy(const CompiledPlan& compiled, const Stage& stage, double per_s, std::vector<Power>& power) {
  const auto spend = [&](DeviceId d, Energy energy) {
    power[static_cast<std::size_t>(d)] += Power::from_si(energy.si() * per_s);
  };
  const Unit& unit = compiled.units[static_cast<std::size_t>(stage.unit)];
  if (stage.kind == Stage::Kind::transfer) {
    const link::Ends ends = compiled.links[static_cast<std::size_t>(unit.part)];
    spend(stage.forward ? ends.first : ends.second, stage.transfer.sender);
    spend(stage.forward ? ends.second : ends.first, stage.transfer.receiver);
    return;
  }
  spend(unit.device, stage.energy + stage.cpu_energy);
  if (stage.kind == Stage::Kind::compute && compiled.segments_on[static_cast<std::size_t>(unit.device)] > 1)
    spend(unit.device, stage.switch_energy + stage.switch_cpu_energy);
}

}  // namespace

std::vector<Power> device_power(const PlanningProblem& problem, const CompiledPlan& compiled,
                                const Estimate& estimate) {
  const scenario::Scenario& scenario = problem.scenario();
  std::vector<Power> power;
  for (DeviceId d = 0; d < problem.device_count(); ++d)
    power.push_back(idle_power(scenario, d, compiled).total());
  for (std::size_t l = 0; l < compiled.links.size(); ++l) {
    const link::Ends ends = compiled.links[l];
    const auto [first, second] = scenario.link_kind->idle_power(context_of_link(problem, compiled, l));
    power[static_cast<std::size_t>(ends.first)] += first;
    power[static_cast<std::size_t>(ends.second)] += second;
  }
  for (std::size_t a = 0; a < compiled.apps.size(); ++a) {
    for (const Stage& stage : compiled.apps[a].stages)
      add_energy(compiled, stage, estimate.app_inf_per_s[a], power);
  }
  return power;
}

std::vector<Reason> broken_constraints(const PlanningProblem& problem, const CompiledPlan& compiled) {
  const scenario::Scenario& scenario = problem.scenario();
  std::vector<Reason> reasons;
  for (AppId a = 0; a < problem.app_count(); ++a) {
    const auto& limit = problem.app(a).constraints.latency_limit;
    const Duration latency = uncontended_latency(compiled, a);
    if (!limit || latency <= *limit) continue;
    reasons.push_back(
        {Reason::Kind::latency, problem.app(a).name, "",
         fmt::format("estimated latency {:.3f} ms, limit {:.3f} ms", latency.ms(), limit->ms())});
  }
  if (!problem.has_battery_life_floor()) return reasons;
  const Estimate e = estimate(problem, compiled, scenario.policy.value_or(scenario::Policy::adaptive));
  const std::vector<Power> power = device_power(problem, compiled, e);
  for (DeviceId d = 0; d < problem.device_count(); ++d) {
    const scenario::Device& device = problem.device(d);
    if (!device.battery_life_floor) continue;
    const double life_s = device.battery->si() / power[static_cast<std::size_t>(d)].si();
    const double floor_s = device.battery_life_floor->s();
    if (life_s >= floor_s) continue;
    reasons.push_back({Reason::Kind::battery, "", device.name,
                       fmt::format("the battery lasts {:.3f} h at an estimated {:.3f} mW, {:.3f} h needed "
                                   "(at most {:.3f} mW)",
                                   life_s / 3600, power[static_cast<std::size_t>(d)].si() * 1e3,
                                   floor_s / 3600, device.battery->si() / floor_s * 1e3)});
  }
  return reasons;
}

}  // namespace synergy::plan
