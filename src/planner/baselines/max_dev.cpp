#include "baselines/device_rules.hpp"

namespace synergy::planner {

Planner make_max_dev() {
  return {
      .name = "max_dev",
      .description = "apps in scenario order; most accelerators; cuts balance the segments' cycles",
      .role = Role::baseline,
      .origin = Origin::reconstructed,
      .plan =
          [](const PlanningContext& context) {
            return plan_by_devices(context.problem, {.most = true, .priorities = false});
          },
  };
}

}  // namespace synergy::planner
