#include "synergy/plan/limits.hpp"

#include <algorithm>

#include "stage_costs.hpp"
#include <fmt/format.h>

namespace synergy::plan {
namespace {

/// By the number that planners compare while they search, so that a plan they return is not refused here.
void latency_reasons(const PlanningProblem& problem, const CompiledPlan& compiled,
                     std::vector<Reason>& reasons) {
  for (const AppId a : compiled.apps.ids()) {
    const scenario::App& app = problem.app(a);
    const Duration latency = uncontended_latency(compiled, a);
    if (in_time(app, latency)) continue;
    reasons.push_back({Reason::Kind::latency, app.name, "",
                       fmt::format("estimated latency {:.3f} ms, limit {:.3f} ms", latency.ms(),
                                   app.constraints.latency_limit->ms())});
  }
}

}  // namespace

bool has_latency_limit(const scenario::Scenario& scenario) {
  return std::any_of(scenario.apps.begin(), scenario.apps.end(),
                     [](const scenario::App& app) { return app.constraints.latency_limit.has_value(); });
}

bool has_battery_life_floor(const scenario::Scenario& scenario) {
  return std::any_of(scenario.devices.begin(), scenario.devices.end(),
                     [](const scenario::Device& device) { return device.battery_life_floor.has_value(); });
}

scenario::Scenario without_limits(scenario::Scenario scenario) {
  for (scenario::App& app : scenario.apps) app.constraints.latency_limit.reset();
  for (scenario::Device& device : scenario.devices) device.battery_life_floor.reset();
  return scenario;
}

IdVector<DeviceId, Power> device_power(const PlanningProblem& problem, const CompiledPlan& compiled,
                                       const Estimate& estimate, scenario::Policy policy) {
  const scenario::Scenario& scenario = problem.scenario();
  const double saved = 1 - switches_per_visit(scenario, policy);
  IdVector<DeviceId, Power> power;
  for (const DeviceId d : scenario.devices.ids()) power.push_back(idle_power(scenario, d, compiled).total());
  for (const link::Ends ends : compiled.links) {
    const auto [first, second] =
        link_idle_power(problem, *compiled.link_kind, ends, compiled.links, compiled.slots.slots);
    power[ends.first] += first;
    power[ends.second] += second;
  }
  for (const AppId a : compiled.apps.ids()) {
    const double per_s = estimate.app_inf_per_s[a.index()];
    for (const Stage& stage : compiled.apps[a].stages) {
      for_each_draw(compiled, stage, [&](DeviceId d, Energy own, Energy of_cpu) {
        power[d] += Power::from_si((own + of_cpu).si() * per_s);
      });
      if (saved > 0 && pays_switch(compiled, stage))
        power[stage.segment.device] -= Power::from_si(stage.visit.switching.total().si() * saved * per_s);
    }
  }
  return power;
}

std::vector<Reason> broken_limits(const PlanningProblem& problem, const CompiledPlan& compiled) {
  const scenario::Scenario& scenario = problem.scenario();
  std::vector<Reason> reasons;
  latency_reasons(problem, compiled, reasons);
  if (!has_battery_life_floor(scenario)) return reasons;
  // An estimate costs more than all latencies, so it is made only where a battery asks for it.
  const scenario::Policy policy = scenario.policy.value_or(scenario::Policy::adaptive);
  const IdVector<DeviceId, Power> power =
      device_power(problem, compiled, estimate(problem, compiled, policy), policy);
  for (const DeviceId d : power.ids()) {
    const scenario::Device& device = problem.device(d);
    if (!device.battery_life_floor) continue;
    Power drawn = power[d];
    for (const DeviceId part : power.ids()) {
      if (problem.device(part).part_of == d) drawn += power[part];
    }
    const double life_s = device.battery->si() / drawn.si();
    const double floor_s = device.battery_life_floor->s();
    if (life_s >= floor_s) continue;
    reasons.push_back(
        {Reason::Kind::battery, "", device.name,
         fmt::format("the battery lasts {:.3f} h at an estimated {:.3f} mW, {:.3f} h needed "
                     "(at most {:.3f} mW)",
                     life_s / 3600, drawn.si() * 1e3, floor_s / 3600, device.battery->si() / floor_s * 1e3)});
  }
  return reasons;
}

bool is_feasible(const PlanningProblem& problem, const CollaborationPlan& plan) {
  // By compile() itself: a second, faster rule could disagree with it.
  return std::holds_alternative<CompiledPlan>(compile(problem, plan));
}

}  // namespace synergy::plan
