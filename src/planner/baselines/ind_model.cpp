#include "baselines/independent.hpp"

namespace synergy::planner {

// What partitioning frameworks for a single model do: the network alone, as if its input were there.
// (Reconstructed: README.md, "Rules".)
Planner make_ind_model() {
  return {
      .name = "ind_model",
      .description = "each app alone: smallest model latency, blind to source, target and other apps",
      .role = Role::baseline,
      .origin = Origin::reconstructed,
      .parameters = {memory_oblivious_parameter(), node_budget_of_one_app()},
      .plan = [](const PlanningContext& context) { return plan_independently(context, true); },
  };
}

}  // namespace synergy::planner
