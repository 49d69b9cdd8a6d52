// Whole models only: each app runs on the accelerator that has least to do so far.
#include "synergy/planner/planner.hpp"

#include <map>

namespace synergy::planner {

static Planned plan_least_loaded(const PlanningContext& context) {
  const plan::PlanningProblem& problem = context.problem;
  Planned planned;
  plan::CollaborationPlan plan;
  plan::BodyMemory memory(problem);         // of all accelerators, while it fills
  std::map<plan::DeviceId, Duration> busy;  // in one round
  for (const plan::AppId a : problem.scenario().apps.ids()) {
    const device::LayerRange layers = problem.app(a).model->all();
    std::optional<plan::DeviceId> best;
    for (const plan::DeviceId d : problem.accelerators()) {
      ++planned.effort.candidates_considered;
      if (memory.fits(a, {d, layers}) && (!best || busy[d] < busy[*best])) best = d;
    }
    if (!best) return {no_plan_fits(problem, a, memory), planned.effort};
    (void)memory.place(a, {*best, layers});
    busy[*best] += problem.table(a, *best).cost(layers)->infer;
    plan.apps.push_back({problem.sources(a).front(), {{*best, layers}}, problem.targets(a).front()});
  }
  planned.result = plan;
  return planned;
}

Planner make_least_loaded() {
  return {.name = "least_loaded",
          .description = "whole models, each where least is to be done so far",
          .paired_policy = scenario::Policy::adaptive,
          .plan = plan_least_loaded};
}

}  // namespace synergy::planner
