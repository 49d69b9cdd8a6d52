#include "engine/greedy.hpp"

namespace synergy::planner {

// The rule itself is in engine/greedy.hpp, since joint_model, refine and optimal start from it too.
// (Reconstructed: README.md, "Rules".)
Planner make_synergy() {
  return {
      .name = "synergy",
      .description =
          "apps by data intensity; each takes the plan that maximises the throughput of all apps so far",
      .role = Role::synergy,
      .origin = Origin::reconstructed,
      .takes_objective = true,
      .paired_policy = scenario::Policy::adaptive,
      .parameters = {tie_break_of_one_app(), node_budget_of_one_app()},
      .plan =
          [](const PlanningContext& context) {
            return plan_jointly(context.problem, false, context.values.integer(kNodeBudget),
                                tie_break(context.values));
          },
  };
}

}  // namespace synergy::planner
