#pragma once

#include "synergy/plan/problem.hpp"

#include <memory>

namespace synergy::run {

/// A scenario that is ready to be planned and simulated: kept together with the planning problem made of it,
/// which points into it. A value that is cheap to copy; copies share what they hold, which never changes and
/// lives as long as the last of them, so that nobody has to keep a scenario alive for somebody else.
///
/// Safe to use from several threads.
class Workload {
 public:
  /// The segment tables, which tell what every range of layers costs on every accelerator, are computed here,
  /// or found in `tables` if a workload with the same models and accelerators left them there. `tables` must
  /// not be null; workloads of several threads may share it.
  explicit Workload(scenario::Scenario scenario,
                    std::shared_ptr<plan::TableCache> tables = std::make_shared<plan::TableCache>());

  /// Another scenario with the same tables: a variant of this one that differs in what no table depends on
  /// (loads, links, order of the devices), or in a few parts. Tables that the variant needs and nobody has
  /// computed yet are computed and stay for the next one.
  [[nodiscard]] Workload with(scenario::Scenario other) const { return Workload(std::move(other), tables_); }

  /// Both last as long as any copy of this workload.
  [[nodiscard]] const scenario::Scenario& scenario() const { return state_->scenario; }
  [[nodiscard]] const plan::PlanningProblem& problem() const { return state_->problem; }
  /// The scenario for whoever needs it longer than the workload: a share of what the workload holds.
  [[nodiscard]] std::shared_ptr<const scenario::Scenario> share_scenario() const {
    return {state_, &state_->scenario};
  }

 private:
  struct State {
    State(scenario::Scenario s, plan::TableCache& cache) : scenario(std::move(s)), problem(scenario, cache) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    scenario::Scenario scenario;
    plan::PlanningProblem problem;  // of `scenario`, hence behind it
  };

  std::shared_ptr<plan::TableCache> tables_;
  std::shared_ptr<const State> state_;
};

}  // namespace synergy::run
