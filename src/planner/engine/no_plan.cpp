#include "synergy/planner/planner.hpp"

#include <algorithm>

#include "engine/link_costs.hpp"
#include <fmt/format.h>

namespace synergy::planner {
namespace {

using Reasons = std::vector<plan::Reason>;

/// The constraints that plans of an app must keep: whatever fits otherwise, they may be in the way.
void add_constraints(const plan::PlanningProblem& problem, AppId a, Reasons& reasons) {
  const scenario::App& app = problem.app(a);
  for (const DeviceId d : app.constraints.forbidden_devices) {
    if (problem.device(d).accelerator)
      reasons.push_back({plan::Reason::Kind::placement, app.name, problem.device(d).name,
                         "the app must not compute on this device"});
  }
  for (const scenario::PinnedSegment& pinned : app.constraints.pinned_segments) {
    reasons.push_back(
        {plan::Reason::Kind::placement, app.name, problem.device(pinned.device).name,
         fmt::format("layers {}-{} are pinned to this device", pinned.layers.first, pinned.layers.last)});
  }
  if (app.constraints.latency_limit) {
    reasons.push_back({plan::Reason::Kind::latency, app.name, "",
                       fmt::format("latency limit {:.3f} ms", app.constraints.latency_limit->ms())});
  }
}

/// From how many slots on the links can carry nothing: plans that need as many are out.
void add_link(const plan::PlanningProblem& problem, const std::string& app, Reasons& reasons) {
  for (int slots = 1; slots <= most_slots(problem); ++slots) {
    const std::string why = problem.scenario().link_kind->why_infeasible(slots);
    if (why.empty()) continue;
    reasons.push_back({plan::Reason::Kind::link, app, "", fmt::format("links in {} slots: {}", slots, why)});
    return;
  }
}

}  // namespace

plan::Infeasible no_plan_fits(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory) {
  plan::Infeasible infeasible;
  const scenario::App& app = problem.app(a);
  infeasible.reasons.push_back(
      {plan::Reason::Kind::placement, app.name, "",
       fmt::format("no chain of segments of '{}' ({} layers, {} B of weights) fits the {} accelerators{}",
                   app.model->name(), app.model->layer_count(),
                   app.model->weight_bytes(app.model->all()).count(), problem.accelerators().size(),
                   app.constraints == scenario::AppConstraints{} ? "" : " within the app's constraints")});
  for (const DeviceId d : problem.accelerators()) {
    const auto found = problem.table(a, d).lowered().problems(app.model->all());
    for (const auto& problem_found : found) {
      infeasible.reasons.push_back(
          {plan::Reason::Kind::placement, app.name, problem.device(d).name, problem_found.message});
    }
    plan::BodyMemory trial = memory;
    const auto placed = trial.place(a, {d, app.model->all()});
    if (const auto* why = std::get_if<device::Problem>(&placed); why != nullptr && found.empty()) {
      infeasible.reasons.push_back({plan::Reason::Kind::placement, app.name, problem.device(d).name,
                                    fmt::format("the whole model: {}", why->message)});
    }
  }
  add_constraints(problem, a, infeasible.reasons);
  // Memory is not what is in the way then; the links may be.
  const bool fits =
      std::any_of(problem.accelerators().begin(), problem.accelerators().end(), [&](DeviceId d) {
        return memory.fits(a, plan::Segment{d, app.model->all()});
      });
  if (fits) add_link(problem, app.name, infeasible.reasons);
  return infeasible;
}

}  // namespace synergy::planner
