#include "synergy/plan/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "demand.hpp"
#include "rates.hpp"
#include "stage_costs.hpp"

namespace synergy::plan {
namespace {

/// Time a stage adds to an uncontended inference.
Duration stage_latency(const CompiledPlan& compiled, const Stage& stage) {
  return stage.sense.wait + stage_time(compiled, stage);
}

/// Of all devices that the stage draws from: a transfer has two.
Energy stage_energy(const CompiledPlan& compiled, const Stage& stage) {
  Energy sum;
  for_each_draw(compiled, stage, [&](DeviceId, Energy own, Energy of_cpu) {
    sum += own;
    sum += of_cpu;
  });
  return sum;
}

/// Of all switches of a round, with the CPU's share.
Energy switch_energy(const CompiledPlan& compiled) {
  Energy sum;
  for (const CompiledApp& app : compiled.apps) {
    for (const Stage& stage : app.stages) {
      if (pays_switch(compiled, stage)) sum += stage.visit.switching.total();
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
    slowest = std::max(slowest, e.busy[app.stages.front().unit.index()]);
  return slowest;
}

///
/// A round cannot be shorter than what the policy makes of latencies: sequential adds them up; inter_app
/// still waits for each app's own to end before its next; adaptive hides them all behind the bottleneck.
/// inter_run adds to each latency turn - 1 periods of the app's own bottleneck, and a turn of every app is
/// `turn` rounds.
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
  for (const Stage& stage : compiled.apps[app].stages) sum += stage_latency(compiled, stage);
  return sum;
}

IdlePower idle_power(const scenario::Scenario& scenario, DeviceId d, const CompiledPlan& compiled) {
  std::vector<std::size_t> used;
  for (std::size_t part = 0; part < scenario.devices[d].sensors.size(); ++part) {
    const bool read = std::any_of(compiled.apps.begin(), compiled.apps.end(), [&](const CompiledApp& app) {
      const Unit& unit = compiled.units[app.stages.front().unit];
      return unit.device == d && unit.part == static_cast<int>(part);
    });
    if (read) used.push_back(part);
  }
  return idle_power(scenario, d, used);
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
  for (const AppId a : problem.app_ids()) {
    e.latency.push_back(uncontended_latency(compiled, a));
    e.sequential_round += e.latency.back();
    Energy& own = e.dynamic.emplace_back();
    for (const Stage& stage : compiled.apps[a].stages) {
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
  for (const DeviceId d : problem.device_ids()) e.static_power += idle_power(scenario, d, compiled).total();
  for (const link::Ends ends : compiled.links) {
    const auto [first, second] =
        link_idle_power(problem, *compiled.link_kind, ends, compiled.links, compiled.slots.slots);
    e.static_power += first + second;
  }
  e.busy_under_policy = e.busy;
  Energy dynamic = e.dynamic_per_round;
  if (policy == scenario::Policy::inter_run) {
    // A turn of one app after another: an accelerator switches before the first inference of a turn alone.
    const std::int64_t turn = scenario.turn_inferences;
    const DemandMatrix within = demand(compiled, Switches::none);
    e.busy_under_policy = busy_in_round(compiled, within + (demands - within) / turn);
    dynamic -= switch_energy(compiled) * (1 - switches_per_visit(scenario, policy));
  }
  e.mean_power = e.static_power + Power::from_si(dynamic.si() * rounds_per_s);
  // Last, since it starts from the demands above and replaces what is served.
  if (scenario::is_open_loop(scenario.load.regime)) serve_rates(problem, compiled, policy, e);
  return e;
}

std::vector<int> windows(const PlanningProblem& problem, const CompiledPlan& compiled, const Estimate& e,
                         scenario::Policy policy) {
  std::vector<int> result;
  const DemandMatrix demands = demand(compiled, Switches::each_visit);
  const std::vector<Duration> own = own_bottlenecks(compiled, demand(compiled, Switches::none));
  for (const AppId a : problem.app_ids()) {
    const CompiledApp& app = compiled.apps[a];
    Duration latency = e.latency[a.index()];
    Duration period;
    switch (policy) {
      case scenario::Policy::sequential:
      case scenario::Policy::inter_app:
        result.push_back(1);
        continue;
      case scenario::Policy::inter_run:
        period = own[a.index()];
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
      const double in_flight = latency.s() * e.app_inf_per_s[a.index()];
      enough = std::max(enough, static_cast<std::int64_t>(std::ceil(std::min(in_flight, 1e6))));
    }
    result.push_back(static_cast<int>(std::clamp<std::int64_t>(enough, 1, kMostInFlight)));
  }
  return result;
}

}  // namespace synergy::plan
