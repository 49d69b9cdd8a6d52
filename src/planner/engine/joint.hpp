#pragma once

#include "engine/search.hpp"

namespace synergy::planner {

/// The parameter of planners that search for the execution plans of apps: partial plans for each search. The
/// searches of all apps have the budget anew.
inline constexpr Parameter kNodeBudget{
    "node_budget",  Parameter::Type::integer,
    kNodesOfOneApp, 1,
    INT64_MAX,      "partial plans of an app to look at before the best found is taken"};

/// The order in which synergy plans and deploys apps: by data intensity, highest first.
[[nodiscard]] std::vector<AppId> by_data_intensity(const plan::PlanningProblem& problem);

/// The greedy rule shared by synergy and joint_model: apps by data intensity; each takes the execution plan
/// that is best for the whole set so far by the scenario's objective (throughput if `model_only`).
///
/// Latency limits hold for the set at every step, battery life floors are looked at with the last app. Being
/// greedy, it may miss plans that keep them: then it tries the plan with the least latency or energy, and is
/// infeasible with what that one breaks.
[[nodiscard]] plan::PlanResult plan_jointly(const plan::PlanningProblem& problem, bool model_only,
                                            Effort& effort, std::int64_t node_budget = kNodesOfOneApp);

/// As app `a` would change a plan that has all other apps: its best execution plan, deployed last. Nothing if
/// that is no better by the objective than what it has now.
[[nodiscard]] std::optional<plan::CollaborationPlan> best_response(const plan::PlanningProblem& problem,
                                                                   const plan::CollaborationPlan& now,
                                                                   AppId a, LinkCosts& costs, Effort& effort,
                                                                   std::int64_t node_budget = kNodesOfOneApp);

/// Best responses of the apps in deployment order, over and over, until none improves; the smaller value of
/// the objective proves that it ends. A pass in which a search came to the end of its budget is the last.
/// Pre: `start` is feasible.
[[nodiscard]] plan::CollaborationPlan refined(const plan::PlanningProblem& problem,
                                              const plan::CollaborationPlan& start, LinkCosts& costs,
                                              Effort& effort, std::int64_t node_budget = kNodesOfOneApp);

/// What a whole plan comes to at the load its scenario offers. Pre: its links have enough slots.
[[nodiscard]] Score score_of(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan,
                             LinkCosts& costs);

/// The rule shared by ind_model and ind_e2e: apps in scenario order, each for itself. `memory_oblivious`: as
/// if the accelerators were empty for every app.
[[nodiscard]] plan::PlanResult plan_independently(const plan::PlanningProblem& problem, bool model_only,
                                                  bool memory_oblivious, Effort& effort,
                                                  std::int64_t node_budget);

}  // namespace synergy::planner
