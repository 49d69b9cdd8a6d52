#include "engine/joint.hpp"

namespace synergy::planner {

extern const Planner kJointModel;
const Planner kJointModel{
    .name = "joint_model",
    .description = "as synergy, but blind to where apps sense and interact",
    .origin = "reconstructed",
    .paired_policy = scenario::Policy::sequential,
    .parameters = {kNodeBudget},
    .plan = [](const plan::PlanningProblem& problem, const ParameterValues& values,
               Effort& effort) { return plan_jointly(problem, true, effort, values[0]); },
};

}  // namespace synergy::planner
