#pragma once

#include "engine/search.hpp"

namespace synergy::planner {

/// The rule that synergy and joint_model share, and that refine and optimal start from (README.md has it as
/// pseudo-code): apps by data intensity; each takes the execution plan that is best for the whole set so far
/// by the scenario's objective (throughput if `model_only`).
///
/// Latency limits hold for the set at every step, battery life floors are looked at with the last app. Being
/// greedy, it may miss plans that keep them: then it tries the plan with the least latency or energy, and is
/// infeasible with what that one breaks.
[[nodiscard]] Planned plan_jointly(const plan::PlanningProblem& problem, bool model_only,
                                   std::int64_t node_budget = kNodesOfOneApp,
                                   TieBreak ties = TieBreak::listing);

/// What a greedy rule is asked beyond what the scenario says.
struct GreedyRule {
  std::vector<AppId> order;  ///< in which apps are planned and deployed
  Objective objective;
  TieBreak ties = TieBreak::listing;
  std::int64_t node_budget = kNodesOfOneApp;
};

/// Apps in the order of the rule; each takes the plan that is best for all so far. The scenario's limits are
/// kept. Infeasible if an app finds no plan; `stuck` is that app then.
[[nodiscard]] plan::PlanResult plan_in_order(const plan::PlanningProblem& problem, const GreedyRule& rule,
                                             Effort& effort, AppId& stuck);

}  // namespace synergy::planner
