#include "engine/tie_break.hpp"

#include <algorithm>

namespace synergy::planner {
namespace {

/// Divisible by every number up to 16, so that shares of as many devices are whole.
constexpr std::int64_t kWhole = 720'720;

}  // namespace

Parameter tie_break_of_one_app() {
  return {kTieBreak, Parameter::Text{"listing", {"listing", "scarcity"}},
          "of equal plans of an app: the first as devices are listed, or the one whose devices other apps "
          "need least"};
}

TieBreak tie_break(const ParameterValues& values) {
  return values.text(kTieBreak) == "scarcity" ? TieBreak::scarcity : TieBreak::listing;
}

Scarcity::Scarcity(const plan::PlanningProblem& problem, AppId a, const BodyLoad& load)
    : problem_(problem), app_(a) {
  const std::size_t devices = problem.scenario().devices.size();
  devices_.resize(devices);
  sensors_.resize(devices);
  actuators_.resize(devices);
  const auto planned = [&](AppId other) {
    return std::any_of(load.apps().begin(), load.apps().end(),
                       [&](const auto& app) { return app.first == other; });
  };
  for (const AppId other : problem.app_ids()) {
    if (other == a || planned(other)) continue;
    const scenario::App& theirs = problem.app(other);
    const auto& sources = problem.sources(other);
    for (const DeviceId d : sources) {
      const std::int64_t share = kWhole / static_cast<std::int64_t>(sources.size());
      devices_[d] += share;
      const scenario::Device& device = problem.device(d);
      if (plan::sensor_of(theirs, device) == plan::sensor_of(problem.app(a), device)) sensors_[d] += share;
    }
    const auto& targets = problem.targets(other);
    for (const DeviceId d : targets) {
      const std::int64_t share = kWhole / static_cast<std::int64_t>(targets.size());
      devices_[d] += share;
      const scenario::Device& device = problem.device(d);
      if (plan::actuator_of(theirs, device) == plan::actuator_of(problem.app(a), device))
        actuators_[d] += share;
    }
  }
}

Cost Scarcity::of_partial(const plan::ExecutionPlan& plan) const {
  Cost taken{0, sensors_[plan.source]};
  for (const plan::Segment& segment : plan.segments)
    taken.first += devices_[segment.device] * problem_.app(app_).model->weight_bytes(segment.layers).count();
  return taken;
}

Cost Scarcity::of(const plan::ExecutionPlan& plan) const {
  Cost taken = of_partial(plan);
  taken.second += actuators_[plan.target];
  return taken;
}

}  // namespace synergy::planner
