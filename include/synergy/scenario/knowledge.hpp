#pragma once

#include <cstdint>
#include <optional>

namespace synergy::scenario {

struct Scenario;

/// How wrong the speeds are that a planner works with: profile error injection. A planner believes every
/// accelerator to be (100 + accelerator_percent) % as fast as it is, and every link (100 + link_percent) %.
///
/// With a seed the errors are not the same everywhere: each device's accelerator and each pair of devices has
/// its own, drawn uniformly between minus and plus the percentage (streams "knowledge/accelerator/DEVICE" and
/// "knowledge/link/DEVICE-DEVICE" of that seed).
struct Knowledge {
  /// In percent, -90 to +900 in files; 0: the true speed. With a seed at most 90 on the positive side too, so
  /// that a drawn speed stays above 0.
  double accelerator_percent = 0;
  double link_percent = 0;
  /// Of the errors alone; the scenario's own seed moves nothing here. None: the same error everywhere.
  std::optional<std::uint64_t> seed;
  auto operator<=>(const Knowledge&) const = default;
};

/// The scenario as its planner sees it. An accelerator at r times its speed has r times its clock, and takes
/// 1/r of the time per byte, per inference and per switch; powers and energies per byte are known, so the
/// energy of an inference follows its time. A transfer over a link at r times its speed takes 1/r of latency,
/// occupancy and energy. Memory, slots, sensors, actuators and idle powers are as they are.
///
/// `knowledge` is empty in the result: nothing tells a planner how wrong its numbers are. Pre:
/// scenario.knowledge.
///
/// The run itself always uses the true scenario: what a plan is worth is never judged by a belief.
[[nodiscard]] Scenario as_believed(const Scenario& scenario);

}  // namespace synergy::scenario
