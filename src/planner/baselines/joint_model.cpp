#include "engine/greedy.hpp"

namespace synergy::planner {

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
