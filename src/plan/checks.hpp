#pragma once

#include "synergy/plan/memory.hpp"

#include <vector>

namespace synergy::plan {

/// Collects every reason why a plan is infeasible. What one reason leaves without meaning is not looked at:
/// the memory for an app whose segments are not well formed, the slots of links that such an app would need.
///
/// Used once, in this order: structure, place, links. Nothing here is about limits: those need the
/// estimate, and that needs a plan that is otherwise in order.
class Checks {
 public:
  Checks(const PlanningProblem& problem, const CollaborationPlan& plan) : problem_(problem), plan_(plan) {}

  /// Shape of the plan, devices' parts, cuts, placement constraints. False if the plan is not even one of as
  /// many apps as the scenario's, or its deployment order does not name every app once: nothing else is
  /// looked at then.
  bool structure();
  /// Places the segments of all apps that can be placed in deployment order; the placements by app and
  /// segment.
  std::vector<std::vector<device::Placement>> place(BodyMemory& memory);
  /// Whether the pairs that send have links, and their slots can carry anything.
  void links(const link::LinkKind& kind);

  [[nodiscard]] bool ok() const { return reasons_.empty(); }
  [[nodiscard]] std::vector<Reason> take_reasons() { return std::move(reasons_); }

 private:
  bool chosen_links();
  void app_structure(AppId a);
  void forbidden(AppId a, const ExecutionPlan& plan);
  void pinned_segments(AppId a, const Segment& segment);
  bool segments(AppId a, const ExecutionPlan& plan);
  void add(Reason::Kind kind, AppId a, DeviceId d, std::string message);

  // Both belong to the caller, and outlive the checks.
  const PlanningProblem& problem_;
  const CollaborationPlan& plan_;
  std::vector<Reason> reasons_;
  std::vector<bool> placeable_;  // per app: its segments are well formed
};

}  // namespace synergy::plan
