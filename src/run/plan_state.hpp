#pragma once

#include "synergy/plan/view.hpp"
#include "synergy/run/run.hpp"

namespace synergy::run {

/// What the copies of a Plan share.
struct Plan::State {
  State(Workload w, std::string name) : workload(std::move(w)), planner(std::move(name)) {}

  Workload workload;
  std::optional<plan::PlannerView> view;  ///< what its planner may know; none of a plan that was given
  std::string planner;
  std::optional<planner::Planner> maker{};  ///< none of a plan that was given
  scenario::Policy paired = scenario::Policy::sequential;
  std::optional<plan::CollaborationPlan> made;
  std::vector<plan::Reason> reasons;
  std::shared_ptr<const plan::CompiledPlan> compiled;
  /// Of a planner that believed wrong numbers: its plan by these numbers, limits aside, and its plan by the
  /// true ones. Else null.
  std::shared_ptr<const plan::CompiledPlan> believed, informed;
  std::optional<planner::Role> role;  ///< of its planner; none of a plan that was given
  planner::Effort effort;
  std::optional<planner::Bound> bound;
  std::optional<planner::Refinement> refinement;
  double wall_plan_ms = 0;
};

}  // namespace synergy::run
