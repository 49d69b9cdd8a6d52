#include "synergy/device/lowered.hpp"

#include "synergy/device/accelerator.hpp"

namespace synergy::device {

/// The memory is asked even where the layers have problems: users see all reasons at once.
std::vector<Problem> Lowered::problems_alone(LayerRange layers) const {
  std::vector<Problem> found = problems(layers);
  const std::vector<Problem> of_memory = accelerator().empty_memory().problems(*this, layers);
  found.insert(found.end(), of_memory.begin(), of_memory.end());
  return found;
}

std::optional<SegmentCost> Lowered::cost_alone(LayerRange layers) const {
  // Before the memory: a placement of a range that the chip cannot run means nothing.
  if (!problems(layers).empty()) return {};
  // A memory of its own each time, since placing changes it.
  Memory memory = accelerator().empty_memory();
  Placement placement;
  if (!memory.try_place(*this, layers, &placement)) return {};
  return cost(layers, placement);
}

}  // namespace synergy::device
