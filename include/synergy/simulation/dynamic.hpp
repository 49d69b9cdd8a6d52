#pragma once

#include "synergy/dynamics/change.hpp"
#include "synergy/dynamics/world.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/simulation/dynamic_result.hpp"
#include "synergy/simulation/simulate.hpp"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace synergy::simulation {

/// A plan with what it was made for: the world of an instant, whose devices and apps are some of the body's.
/// Immutable and shared: inferences that were started under it may outlive its time in force.
struct PlanInForce {
  /// Of the world; owns it. Not null.
  std::shared_ptr<const plan::PlanningProblem> problem;
  std::shared_ptr<const plan::CompiledPlan> compiled;  ///< for `problem`; not null
  plan::Estimate estimate;                             ///< of it, under the run's policy
  std::vector<int> windows;                            ///< plan::windows, by the world's apps
  IdVector<plan::DeviceId, plan::DeviceId> devices;    ///< of the world's devices, the body's
  IdVector<plan::AppId, plan::AppId> apps;
};

/// Whoever makes the plans of a body that changes. Pure: an answer depends on the question alone. The
/// simulation asks; what the answers cost in time and energy it decides itself.
class Replanner {
 public:
  struct Question {
    /// What the coordinator knows of the body.
    dynamics::World world;
    /// Null: none yet.
    const PlanInForce* in_force = nullptr;
    /// Apps of the body that stay where they are, if the answer is to be about the others alone.
    std::vector<plan::AppId> pinned;
    Time now{};
  };
  struct Answer {
    std::shared_ptr<const PlanInForce> plan;  ///< null: there is none, and reasons say why
    std::vector<plan::Reason> reasons;
    std::int64_t candidates = 0;
  };
  virtual ~Replanner() = default;
  [[nodiscard]] virtual Answer replan(Question question) const = 0;
  /// What a plan that stays in force promises in another world than the one that it was made for, by the apps
  /// that run there and whose devices are all there: inferences per second. None: nobody can tell, and what
  /// it promised when it was made has to do. Pre: question.in_force.
  [[nodiscard]] virtual std::optional<double> promised(const Question& /*question*/) const { return {}; }
};

/// Simulates a body that changes: the scenario's devices and apps, the changes, and the answers that its
/// `replanning` asks for. From time 0 the plan for what is there at 0 is in force, with its weights in
/// memory.
///
/// Every lasting change costs some events, fading none. `changes` as of dynamics::expand(), until the end of
/// the window at least. The same rules and the same numbers as simulate() where nothing changes, but for the
/// rounding of energies; nothing that repeats is skipped. Deterministic; safe to call from several threads.
[[nodiscard]] DynamicResult simulate_dynamic(const scenario::Scenario& body, scenario::Policy policy,
                                             int replication, std::span<const dynamics::Change> changes,
                                             const Replanner& replanner, const Options& options = {});

}  // namespace synergy::simulation
