#include "synergy/planner/planner.hpp"

#include <fmt/format.h>

namespace synergy::planner {

using plan::AppIndex;
using plan::DeviceIndex;

plan::Infeasible no_plan_fits(const plan::PlanningProblem& problem, AppIndex a,
                              const plan::BodyMemory& memory) {
  plan::Infeasible infeasible;
  const scenario::App& app = problem.app(a);
  infeasible.reasons.push_back(
      {plan::Reason::Kind::placement, app.name, "",
       fmt::format("no chain of segments of '{}' ({} layers, {} B of weights) fits the {} accelerators",
                   app.model->name(), app.model->layer_count(),
                   app.model->weight_bytes(app.model->all()).count(), problem.accelerators().size())});
  for (const DeviceIndex d : problem.accelerators()) {
    const device::AcceleratorProfile& chip = *problem.device(d).accelerator;
    const auto found = device::check_segment(chip, *app.model, app.model->all());
    for (const auto& problem_found : found) {
      infeasible.reasons.push_back(
          {plan::Reason::Kind::placement, app.name, problem.device(d).name, problem_found.message});
    }
    plan::BodyMemory trial = memory;
    const auto placed = trial.place(a, {d, app.model->all()});
    if (const auto* why = std::get_if<device::MemoryProblem>(&placed); why != nullptr && found.empty()) {
      infeasible.reasons.push_back({plan::Reason::Kind::placement, app.name, problem.device(d).name,
                                    fmt::format("the whole model: {}", why->message)});
    }
  }
  return infeasible;
}

}  // namespace synergy::planner
