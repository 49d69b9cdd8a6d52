#include "engine/joint.hpp"

namespace synergy::planner {

extern const Planner kIndE2e;
const Planner kIndE2e{
    .name = "ind_e2e",
    .description = "each app alone: smallest end-to-end latency, blind to other apps",
    .origin = "reconstructed",
    .paired_policy = scenario::Policy::sequential,
    .parameters = {{.name = "memory_oblivious",
                    .description = "plan each app as if alone in memory (infeasibility then shows)"},
                   kNodeBudget},
    .plan =
        [](const plan::PlanningProblem& problem, const ParameterValues& values, Effort& effort) {
          return plan_independently(problem, false, values[0] != 0, effort, values[1]);
        },
};

}  // namespace synergy::planner
