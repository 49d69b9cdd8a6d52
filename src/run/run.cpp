#include "synergy/run/run.hpp"

#include "synergy/plan/throughput_bound.hpp"
#include "synergy/simulation/simulate.hpp"

#include "plan_state.hpp"
#include "stopwatch.hpp"

namespace synergy::run {
namespace {

/// The round time of a cyclic order, where a policy and a regime keep one.
std::optional<plan::CycleRatio> cycle_ratio(const plan::PlanningProblem& problem,
                                            const plan::CompiledPlan& compiled,
                                            const plan::Estimate& estimate, scenario::Policy policy) {
  // Without overlap, units do not keep a cyclic order of their own: the policy's turns set the pace.
  const bool overlaps = policy == scenario::Policy::inter_app || policy == scenario::Policy::adaptive;
  if (!overlaps || problem.scenario().load.regime != scenario::Regime::rounds) return {};
  const auto windows = plan::windows(problem, compiled, estimate, policy);
  return plan::maximum_cycle_ratio(compiled, plan::cyclic_order(compiled, estimate, windows), windows);
}

Status status_of(const simulation::RunResult& result) {
  // First: numbers that contradict each other say nothing, not even that nothing was completed.
  if (!result.failed_checks.empty()) return Status::failed_check;
  return result.completed_in_window() > 0 ? Status::ok : Status::nothing_completed;
}

/// The share of the informed plan's throughput that a simulated run lacks.
std::optional<double> knowledge_loss(const RunRecord& record, const plan::PlanningProblem& problem,
                                     const std::vector<int>& informed_windows, bool skip) {
  // The same plan, the same run: exactly 0, without simulating it once more.
  if (record.informed->plan == record.compiled->plan) return 0;
  const simulation::RunResult informed = simulation::simulate(
      problem, *record.informed, record.policy, informed_windows, record.replication, {.skip = skip});
  // There is no share of nothing.
  if (informed.completed_in_window() == 0) return {};
  return 1 - static_cast<double>(record.result->completed_in_window()) /
                 static_cast<double>(informed.completed_in_window());
}

}  // namespace

Run::Run(Plan plan, std::optional<scenario::Policy> policy) : plan_(std::move(plan)) {
  const Plan::State& state = *plan_.state_;
  const plan::PlanningProblem& problem = state.workload.problem();
  const auto expected = std::make_shared<RunRecord>();
  expected->scenario = state.workload.share_scenario();
  expected->planner = state.planner;
  expected->policy = policy.value_or(state.paired);
  expected->reasons = state.reasons;
  expected->compiled = state.compiled;
  expected->informed = state.informed;
  expected->role = state.role;
  expected->effort = state.effort;
  expected->own_bound = state.bound;
  expected->refinement = state.refinement;
  expected->wall_plan_ms = state.wall_plan_ms;
  if (!state.compiled) expected->status = Status::infeasible;
  expected_ = expected;
  replanner_ = replanner_for(state, expected->policy);
  if (!state.compiled) return;
  // The run time counts what it sees happen: its windows follow the true numbers, whatever a planner
  // believed. So does the bound, which is about the simulation.
  const plan::Estimate truth = plan::estimate(problem, *state.compiled, expected->policy);
  windows_ = plan::windows(problem, *state.compiled, truth, expected->policy);
  expected->plan_bound_inf_per_s =
      plan::throughput_bound(problem, *state.compiled, expected->policy, windows_);
  // What is predicted is what the planner believed.
  const plan::PlanningProblem& seen = state.believed ? state.view->problem() : problem;
  const plan::CompiledPlan& judged = state.believed ? *state.believed : *state.compiled;
  expected->estimate = std::make_shared<const plan::Estimate>(
      state.believed ? plan::estimate(seen, judged, expected->policy) : truth);
  expected->cyclic = cycle_ratio(seen, judged, *expected->estimate, expected->policy);
  if (!state.informed) return;
  informed_windows_ = plan::windows(
      problem, *state.informed, plan::estimate(problem, *state.informed, expected->policy), expected->policy);
}

RunRecord Run::simulate(int replication, bool skip) const {
  if (replanner_) return simulate_changing(replication);
  RunRecord record = *expected_;
  record.replication = replication;
  if (!record.compiled) return record;
  const plan::PlanningProblem& problem = plan_.workload().problem();
  const Stopwatch simulating;
  record.result =
      simulation::simulate(problem, *record.compiled, record.policy, windows_, replication, {.skip = skip});
  record.wall_simulate_ms = simulating.ms();
  record.status = status_of(*record.result);
  if (record.informed) record.knowledge_loss = knowledge_loss(record, problem, informed_windows_, skip);
  return record;
}

}  // namespace synergy::run
