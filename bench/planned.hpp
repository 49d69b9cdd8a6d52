#pragma once

#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/simulation/simulate.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "../tests/support/scenarios.hpp"

namespace synergy::bench {

inline plan::CompiledPlan compiled_plan(const plan::PlanningProblem& problem, const char* planner) {
  const planner::Planner& chosen = planner::Registry::builtin().at(planner);
  const auto planned = planner::plan_with_defaults(chosen, problem).result;
  auto compiled = plan::compile(problem, std::get<plan::CollaborationPlan>(planned));
  return std::get<plan::CompiledPlan>(std::move(compiled));
}

/// A scenario with a plan, ready to be simulated under any policy. Throws if there is no plan.
class Planned {
 public:
  explicit Planned(scenario::Scenario scenario, const char* planner = "synergy")
      : scenario_(std::move(scenario)),
        problem_(scenario_, cache_),
        compiled_(compiled_plan(problem_, planner)) {}
  Planned(const Planned&) = delete;
  Planned& operator=(const Planned&) = delete;

  [[nodiscard]] const plan::PlanningProblem& problem() const { return problem_; }
  [[nodiscard]] const plan::CompiledPlan& compiled() const { return compiled_; }
  [[nodiscard]] std::vector<int> windows(scenario::Policy policy) const {
    return plan::windows(problem_, compiled_, plan::estimate(problem_, compiled_, policy), policy);
  }
  /// Event by event, unless what repeats is to be skipped.
  [[nodiscard]] simulation::RunResult simulate(scenario::Policy policy, const std::vector<int>& windows,
                                               bool skip = false) const {
    return simulation::simulate(problem_, compiled_, policy, windows, 0, {.skip = skip});
  }

 private:
  scenario::Scenario scenario_;
  plan::TableCache cache_;
  plan::PlanningProblem problem_;
  plan::CompiledPlan compiled_;
};

}  // namespace synergy::bench
