#include "synergy/plan/memory.hpp"

#include "synergy/base/ensure.hpp"

namespace synergy::plan {

BodyMemory::BodyMemory(const PlanningProblem& problem) : problem_(&problem) {
  for (const scenario::Device& device : problem.scenario().devices) {
    auto& memory = memories_.emplace_back();
    if (device.accelerator) memory = problem.placements().empty(device.accelerator);
  }
}

bool BodyMemory::fits(AppId a, DeviceId d, int from, int to) const {
  const SegmentTable& table = problem_->table(a, d);
  // The table knows what fits an empty memory: a quick no for most, and all there is to ask where each must
  // fit alone.
  if (table.cost(from, to) == nullptr || !problem_->allows(a, d, table.layers(from, to))) return false;
  if (problem_->scenario().residency == scenario::Residency::reload) return true;
  return problem_->placements().fits(*memories_[d], table, from, to);
}

bool BodyMemory::fits(AppId a, const Segment& segment) const {
  if (!memories_[segment.device]) return false;
  const auto ends = problem_->table(a, segment.device).boundaries_of(segment.layers);
  return ends && fits(a, segment.device, ends->first, ends->second);
}

std::variant<device::Placement, device::Problem> BodyMemory::place(AppId a, Segment segment) {
  auto& memory = memories_[segment.device];
  ensure(memory != nullptr, "segments are placed on devices with an accelerator");
  const device::Lowered& network = problem_->table(a, segment.device).lowered();
  // The memory is cleared at every switch: what counts is the segment alone.
  if (problem_->scenario().residency == scenario::Residency::reload)
    memory = problem_->placements().empty(problem_->device(segment.device).accelerator);
  device::Placement placement;
  if (auto placed = problem_->placements().place(*memory, network, segment.layers, placement)) {
    memory = std::move(placed);
    return placement;
  }
  // A range that the accelerator cannot run at all is no question of its memory.
  std::vector<device::Problem> problems = memory->memory().problems(network, segment.layers);
  if (problems.empty()) problems = network.problems(segment.layers);
  return problems.front();
}

}  // namespace synergy::plan
