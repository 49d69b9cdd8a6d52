#include "engine/joint.hpp"

namespace synergy::planner {

extern const Planner kSynergy;
const Planner kSynergy{
    .name = "synergy",
    .description =
        "apps by data intensity; each takes the plan that maximises the throughput of all apps so far",
    .origin = "reconstructed",
    .paired_policy = scenario::Policy::adaptive,
    .parameters = {kNodeBudget},
    .plan = [](const plan::PlanningProblem& problem, const ParameterValues& values,
               Effort& effort) { return plan_jointly(problem, false, effort, values[0]); },
};

}  // namespace synergy::planner
