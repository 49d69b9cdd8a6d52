#include "baselines/device_rules.hpp"

namespace synergy::planner {

// All accelerators at once look like the most throughput; what transfers cost is not looked at.
// (Reconstructed: README.md, "Rules".)
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
