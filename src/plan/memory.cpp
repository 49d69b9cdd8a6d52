#include "synergy/plan/memory.hpp"

#include "synergy/base/ensure.hpp"

namespace synergy::plan {

BodyMemory::BodyMemory(const PlanningProblem& problem) : problem_(&problem) {
  for (DeviceId d = 0; d < problem.device_count(); ++d) {
    auto& ledger = ledgers_.emplace_back();
    if (problem.device(d).accelerator) ledger.emplace(*problem.device(d).accelerator);
  }
}

bool BodyMemory::fits(AppId a, DeviceId d, int from, int to) const {
  const SegmentTable& table = problem_->table(a, d);
  if (table.cost(from, to) == nullptr || !problem_->allows(a, d, table.layers(from, to))) return false;
  if (problem_->scenario().residency == scenario::Residency::reload) return true;
  device::MemoryLedger ledger = *ledgers_[static_cast<std::size_t>(d)];
  return ledger.try_place(table.needs(), table.layers(from, to));
}

bool BodyMemory::fits(AppId a, const Segment& segment) const {
  if (!ledgers_[static_cast<std::size_t>(segment.device)]) return false;
  const auto ends = problem_->table(a, segment.device).boundaries_of(segment.layers);
  return ends && fits(a, segment.device, ends->first, ends->second);
}

std::variant<device::MemoryLedger::Placement, device::MemoryProblem> BodyMemory::place(AppId a,
                                                                                       Segment segment) {
  auto& ledger = ledgers_[static_cast<std::size_t>(segment.device)];
  ensure(ledger.has_value(), "segments are placed on devices with an accelerator");
  if (problem_->scenario().residency == scenario::Residency::reload) {
    // The memory is cleared at every switch: what counts is the segment alone.
    ledger.emplace(*problem_->device(segment.device).accelerator);
  }
  device::MemoryLedger::Placement placement;
  if (ledger->try_place(problem_->table(a, segment.device).needs(), segment.layers, &placement))
    return placement;
  return ledger->problems(*problem_->app(a).model, segment.layers).front();
}

}  // namespace synergy::plan
