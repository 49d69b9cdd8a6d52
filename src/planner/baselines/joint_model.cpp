#include "engine/greedy.hpp"

namespace synergy::planner {

// Against synergy it shows what it is worth to see where data come from and go to.
// (Reconstructed: README.md, "Rules".)
Planner make_joint_model() {
  return {
      .name = "joint_model",
      .description = "as synergy, but blind to where apps sense and interact",
      .role = Role::baseline,
      .origin = Origin::reconstructed,
      .parameters = {node_budget_of_one_app()},
      .plan =
          [](const PlanningContext& context) {
            return plan_jointly(context.problem, true, context.values.integer(kNodeBudget));
          },
  };
}

}  // namespace synergy::planner
