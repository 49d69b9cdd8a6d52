#pragma once

#include "synergy/plan/problem.hpp"

#include <optional>

namespace synergy::plan {

/// The problem that a planner gets to see: the true one or, with Scenario::knowledge, what is believed.
///
/// A run plans through one of these, so that no planner sees the truth by mistake. It neither moves nor
/// copies, since what is believed points into it.
class PlannerView {
 public:
  /// `truth` must outlive the view.
  explicit PlannerView(const PlanningProblem& truth) : truth_(&truth) {
    if (!truth.scenario().knowledge) return;
    scenario_ = scenario::as_believed(truth.scenario());
    belief_.emplace(*scenario_, cache_);
  }
  PlannerView(const PlannerView&) = delete;
  PlannerView& operator=(const PlannerView&) = delete;

  [[nodiscard]] bool is_true() const { return !belief_; }
  [[nodiscard]] const PlanningProblem& problem() const { return belief_ ? *belief_ : *truth_; }

 private:
  const PlanningProblem* truth_;
  TableCache cache_;  // its own: what is believed is of no use to other problems
  std::optional<scenario::Scenario> scenario_;
  std::optional<PlanningProblem> belief_;
};

}  // namespace synergy::plan
