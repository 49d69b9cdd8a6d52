#pragma once

#include "synergy/scenario/ids.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <vector>

namespace synergy::planner {

/// What a part of an execution plan costs: two numbers, the first more important.
struct Cost {
  std::int64_t first = 0;
  std::int64_t second = 0;
  auto operator<=>(const Cost&) const = default;
};
inline constexpr Cost kImpossible{INT64_MAX, 0};

/// A set of accelerators, one bit each.
using AcceleratorSet = std::uint64_t;
[[nodiscard]] constexpr AcceleratorSet set_of(int k) { return AcceleratorSet{1} << k; }

/// Costs of the parts that make up an execution plan of one app: to compute the layers between two
/// boundaries on an accelerator, to move what crosses a boundary there, to deliver the result.
struct StepCosts {
  StepCosts(int last_boundary, int device_count,
            const std::vector<scenario::DeviceId>& devices_of_accelerators)
      : last(last_boundary),
        devices(device_count),
        accelerators(static_cast<int>(devices_of_accelerators.size())),
        device_of(devices_of_accelerators),
        segments_(size(accelerators, last * (last + 1)), kImpossible),
        moves_(size(last, devices * accelerators), kImpossible),
        finishes_(size(devices, 1), kImpossible) {}

  /// On accelerator k (its rank, not its device), from < to <= last.
  [[nodiscard]] Cost& segment(int k, int from, int to) {
    return segments_[size(k * last + from, last + 1) + size(to, 1)];
  }
  [[nodiscard]] const Cost& segment(int k, int from, int to) const {
    return segments_[size(k * last + from, last + 1) + size(to, 1)];
  }
  /// From device `at` to accelerator k at a boundary before the last.
  [[nodiscard]] Cost& move(int boundary, int at, int k) {
    return moves_[size(boundary * devices + at, accelerators) + size(k, 1)];
  }
  [[nodiscard]] const Cost& move(int boundary, int at, int k) const {
    return moves_[size(boundary * devices + at, accelerators) + size(k, 1)];
  }
  /// How many costs there are: elementary steps to make them, and for each pass over them.
  [[nodiscard]] std::int64_t work() const {
    return static_cast<std::int64_t>(segments_.size() + moves_.size());
  }
  /// The last boundary that a segment from there can reach; `from` if there is none. Of segments that are all
  /// in place (settle()).
  [[nodiscard]] int reach(int k, int from) const { return reach_[size(k, last) + size(from, 1)]; }
  /// To be called when all segments are in place.
  void settle();
  [[nodiscard]] Cost& finish(int at) { return finishes_[size(at, 1)]; }
  [[nodiscard]] const Cost& finish(int at) const { return finishes_[size(at, 1)]; }

  int last, devices, accelerators;
  std::vector<scenario::DeviceId> device_of;  ///< of each accelerator

 private:
  static std::size_t size(int n, int each) {
    return static_cast<std::size_t>(n) * static_cast<std::size_t>(each);
  }
  std::vector<Cost> segments_, moves_, finishes_;
  std::vector<int> reach_;
};

/// How costs combine.
struct Sum {
  static constexpr Cost combine(Cost x, Cost y) {
    if (x == kImpossible || y == kImpossible) return kImpossible;
    return {x.first + y.first, x.second + y.second};
  }
};
struct Peak {
  static constexpr Cost combine(Cost x, Cost y) { return std::max(x, y); }
};

/// Lower bounds on the cost of the rest of an execution plan, from each boundary and device.
///
/// Dynamic programming over (boundary, device) forgets which accelerators a plan has used already, and so may
/// use one twice. What decides is remembered: a few critical accelerators, found by taking those that the
/// cheapest plan uses twice, until it uses none twice or they are kMostCritical (decremental state space
/// relaxation, Righini and Salani 2008). The bound is exact if that plan is a plan.
template <class Algebra>
class CompletionBound {
 public:
  static constexpr int kMostCritical = 8;

  /// `starts`: the devices that may hold the input. A bound above `enough` at all of them is not refined
  /// further. `costs` must outlive this.
  CompletionBound(const StepCosts& costs, const std::vector<int>& starts, Cost enough = kImpossible);

  /// Elementary steps that it took, about.
  [[nodiscard]] std::int64_t work() const { return work_; }

  /// Of a whole execution plan: the smallest over the starts.
  [[nodiscard]] Cost whole() const { return value(0, 0, start_); }

  /// Of the rest from `boundary` on when the data are on device `at` and `used` accelerators are taken.
  [[nodiscard]] Cost rest(AcceleratorSet used, int boundary, int at) const {
    return value(remembered(used), boundary, at);
  }

 private:
  std::int64_t work_ = 0;
  struct Step {
    int k = -1;
    int to = 0;
  };
  void solve();
  /// First step of a cheapest way on, to an accelerator not in `used` if there is such a way.
  [[nodiscard]] Step cheapest_step(unsigned bits, int boundary, int at, AcceleratorSet used) const;
  /// Accelerators that a cheapest plan uses more than once.
  [[nodiscard]] AcceleratorSet repeated() const;
  [[nodiscard]] unsigned remembered(AcceleratorSet used) const {
    unsigned bits = 0;
    for (std::size_t i = 0; i < critical_.size(); ++i) {
      bits |= static_cast<unsigned>((used >> critical_[i]) & 1) << i;
    }
    return bits;
  }
  [[nodiscard]] unsigned with(unsigned bits, int k) const { return bits | bit_[static_cast<std::size_t>(k)]; }
  [[nodiscard]] bool blocked(unsigned bits, int k) const {
    return (bits & bit_[static_cast<std::size_t>(k)]) != 0;
  }
  [[nodiscard]] std::size_t index(unsigned bits, int boundary, int at) const {
    return (bits * static_cast<std::size_t>(costs_.last + 1) + static_cast<std::size_t>(boundary)) *
               static_cast<std::size_t>(costs_.devices) +
           static_cast<std::size_t>(at);
  }
  [[nodiscard]] Cost value(unsigned bits, int boundary, int at) const {
    return values_[index(bits, boundary, at)];
  }

  const StepCosts& costs_;
  int start_ = 0;
  std::vector<int> critical_;
  std::vector<unsigned> bit_;  // of each accelerator among the critical ones; 0: not one
  std::vector<Cost> values_;
};

}  // namespace synergy::planner
