// Whole models only, each on the first accelerator with room for it.
#include "synergy/planner/module.hpp"

#include <algorithm>

using namespace synergy;

static planner::Planned first_fit(const planner::PlanningContext& context) {
  const plan::PlanningProblem& problem = context.problem;
  planner::Planned planned;
  plan::CollaborationPlan plan;
  plan::BodyMemory memory(problem);  // of all accelerators, while it fills
  for (const plan::AppId a : problem.app_ids()) {
    const device::LayerRange layers = problem.app(a).model->all();
    const auto& devices = problem.accelerators();
    const auto fits = [&](plan::DeviceId d) {
      ++planned.effort.candidates_considered;
      return memory.fits(a, {d, layers});
    };
    const auto found = std::find_if(devices.begin(), devices.end(), fits);
    if (found == devices.end()) return {planner::no_plan_fits(problem, a, memory), planned.effort};
    (void)memory.place(a, {*found, layers});
    plan.apps.push_back({problem.sources(a).front(), {{*found, layers}}, problem.targets(a).front()});
  }
  planned.result = plan;
  return planned;
}

extern "C" const planner::ModuleTable* synergy_planner_module() {
  static const std::vector<planner::Planner> planners{
      {.name = "first_fit",
       .description = "whole models, each where there is room first",
       .plan = first_fit}};
  static const planner::ModuleTable table = planner::module_table(planners);
  return &table;
}
