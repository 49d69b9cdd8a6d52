#include "baselines/independent.hpp"

namespace synergy::planner {

// What a careful developer of one app would do who does not know that there are others.
// (Reconstructed: README.md, "Rules".)
Planner make_ind_e2e() {
  return {
      .name = "ind_e2e",
      .description = "each app alone: smallest end-to-end latency, blind to other apps",
      .role = Role::baseline,
      .origin = Origin::reconstructed,
      .parameters = {memory_oblivious_parameter(), node_budget_of_one_app()},
      .plan = [](const PlanningContext& context) { return plan_independently(context, false); },
  };
}

}  // namespace synergy::planner
