#include "baselines/device_rules.hpp"

namespace synergy::planner {

extern const Planner kMinDev;
const Planner kMinDev{
    .name = "min_dev",
    .description =
        "apps in scenario order; fewest accelerators, in listing order, the first filled as far as it goes",
    .origin = "reconstructed",
    .paired_policy = scenario::Policy::sequential,
    .parameters = {},
    .plan =
        [](const plan::PlanningProblem& problem, const ParameterValues& /*values*/, Effort& effort) {
          return plan_by_devices(problem, {.most = false, .priorities = false}, effort);
        },
};

}  // namespace synergy::planner
