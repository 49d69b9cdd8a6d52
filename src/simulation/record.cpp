#include "synergy/simulation/record.hpp"

#include "synergy/input/error.hpp"
#include "synergy/plan/view.hpp"
#include "synergy/simulation/simulate.hpp"

#include <chrono>
#include <stdexcept>

#include <fmt/format.h>

namespace synergy::simulation {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// What is expected of a compiled plan, from the numbers of `problem`.
void predict(RunRecord& record, const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled) {
  record.estimate = plan::estimate(problem, compiled, record.policy);
  const bool overlaps =
      record.policy == scenario::Policy::inter_app || record.policy == scenario::Policy::adaptive;
  if (!overlaps || problem.scenario().load.regime != scenario::Regime::rounds) return;
  const auto windows = plan::windows(problem, compiled, *record.estimate, record.policy);
  record.cyclic =
      plan::maximum_cycle_ratio(compiled, plan::cyclic_order(compiled, *record.estimate, windows), windows);
}

/// Compiles the plan of a record and predicts what it does.
void compile_into(RunRecord& record, const plan::PlanningProblem& problem,
                  const plan::CollaborationPlan& plan) {
  auto compiled = plan::compile(problem, plan);
  if (auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) {
    record.status = Status::infeasible;
    record.reasons = std::move(infeasible->reasons);
    return;
  }
  record.compiled = std::get<plan::CompiledPlan>(std::move(compiled));
  predict(record, problem, *record.compiled);
}

RunRecord begin_record(const plan::PlanningProblem& problem, std::string planner, scenario::Policy policy) {
  RunRecord record;
  record.scenario = &problem.scenario();
  record.planner = std::move(planner);
  record.policy = policy;
  return record;
}

/// What becomes of a run whose planner believed what it saw: the estimate is its own, and beside its plan is
/// put what it makes of the truth.
void judge_belief(RunRecord& record, const plan::PlanningProblem& problem, const plan::PlannerView& view,
                  const planner::Planner& planner, const planner::ParameterValues& values) {
  const auto believed = plan::compile(view.problem(), record.compiled->plan, plan::Limits::ignore);
  predict(record, view.problem(), std::get<plan::CompiledPlan>(believed));
  planner::Effort effort;
  const plan::PlanResult informed = planner.plan(problem, values, effort);
  const auto* plan = std::get_if<plan::CollaborationPlan>(&informed);
  if (plan == nullptr) return;
  auto compiled = plan::compile(problem, *plan);
  if (auto* feasible = std::get_if<plan::CompiledPlan>(&compiled)) record.informed = std::move(*feasible);
}

RunResult simulate_plan(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                        scenario::Policy policy, int replication) {
  // The run time counts what it sees happen: its windows follow the true numbers, whatever a planner
  // believed.
  const auto windows = plan::windows(problem, compiled, plan::estimate(problem, compiled, policy), policy);
  return simulate(problem, compiled, policy, windows, replication);
}

Status status_of(const RunResult& result) {
  if (!result.failed_checks.empty()) return Status::failed_check;
  return result.completed_in_window() > 0 ? Status::ok : Status::nothing_completed;
}

/// The share of the informed plan's throughput that the record's own lacks.
std::optional<double> knowledge_loss(const RunRecord& record, const plan::PlanningProblem& problem) {
  if (record.informed->plan == record.compiled->plan) return 0;
  const RunResult informed = simulate_plan(problem, *record.informed, record.policy, record.replication);
  if (informed.completed_in_window() == 0) return {};
  return 1 - static_cast<double>(record.result->completed_in_window()) /
                 static_cast<double>(informed.completed_in_window());
}

}  // namespace

std::string_view to_text(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::infeasible:
      return "infeasible";
    case Status::nothing_completed:
      return "nothing_completed";
    case Status::failed_check:
      break;
  }
  return "failed_check";
}

std::string RunRecord::run_id() const {
  if (!id.empty()) return id;
  return fmt::format("{}/{}/{}/{}", scenario->name, planner, scenario::to_text(policy), replication);
}

RunRecord plan_run(const plan::PlanningProblem& problem, const planner::Planner& planner,
                   std::optional<scenario::Policy> policy) {
  RunRecord record = begin_record(problem, std::string(planner.name), policy.value_or(planner.paired_policy));
  const scenario::PlannerChoice& choice = problem.scenario().planner;
  planner::ParameterValues values;
  try {
    // Parameters belong to the planner the scenario names; others run with their defaults.
    using Written = std::vector<std::pair<std::string, std::string>>;
    values = planner::read_parameters(planner, choice.name == planner.name ? choice.parameters : Written{});
  } catch (const std::invalid_argument& error) {
    throw InputError({"planner " + record.planner}, error.what());
  }
  const plan::PlannerView view(problem);
  const auto begin = Clock::now();
  plan::PlanResult planned = planner.plan(view.problem(), values, record.effort);
  record.wall_plan_ms = ms_since(begin);
  if (auto* infeasible = std::get_if<plan::Infeasible>(&planned)) {
    record.status = Status::infeasible;
    record.reasons = std::move(infeasible->reasons);
    return record;
  }
  compile_into(record, problem, std::get<plan::CollaborationPlan>(planned));
  if (record.compiled && !view.is_true()) judge_belief(record, problem, view, planner, values);
  return record;
}

void simulate_run(RunRecord& record, const plan::PlanningProblem& problem, int replication) {
  record.replication = replication;
  if (!record.compiled) return;
  const auto begin = Clock::now();
  record.result = simulate_plan(problem, *record.compiled, record.policy, replication);
  record.wall_simulate_ms = ms_since(begin);
  record.status = status_of(*record.result);
  if (record.informed) record.knowledge_loss = knowledge_loss(record, problem);
}

RunRecord run_planner(const plan::PlanningProblem& problem, const planner::Planner& planner,
                      std::optional<scenario::Policy> policy, int replication) {
  RunRecord record = plan_run(problem, planner, policy);
  simulate_run(record, problem, replication);
  return record;
}

void share_bounds(std::vector<RunRecord>& records) {
  for (RunRecord& record : records) {
    record.bound.reset();
    for (const RunRecord& other : records) {
      if (other.scenario != record.scenario || !other.effort.bound) continue;
      if (!record.bound || other.effort.bound->least > record.bound->least) record.bound = other.effort.bound;
    }
  }
}

double first_criterion(const scenario::Objective& objective, const plan::Estimate& e) {
  using Kind = scenario::Objective::Kind;
  switch (objective.kind) {
    case Kind::throughput:
      return e.parallel_round.s();
    case Kind::latency:
      return e.sequential_round.s();
    case Kind::energy:
      return e.dynamic_per_round.si();
    case Kind::weighted:
      break;
  }
  const auto weighted = [](std::int64_t thousandths, double value) {
    return static_cast<double>(thousandths) / 1000 * value;
  };
  return weighted(objective.round_thousandths, e.parallel_round.ms()) +
         weighted(objective.latency_thousandths, e.sequential_round.ms()) +
         weighted(objective.energy_thousandths, e.dynamic_per_round.si() * 1e3);
}

RunRecord run_plan(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan,
                   std::string name, scenario::Policy policy, int replication) {
  RunRecord record = begin_record(problem, std::move(name), policy);
  compile_into(record, problem, plan);
  simulate_run(record, problem, replication);
  return record;
}

}  // namespace synergy::simulation
