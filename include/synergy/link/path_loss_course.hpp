#pragma once

#include "synergy/quantities/duration.hpp"

#include <optional>
#include <vector>

namespace synergy::link {

/// Path loss of a pair of devices over a run, known before it begins: a step function of time that a link
/// looks up packet by packet. So fading costs no event, and a loss that changes while a transfer is under way
/// takes effect from its next packet on.
class PathLossCourse {
 public:
  /// A loss in dB that stands for the link's own, as it would be without a course.
  static constexpr double kOwn = -1000;
  struct Step {
    Time from;
    std::optional<double> db;  ///< nothing: no packet arrives
  };
  /// `start`: until the first step. Steps ascend; of equal times the last one counts.
  explicit PathLossCourse(std::optional<double> start, std::vector<Step> steps = {});

  /// In dB at time `t`; nothing: no packet arrives. O(log n), constant for times near that of the last call
  /// with the same `hint`, which starts at 0 and is the caller's own.
  [[nodiscard]] std::optional<double> at(Time t, std::size_t& hint) const;
  /// The first time at or after `t` when packets arrive; Time::max() if none do any more.
  [[nodiscard]] Time open_from(Time t) const;
  /// Whether there is a time at which no packet arrives.
  [[nodiscard]] bool blocks() const { return blocks_; }

 private:
  std::vector<Step> steps_;  // the first one from the beginning of time on
  bool blocks_ = false;
};

}  // namespace synergy::link
