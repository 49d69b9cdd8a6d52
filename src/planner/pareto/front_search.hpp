#pragma once

#include "pareto/archive.hpp"

namespace synergy::planner {

/// Adds to the archive every feasible plan that no other covers throughout (of plans with equal points one),
/// by branch and bound over the plans of all apps (engine/branch_and_bound.hpp): a partial plan is pruned
/// when the archive covers the least that each criterion can come to. Whether it got through within
/// `node_budget` partial plans.
[[nodiscard]] bool complete_front(const plan::PlanningProblem& problem, FrontArchive& archive,
                                  std::int64_t node_budget, LinkCosts& costs, StaticPower& static_power,
                                  Effort& effort, const ReportFront& report = {});

}  // namespace synergy::planner
