#pragma once

#include "synergy/run/experiment.hpp"

#include <string>

namespace synergy::test {

/// Runs of a problem that a test has made, whose scenario is copied.
inline run::Workload workload_of(const plan::PlanningProblem& problem) {
  return run::Workload(problem.scenario());
}

/// Plans and simulates one replication; without a policy under the planner's paired one.
inline run::RunRecord run_planner(const plan::PlanningProblem& problem, const planner::Planner& planner,
                                  std::optional<scenario::Policy> policy = {}, int replication = 0) {
  return run::Run(run::Plan::made_by(planner, workload_of(problem)), policy).simulate(replication);
}

/// The same without simulating.
inline run::RunRecord plan_run(const plan::PlanningProblem& problem, const planner::Planner& planner,
                               std::optional<scenario::Policy> policy = {}) {
  return run::Run(run::Plan::made_by(planner, workload_of(problem)), policy).expected();
}

/// Simulates a plan.
inline run::RunRecord run_plan(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan,
                               const std::string& name, scenario::Policy policy, int replication = 0) {
  return run::Run(run::Plan::given(name, plan, workload_of(problem)), policy).simulate(replication);
}

}  // namespace synergy::test
