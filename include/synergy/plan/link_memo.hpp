#pragma once

#include "synergy/link/link.hpp"

#include <map>
#include <mutex>
#include <tuple>
#include <vector>

namespace synergy::plan {

/// What links of one problem cost, found out once for all who plan it: link kinds take long to say it, and
/// every planner asks the same. Safe to share between threads.
///
/// A problem owns one (PlanningProblem::link_memo()). Who asks says how an answer that is not there yet is
/// computed; it may depend on the problem and on the key alone.
class LinkMemo {
 public:
  /// A transfer: which of the problem's kinds of pairs it is between (as whoever asks numbers them, always
  /// alike), slots of the links, size.
  using Transfer = std::tuple<int, int, Bytes>;

  /// References to answers stay as they are while the memo lives.
  template <class Compute>
  [[nodiscard]] const link::TransferEstimate& estimate(const Transfer& transfer, Compute compute) {
    return answer(estimates_, transfer, compute);
  }
  /// The least time that such a transfer occupies its link.
  template <class Compute>
  [[nodiscard]] Duration least(const Transfer& transfer, Compute compute) {
    return answer(least_, transfer, compute);
  }
  /// Slots that a set of links needs (ascending, distinct).
  template <class Compute>
  [[nodiscard]] int slots(const std::vector<link::Ends>& links, Compute compute) {
    constexpr std::size_t kMostSets = 50'000;  // some ten megabytes
    const std::lock_guard lock(mutex_);
    const auto place = slots_.lower_bound(links);
    if (place != slots_.end() && place->first == links) return place->second;
    const int slots = compute();
    if (slots_.size() >= kMostSets)
      slots_.clear();
    else
      slots_.emplace_hint(place, links, slots);
    return slots;
  }
  /// Whether links with so many slots carry anything.
  template <class Compute>
  [[nodiscard]] bool feasible(int slots, Compute compute) {
    return answer(feasible_, slots, compute);
  }

 private:
  template <class Key, class Value, class Compute>
  const Value& answer(std::map<Key, Value>& known, const Key& key, Compute compute) {
    // Computed while others wait: they wait for the same, as a rule.
    const std::lock_guard lock(mutex_);
    const auto place = known.lower_bound(key);
    if (place != known.end() && place->first == key) return place->second;
    return known.emplace_hint(place, key, compute())->second;
  }

  std::mutex mutex_;
  std::map<Transfer, link::TransferEstimate> estimates_;
  std::map<Transfer, Duration> least_;
  std::map<std::vector<link::Ends>, int> slots_;  // all are forgotten when they become too many
  std::map<int, bool> feasible_;
};

}  // namespace synergy::plan
