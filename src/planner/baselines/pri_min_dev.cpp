#include "baselines/device_rules.hpp"

namespace synergy::planner {

// The largest model has the fewest places to go, so it chooses first.
// (Reconstructed: README.md, "Rules".)
Planner make_pri_min_dev() {
  return {
      .name = "pri_min_dev",
      .description = "as min_dev, but largest model first, accelerators by speed, then free memory",
      .role = Role::baseline,
      .origin = Origin::reconstructed,
      .plan =
          [](const PlanningContext& context) {
            return plan_by_devices(context.problem, {.most = false, .priorities = true});
          },
  };
}

}  // namespace synergy::planner
