// Whole models only: each app runs on the accelerator that has least to do so far.
#include "synergy/planner/planner.hpp"

#include <map>

namespace synergy::planner {

static plan::PlanResult plan_least_loaded(const plan::PlanningProblem& problem,
                                          const ParameterValues& /*values*/, Effort& effort) {
  plan::CollaborationPlan result;
  plan::BodyMemory memory(problem);         // of all accelerators, while it fills
  std::map<plan::DeviceId, Duration> busy;  // in one round
  for (plan::AppId a = 0; a < problem.app_count(); ++a) {
    const model::LayerRange layers = problem.app(a).model->all();
    std::optional<plan::DeviceId> best;
    for (const plan::DeviceId d : problem.accelerators()) {
      ++effort.candidates_considered;
      if (memory.fits(a, {d, layers}) && (!best || busy[d] < busy[*best])) best = d;
    }
    if (!best) return no_plan_fits(problem, a, memory);
    (void)memory.place(a, {*best, layers});
    busy[*best] += problem.table(a, *best).cost(layers)->infer;
    result.apps.push_back({problem.sources(a).front(), {{*best, layers}}, problem.targets(a).front()});
  }
  return result;
}

extern const Planner kLeastLoaded{.name = "least_loaded",
                                  .description = "whole models, each where least is to be done so far",
                                  .paired_policy = scenario::Policy::adaptive,
                                  .plan = plan_least_loaded};

}  // namespace synergy::planner
