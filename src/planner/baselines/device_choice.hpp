#pragma once

#include "synergy/plan/memory.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace synergy::planner {

/// Adds two numbers that are not negative; the largest there is where they are too large.
[[nodiscard]] constexpr std::int64_t saturating_sum(std::int64_t x, std::int64_t y) {
  return x > INT64_MAX - y ? INT64_MAX : x + y;
}

/// Finds the first of all choices of so many devices (earlier devices first, in lexicographic order) that can
/// hold the layers of an app between them, each some, in the order of the devices.
///
/// There are as many choices as subsets, but whether the devices from one on can finish what is left depends
/// on three numbers alone: which device, how many to take, and the boundary. Each of these is decided once.
class DeviceChoice {
 public:
  /// The boundaries up to which a device may hold the layers from a boundary on, ascending.
  using EndsFrom = std::function<std::vector<int>(plan::DeviceId d, int from)>;

  /// `last`: the boundary after all layers. `devices` must outlive this.
  DeviceChoice(const std::vector<plan::DeviceId>& devices, int last, EndsFrom ends_from);

  /// Empty: no choice of `count` devices holds them. Pre: 0 < count <= devices.
  [[nodiscard]] std::vector<plan::DeviceId> first(int count);
  /// Choices of `count` devices that stand before the one that first() found; all of them if it found none.
  [[nodiscard]] std::int64_t before() const { return before_; }
  /// Where such a device may stop, as it was asked.
  [[nodiscard]] const std::vector<int>& ends(int device, int from);

 private:
  enum class Answer : std::uint8_t { unknown, no, yes };
  /// Whether `count` of the devices from `device` on can hold what follows boundary `from`.
  [[nodiscard]] bool possible(int device, int count, int from);
  [[nodiscard]] std::int64_t choices(int devices, int count) const;

  const std::vector<plan::DeviceId>& devices_;
  int last_;
  EndsFrom ends_from_;
  std::vector<Answer> possible_;         // [device][count][from]
  std::vector<std::vector<int>> ends_;   // [device][from]
  std::vector<bool> asked_;              // likewise
  std::vector<std::int64_t> binomials_;  // [n][k]
  std::int64_t before_ = 0;
};

}  // namespace synergy::planner
