#include "engine/joint.hpp"

namespace synergy::planner {

extern const Planner kIndModel;
const Planner kIndModel{
    .name = "ind_model",
    .description = "each app alone: smallest model latency, blind to source, target and other apps",
    .origin = "reconstructed",
    .paired_policy = scenario::Policy::sequential,
    .parameters = {{.name = "memory_oblivious",
                    .description = "plan each app as if alone in memory (infeasibility then shows)"},
                   kNodeBudget},
    .plan =
        [](const plan::PlanningProblem& problem, const ParameterValues& values, Effort& effort) {
          return plan_independently(problem, true, values[0] != 0, effort, values[1]);
        },
};

}  // namespace synergy::planner
