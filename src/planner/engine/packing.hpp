#pragma once

#include "synergy/plan/memory.hpp"
#include "synergy/plan/problem.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/link_costs.hpp"

namespace synergy::planner {

/// Memory of the accelerators as far as it does not depend on the order of deployment: the lower bounds of
/// device::Lowered::least_need. What does not fit here fits in no order; what fits here may still fit in
/// none, because placing leaves holes.
class Packing {
 public:
  explicit Packing(const plan::PlanningProblem& problem);

  /// Pre: the segment fits the accelerator alone.
  [[nodiscard]] bool may_fit(AppId a, DeviceId d, int from, int to) const;
  void add(AppId a, const plan::ExecutionPlan& app) { change(a, app, 1); }
  void remove(AppId a, const plan::ExecutionPlan& app) { change(a, app, -1); }

 private:
  /// What all layers of an app before a boundary take: an amount for each of the device's `free_`.
  [[nodiscard]] const std::int64_t* up_to(AppId a, DeviceId d, int boundary) const {
    const std::size_t begin = begins_[a.index() * free_.size() + d.index()];
    return &sums_[begin + static_cast<std::size_t>(boundary) * free_[d].size()];
  }
  void change(AppId a, const plan::ExecutionPlan& app, int sign);

  const plan::PlanningProblem& problem_;
  bool shared_;  // segments share the memory; otherwise each has it alone
  IdVector<DeviceId, std::vector<std::int64_t>> free_;  // of each distinct capacity; empty: no accelerator
  std::vector<std::int64_t> sums_;                      // for up_to(), [boundary][capacity] of each table
  std::vector<std::size_t> begins_;                     // in `sums_`, of [app * devices + device]
};

/// Deploys whole plans: finds an order in which their weights fit by first fit.
class Deployments {
 public:
  explicit Deployments(const plan::PlanningProblem& problem) : problem_(problem) {}

  /// The plan in the order `first` if it fits so, else in another order if it fits in any. Nothing if there
  /// is none, or if the plan breaks a limit of latency or battery life; or if `most_steps` apps were placed
  /// in vain, then `exhausted` is false.
  [[nodiscard]] std::optional<plan::CollaborationPlan> deployed(plan::CollaborationPlan plan,
                                                                const std::vector<AppId>& first,
                                                                bool& exhausted);
  static constexpr int kMostSteps = 20'000;
  int most_steps = kMostSteps;

 private:
  [[nodiscard]] std::optional<std::vector<AppId>> order_for(const plan::CollaborationPlan& plan,
                                                            const std::vector<AppId>& first, bool& exhausted);
  using Placed = std::vector<std::pair<AppId, plan::Segment>>;
  /// Whether the segments of one accelerator fit it in some order; remembered.
  [[nodiscard]] bool fit_somehow(const Placed& segments);
  [[nodiscard]] bool extend(const plan::CollaborationPlan& plan, const plan::BodyMemory& memory,
                            std::vector<AppId>& order, std::vector<AppId> left, int& steps);

  const plan::PlanningProblem& problem_;
  std::map<std::vector<int>, bool> fit_somehow_;  // by accelerator, then app and layers of each segment
};

}  // namespace synergy::planner
