#include "baselines/device_rules.hpp"

namespace synergy::planner {

extern const Planner kMaxDev;
const Planner kMaxDev{
    .name = "max_dev",
    .description = "apps in scenario order; most accelerators; cuts balance the segments' cycles",
    .origin = "reconstructed",
    .paired_policy = scenario::Policy::sequential,
    .parameters = {},
    .plan =
        [](const plan::PlanningProblem& problem, const ParameterValues& /*values*/, Effort& effort) {
          return plan_by_devices(problem, {.most = true, .priorities = false}, effort);
        },
};

}  // namespace synergy::planner
