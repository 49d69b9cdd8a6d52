#include "baselines/device_rules.hpp"

namespace synergy::planner {

// Few devices spare links and radios, at the price of one accelerator that everybody queues at.
// (Reconstructed: README.md, "Rules".)
Planner make_min_dev() {
  return {
      .name = "min_dev",
      .description =
          "apps in scenario order; fewest accelerators, in listing order, the first filled as far as it goes",
      .role = Role::baseline,
      .origin = Origin::reconstructed,
      .plan =
          [](const PlanningContext& context) {
            return plan_by_devices(context.problem, {.most = false, .priorities = false});
          },
  };
}

}  // namespace synergy::planner
