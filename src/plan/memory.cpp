#include "synergy/plan/memory.hpp"

#include "synergy/base/ensure.hpp"

namespace synergy::plan {

BodyMemory::BodyMemory(const PlanningProblem& problem) : problem_(&problem) {
  for (const scenario::Device& device : problem.scenario().devices) {
    auto& memory = memories_.emplace_back();
    if (device.accelerator) memory = device.accelerator->empty_memory();
  }
}

bool BodyMemory::fits(AppId a, DeviceId d, int from, int to) const {
  const SegmentTable& table = problem_->table(a, d);
  // The table knows what fits an empty memory: a quick no for most, and all there is to ask where each must
  // fit alone.
  if (table.cost(from, to) == nullptr || !problem_->allows(a, d, table.layers(from, to))) return false;
  if (problem_->scenario().residency == scenario::Residency::reload) return true;
  return memories_[d]->fits(table.lowered(), table.layers(from, to));
}

bool BodyMemory::fits(AppId a, const Segment& segment) const {
  if (!memories_[segment.device]) return false;
  const auto ends = problem_->table(a, segment.device).boundaries_of(segment.layers);
  return ends && fits(a, segment.device, ends->first, ends->second);
}

std::variant<device::Placement, device::Problem> BodyMemory::place(AppId a, Segment segment) {
  auto& memory = memories_[segment.device];
  ensure(memory.has_value(), "segments are placed on devices with an accelerator");
  const device::Lowered& network = problem_->table(a, segment.device).lowered();
  // The memory is cleared at every switch: what counts is the segment alone.
  if (problem_->scenario().residency == scenario::Residency::reload)
    memory = network.accelerator().empty_memory();
  device::Placement placement;
  if (memory->try_place(network, segment.layers, &placement)) return placement;
  // A range that the accelerator cannot run at all is no question of its memory.
  std::vector<device::Problem> problems = memory->problems(network, segment.layers);
  if (problems.empty()) problems = network.problems(segment.layers);
  return problems.front();
}

}  // namespace synergy::plan
