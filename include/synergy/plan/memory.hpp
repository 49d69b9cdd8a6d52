#pragma once

#include "synergy/device/memory.hpp"
#include "synergy/plan/problem.hpp"

#include <variant>

namespace synergy::plan {

/// The memory of all accelerators of a body while segments are placed. With residency `retained` segments add
/// up; with `reload` each must fit alone. A value: copy it to try something, which
/// is cheap. What was tried before is remembered by the problem (Placements).
class BodyMemory {
 public:
  /// All memories empty. `problem` must outlive this and every copy.
  explicit BodyMemory(const PlanningProblem& problem);

  /// Whether the layers between two boundaries would fit device `d` now, and the app's constraints let them
  /// be there.
  [[nodiscard]] bool fits(AppId a, DeviceId d, int from, int to) const;
  /// The same for a segment; false too if its device has no accelerator or a cut is not allowed.
  [[nodiscard]] bool fits(AppId a, const Segment& segment) const;
  /// Places a segment; on failure nothing changed.
  ///
  /// Pre: its device has an accelerator (else an invariant breaks). Constraints of the app are not looked at:
  /// ask fits(). The answer is where the layers landed, for Lowered::cost(), or the first thing that is
  /// missing.
  [[nodiscard]] std::variant<device::Placement, device::Problem> place(AppId a, Segment segment);
  /// Pre: the device has an accelerator.
  [[nodiscard]] const device::Memory& of(DeviceId d) const { return memories_[d]->memory(); }

 private:
  const PlanningProblem* problem_;
  IdVector<DeviceId, Placements::State> memories_;  // null: no accelerator
};

}  // namespace synergy::plan
