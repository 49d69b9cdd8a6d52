#include "baselines/device_rules.hpp"

namespace synergy::planner {

extern const Planner kPriMaxDev;
const Planner kPriMaxDev{
    .name = "pri_max_dev",
    .description = "as max_dev, but largest model first, accelerators by speed, then free memory",
    .origin = "reconstructed",
    .paired_policy = scenario::Policy::sequential,
    .parameters = {},
    .plan =
        [](const plan::PlanningProblem& problem, const ParameterValues& /*values*/, Effort& effort) {
          return plan_by_devices(problem, {.most = true, .priorities = true}, effort);
        },
};

}  // namespace synergy::planner
