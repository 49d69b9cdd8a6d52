#pragma once

#include "synergy/plan/cycle_ratio.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/planner.hpp"
#include "synergy/simulation/dynamic_result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::simulation {
class Replanner;
}

namespace synergy::run {

/// How a run ended. nothing_completed: simulated, but no inference completed in the window, so that there is
/// no latency and no energy per inference (a dead link, or a window that is too short). failed_check: the
/// simulation contradicts itself, which is a mistake of this program.
enum class Status : std::uint8_t { ok, infeasible, nothing_completed, failed_check };
/// As in the column `status` of runs.csv: "ok", "infeasible", "nothing_completed", "failed_check".
[[nodiscard]] std::string_view to_text(Status status);

/// One replication of one run, from planning to metrics: what a row of runs.csv says. A value that owns what
/// it says, or shares it with the other replications of its run; it needs nothing else to stay alive.
struct RunRecord {
  /// Never null; shared by all runs of a workload, so that the pointer tells workloads apart.
  std::shared_ptr<const scenario::Scenario> scenario;
  std::string id;  ///< of a point of a sweep; else empty
  /// Name of the planner, or of the plan that was given in its place.
  std::string planner;
  std::optional<planner::Role> role;  ///< of the planner; none of a plan that was given
  /// The policy it ran under, paired or chosen.
  scenario::Policy policy = scenario::Policy::sequential;
  /// From 0; 0 in what is expected of a run before any simulation.
  int replication = 0;
  Status status = Status::ok;
  std::vector<plan::Reason> reasons;                   ///< of infeasible
  std::shared_ptr<const plan::CompiledPlan> compiled;  ///< null if infeasible
  /// Null if infeasible. With Scenario::knowledge: what the planner believed.
  std::shared_ptr<const plan::Estimate> estimate;
  /// Of a cyclic order; none under policies that do not overlap apps, and in other regimes than rounds.
  std::optional<plan::CycleRatio> cyclic;
  /// plan::throughput_bound of the plan by the true numbers; none if infeasible.
  std::optional<double> plan_bound_inf_per_s;
  /// Of bodies that change: what happened to them; `result` is its total, `compiled` has of every app the
  /// first plan that there was for it, and `estimate` is of the first plan.
  std::shared_ptr<const simulation::DynamicResult> dynamic;
  /// Who made its plans, for whoever simulates it again (simulate_again in replanner.hpp).
  std::shared_ptr<const simulation::Replanner> replanner;
  /// 1 - completed / completed under `clairvoyant_free`, both in the window; of bodies that change.
  std::optional<double> regret_ratio;
  std::optional<simulation::RunResult> result;  ///< none if infeasible, or not simulated yet
  /// With Scenario::knowledge: what the planner makes of the true numbers; null if it finds no feasible plan.
  std::shared_ptr<const plan::CompiledPlan> informed;
  /// 1 - throughput / throughput of `informed`, both simulated; where both ran.
  std::optional<double> knowledge_loss;
  planner::Effort effort;                         ///< of planning, once for all runs of a plan
  std::optional<planner::Bound> own_bound;        ///< proven by this planner
  std::optional<planner::Refinement> refinement;  ///< of planners that refine
  std::optional<planner::Bound> bound;            ///< proven for the scenario by any planner (share_bounds)
  double wall_plan_ms = 0;                        ///< likewise once for all
  double wall_simulate_ms = 0;

  /// Unique within one invocation: "w1/synergy/adaptive/0", or a sweep's `id`.
  [[nodiscard]] std::string run_id() const;
};

/// Gives every run the tightest bound that a planner proved for its scenario in any of these runs. Scenarios
/// are told apart by where they lie: two workloads of equal scenarios share nothing.
void share_bounds(std::vector<RunRecord>& records);

}  // namespace synergy::run
