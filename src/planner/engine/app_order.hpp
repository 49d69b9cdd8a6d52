#pragma once

#include "synergy/plan/problem.hpp"

#include <vector>

namespace synergy::planner {

/// The apps as the scenario lists them.
[[nodiscard]] std::vector<plan::AppId> in_scenario_order(const plan::PlanningProblem& problem);

/// The order in which Synergy plans and deploys apps: by data intensity, highest first; equal ones as listed.
[[nodiscard]] std::vector<plan::AppId> by_data_intensity(const plan::PlanningProblem& problem);

/// The order of the baselines with priorities: by the weights of the whole model, largest first.
[[nodiscard]] std::vector<plan::AppId> by_model_size(const plan::PlanningProblem& problem);

}  // namespace synergy::planner
