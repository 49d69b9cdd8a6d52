#pragma once

#include "synergy/run/record.hpp"
#include "synergy/run/workload.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::simulation {
class Replanner;
}

namespace synergy::run {

/// A plan of a workload, compiled and judged by the true numbers, or the reasons why there is none.
///
/// Planning is the dear part of a run (seconds, where a simulation takes milliseconds), and depends neither
/// on the policy nor on the replication: a Plan is made once, and any number of runs is taken from it.
///
/// A value that is cheap to copy, never changes, and may be used from several threads.
class Plan {
 public:
  /// Asks a planner, once; with Scenario::knowledge once more, for what it makes of the true numbers. The
  /// planner sees what it may know (plan::PlannerView) and gets the scenario's parameters if the scenario
  /// names it, else its defaults. Throws InputError if it does not take them. `Belief::alone` leaves the
  /// second planning out: for those who only want the plan.
  /// Which plannings a planner that is given wrong numbers is asked for.
  enum class Belief : std::uint8_t { beside_truth, alone };
  [[nodiscard]] static Plan made_by(const planner::Planner& planner, Workload workload,
                                    Belief belief = Belief::beside_truth);
  /// A plan that was given, which Scenario::knowledge has no part in; `name` takes the planner's place. Where
  /// no policy is chosen it runs under `paired`.
  [[nodiscard]] static Plan given(std::string name, const plan::CollaborationPlan& plan, Workload workload,
                                  scenario::Policy paired = scenario::Policy::adaptive);

  /// What it was planned for, shared with whoever made the plan.
  [[nodiscard]] const Workload& workload() const;
  /// The planner's name, or the name that was given.
  [[nodiscard]] const std::string& planner() const;
  /// The policy of runs for which none is chosen: the planner's own (Synergy adaptive, the baselines
  /// sequential), whatever the scenario says of policies.
  [[nodiscard]] scenario::Policy paired_policy() const;
  /// What the planner answered, or was given; null if it found nothing. May be infeasible all the same.
  [[nodiscard]] const plan::CollaborationPlan* made() const;
  /// Null if no plan is feasible; then there are reasons.
  [[nodiscard]] const plan::CompiledPlan* compiled() const;
  /// Empty if compiled() is there. Of a plan that only the true numbers refuse, why they do.
  [[nodiscard]] const std::vector<plan::Reason>& reasons() const;
  /// What the planner is there for, what it did, what it proved and by how much it refined; nothing of a plan
  /// that was given.
  [[nodiscard]] std::optional<planner::Role> role() const;
  [[nodiscard]] const planner::Effort& effort() const;
  [[nodiscard]] const std::optional<planner::Bound>& bound() const;
  [[nodiscard]] const std::optional<planner::Refinement>& refinement() const;

 private:
  friend class Run;
  struct State;
  explicit Plan(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

/// A plan under a policy, and what is expected of it. Owns all that its simulations need. A value like Plan:
/// cheap to copy, never changes, safe to simulate from several threads at once.
class Run {
 public:
  /// Without a policy, the plan's paired one. Estimates here, once for all replications. A plan without a
  /// feasible answer makes a run as well, whose records say `infeasible`.
  explicit Run(Plan plan, std::optional<scenario::Policy> policy = {});

  [[nodiscard]] const Plan& plan() const { return plan_; }
  /// What is known before anything is simulated: the record of the first replication without a result.
  [[nodiscard]] const RunRecord& expected() const { return *expected_; }
  /// Simulates one replication, which decides what random numbers are drawn and nothing else. A run without a
  /// feasible plan only notes the replication. Depends on run and replication alone, but for the wall times.
  /// `skip`: whether to skip what repeats (simulation::Options), which shows in nothing but the wall time.
  [[nodiscard]] RunRecord simulate(int replication, bool skip = true) const;

 private:
  [[nodiscard]] static std::shared_ptr<const simulation::Replanner> replanner_for(const Plan::State& state,
                                                                                  scenario::Policy policy);
  [[nodiscard]] RunRecord simulate_changing(int replication) const;

  Plan plan_;
  std::shared_ptr<const RunRecord> expected_;
  std::shared_ptr<const simulation::Replanner> replanner_;  ///< null: the body does not change
  /// Inferences in flight per app, of the plan and of the informed one.
  std::vector<int> windows_, informed_windows_;
};

}  // namespace synergy::run
