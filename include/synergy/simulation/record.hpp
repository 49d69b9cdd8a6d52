#pragma once

#include "synergy/plan/cycle_ratio.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/planner.hpp"
#include "synergy/simulation/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace synergy::simulation {

/// How a run ended. nothing_completed: simulated, but no inference completed in the window, so that there is
/// no latency and no energy per inference (a dead link, or a window that is too short).
enum class Status : std::uint8_t { ok, infeasible, nothing_completed, failed_check };
[[nodiscard]] std::string_view to_text(Status status);

/// One run from planning to metrics: what a row of runs.csv says. Needs its scenario to stay alive.
struct RunRecord {
  const scenario::Scenario* scenario = nullptr;
  std::string id;  ///< of a point of a sweep; else empty
  std::string planner;
  scenario::Policy policy = scenario::Policy::sequential;
  int replication = 0;
  Status status = Status::ok;
  std::vector<plan::Reason> reasons;           ///< of infeasible
  std::optional<plan::CompiledPlan> compiled;  ///< none if infeasible
  std::optional<plan::Estimate> estimate;      ///< with Scenario::knowledge: what the planner believed
  /// Of a cyclic order; none under policies that do not overlap apps, and in other regimes than rounds.
  std::optional<plan::CycleRatio> cyclic;
  std::optional<RunResult> result;  ///< none if infeasible
  /// With Scenario::knowledge: what the planner makes of the true numbers; none if it finds no feasible plan.
  std::optional<plan::CompiledPlan> informed;
  /// 1 - throughput / throughput of `informed`, both simulated; where both ran.
  std::optional<double> knowledge_loss;
  planner::Effort effort;
  std::optional<planner::Bound> bound;  ///< proven for the scenario by any planner (share_bounds)
  double wall_plan_ms = 0;
  double wall_simulate_ms = 0;

  /// Unique within one invocation: "w1/synergy/adaptive/0", or a sweep's `id`.
  [[nodiscard]] std::string run_id() const;
};

/// Plans, compiles and estimates: what all replications of a run have in common. Without a policy, the
/// planner's paired one. With Scenario::knowledge the planner sees scenario::as_believed and its plan is
/// compiled, and judged feasible or not, by the true numbers.
/// Throws InputError if the scenario sets parameters the planner does not take.
[[nodiscard]] RunRecord plan_run(const plan::PlanningProblem& problem, const planner::Planner& planner,
                                 std::optional<scenario::Policy> policy);

/// Simulates one replication of a planned run and puts its result into the record, in place of an earlier
/// replication's. Does nothing but note the replication if the run is infeasible.
void simulate_run(RunRecord& record, const plan::PlanningProblem& problem, int replication);

/// Plans, compiles and simulates one replication. Without a policy, the planner's paired one.
/// Throws InputError if the scenario sets parameters the planner does not take.
[[nodiscard]] RunRecord run_planner(const plan::PlanningProblem& problem, const planner::Planner& planner,
                                    std::optional<scenario::Policy> policy, int replication);

/// Gives every run the tightest bound that a planner proved for its scenario in any of these runs.
void share_bounds(std::vector<RunRecord>& records);

/// What the objective's first criterion comes to by a plan's estimate, in the unit of planner::Bound::least.
[[nodiscard]] double first_criterion(const scenario::Objective& objective, const plan::Estimate& estimate);

/// Compiles and simulates a given plan, which Scenario::knowledge has no part in; `name` takes the planner's
/// place.
[[nodiscard]] RunRecord run_plan(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan,
                                 std::string name, scenario::Policy policy, int replication);

}  // namespace synergy::simulation
