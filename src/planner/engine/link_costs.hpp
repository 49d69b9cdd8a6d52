#pragma once

#include "synergy/plan/problem.hpp"

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

namespace synergy::planner {

/// The time of a transfer between devices without a link: above that of any transfer there is, and what is
/// worked out from it (a round's energy, its work for each second) would fit no 64 bits. Whoever meets it
/// knows that the plan cannot be, and computes nothing.
inline constexpr Duration kNeverTime = seconds(1'000'000);

using plan::AppId;
using plan::DeviceId;

/// No set of links of the body needs more slots.
[[nodiscard]] inline int most_slots(const plan::PlanningProblem& problem) {
  return problem.scenario().link_kind->slots_for(problem.device_count() - 1).most;
}

/// Which times of units are counted: those of the estimate, or the least that any run can come to: no
/// switches of accelerators (inferences may come in batches), LinkKind::least_occupancy.
enum class Times : std::uint8_t { estimated, least };

struct TransferCost {
  Duration latency;
  Duration occupancy;
  std::int64_t energy_fj = 0;  ///< at both ends
};

/// What links cost on this body: slots needed by a set of links, and estimates of transfers. Each planner has
/// one of its own, which it asks without locks; what is not there yet comes from the problem's memory of all
/// planners (plan::LinkMemo). Directed pairs of devices with equal radios, roles and path loss form a class
/// and share their estimates.
class LinkCosts {
 public:
  explicit LinkCosts(const plan::PlanningProblem& problem, Times times = Times::estimated);

  /// Slots that a set of links needs (ascending, distinct).
  [[nodiscard]] int slots(const std::vector<link::Ends>& links);
  /// How many sets slots() did not remember.
  [[nodiscard]] std::int64_t scheduled() const { return scheduled_; }
  [[nodiscard]] bool feasible(int slots);
  /// The links that one device can have at most with so many slots.
  [[nodiscard]] int most_links(int slots) const;
  /// How far a set of links is from `slots` slots: 0 if it needs no more, else 1 and what devices have of
  /// links beyond the most, added up.
  [[nodiscard]] int excess(const std::vector<link::Ends>& links, int slots);
  /// Whether two devices can send each other anything.
  [[nodiscard]] bool linked(DeviceId from, DeviceId to) const { return class_of(from, to) != unlinked_; }
  /// What serves the transfers between two devices one after the other, whichever sends: their own link, or a
  /// medium that others share. Below servers().
  [[nodiscard]] std::size_t server(DeviceId x, DeviceId y) const { return server_of_[pair_index(x, y)]; }
  [[nodiscard]] std::size_t servers() const { return servers_; }
  /// Pre: feasible(slots), slots > 0, from != to. Where there is no link: out of all proportion.
  [[nodiscard]] const TransferCost& cost(Bytes size, int slots, DeviceId from, DeviceId to) {
    return class_cost(class_of(from, to), size, slots);
  }
  [[nodiscard]] int classes() const { return static_cast<int>(examples_.size()); }
  [[nodiscard]] int class_of(DeviceId from, DeviceId to) const {
    return class_of_[from.index() * problem_.scenario().devices.size() + to.index()];
  }
  [[nodiscard]] const TransferCost& class_cost(int link_class, Bytes size, int slots);

 private:
  [[nodiscard]] std::size_t pair_index(DeviceId x, DeviceId y) const {
    return x.index() * static_cast<std::size_t>(problem_.device_count()) + y.index();
  }

  const plan::PlanningProblem& problem_;
  Times times_;
  std::vector<std::size_t> server_of_;  // [from][to]
  std::size_t servers_ = 0;
  int unlinked_ = -2;                                    // the class of pairs without a link
  std::vector<int> class_of_;                            // [from][to]; -1 on the diagonal
  std::vector<std::pair<DeviceId, DeviceId>> examples_;  // of each class
  std::map<std::vector<link::Ends>, int> slots_;         // of at most kMostSets
  std::int64_t scheduled_ = 0;
  std::map<int, bool> feasible_;
  std::map<std::tuple<int, int, Bytes>, TransferCost> costs_;
};

}  // namespace synergy::planner
