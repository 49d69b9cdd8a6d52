#include "baselines/device_rules.hpp"

namespace synergy::planner {

Planner make_pri_max_dev() {
  return {
      .name = "pri_max_dev",
      .description = "as max_dev, but largest model first, accelerators by speed, then free memory",
      .role = Role::baseline,
      .origin = Origin::reconstructed,
      .plan =
          [](const PlanningContext& context) {
            return plan_by_devices(context.problem, {.most = true, .priorities = true});
          },
  };
}

}  // namespace synergy::planner
