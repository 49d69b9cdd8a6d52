#pragma once

#include "synergy/plan/memory.hpp"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "engine/completion_bound.hpp"
#include "engine/load.hpp"
#include "engine/value.hpp"

namespace synergy::planner {

/// What one app may still do on a body that others load: the devices it may sense and interact on, the
/// segments that fit, and what each would add. Independent of the links.
struct AppOptions {
  AppOptions(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory,
             const BodyLoad& load);
  /// Whether the layers between two boundaries may be placed on a device; asked only if they have a cost.
  using Fits = std::function<bool(DeviceId d, int from, int to)>;
  AppOptions(const plan::PlanningProblem& problem, AppId a, const Fits& fits, const BodyLoad& load);

  /// On accelerator k (its rank among the body's accelerators); nothing if it does not fit.
  [[nodiscard]] const std::optional<AddedCost>& segment(int k, int from, int to) const {
    return segments_[static_cast<std::size_t>((k * last + from) * (last + 1) + to)];
  }

  using Choice = std::pair<DeviceId, AddedCost>;
  AppId app;
  int last;                              ///< boundary
  std::vector<Choice> sources, targets;  ///< only the first for planners that are blind to them

 private:
  std::vector<std::optional<AddedCost>> segments_;
};

/// The links of a body with a given number of slots: what they carry already, and what the transfers of one
/// app would add.
class SlottedLinks {
 public:
  /// Pre: costs.feasible(slots).
  SlottedLinks(const plan::PlanningProblem& problem, const AppOptions& options, const BodyLoad& load,
               int slots, LinkCosts& costs);

  [[nodiscard]] int slots() const { return slots_; }
  /// Of the body without the app.
  [[nodiscard]] const Score& base() const { return base_; }
  [[nodiscard]] bool linked(DeviceId x, DeviceId y) const {
    const auto [first, second] = problem_.ends_between(x, y);
    return linked_[index(first, second)];
  }
  /// Whether a device that has `more` links than the body without the app can have no other one.
  [[nodiscard]] bool full(DeviceId d, int more) const { return degree_[d.index()] + more >= most_links_; }
  /// Of what crosses a boundary; at the last one, of the result. Busy is the link's time without other
  /// transfers of this app. Nothing if the slots do not suffice for such a link.
  [[nodiscard]] std::optional<AddedCost> transfer(int boundary, DeviceId from, DeviceId to) const;

  /// Time of the link that such a transfer takes.
  [[nodiscard]] Duration occupancy(int boundary, DeviceId from, DeviceId to) const {
    return cost(boundary, from, to).occupancy;
  }

  /// LinkCosts::server.
  [[nodiscard]] std::size_t server(DeviceId from, DeviceId to) const { return costs_.server(from, to); }
  [[nodiscard]] std::size_t servers() const { return costs_.servers(); }

  /// Busy times of units, for CompletionBound<Peak>.
  [[nodiscard]] StepCosts peaks(const AppOptions& options) const;
  /// What the objective adds up of parts that keep every unit's busy time within the limit, for
  /// CompletionBound<Sum>.
  [[nodiscard]] StepCosts sums(const AppOptions& options, Duration limit, const Criteria& criteria) const;

 private:
  template <class Algebra, class CostOf>
  [[nodiscard]] StepCosts steps(const AppOptions& options, CostOf cost_of) const;
  [[nodiscard]] const TransferCost& cost(int boundary, DeviceId from, DeviceId to) const {
    return transfers_[static_cast<std::size_t>(boundary * costs_.classes() + costs_.class_of(from, to))];
  }
  [[nodiscard]] std::size_t index(DeviceId x, DeviceId y) const {
    return x.index() * problem_.scenario().devices.size() + y.index();
  }

  const plan::PlanningProblem& problem_;
  int slots_;
  int most_links_;  // of one device
  bool model_only_;
  Score base_;
  std::vector<bool> linked_;    // [device][device], symmetric
  std::vector<Duration> busy_;  // [server]
  std::vector<int> degree_;
  const LinkCosts& costs_;
  std::vector<TransferCost> transfers_;  // [boundary][class of link]
};

}  // namespace synergy::planner
