#include "baselines/device_rules.hpp"

namespace synergy::planner {

// The largest model has the most to gain from the fast accelerators, so it chooses first.
// (Reconstructed: README.md, "Rules".)
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
