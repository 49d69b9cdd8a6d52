#pragma once

#include "synergy/plan/compiled.hpp"

#include <cstdint>

namespace synergy::plan {

/// Whether an accelerator that holds several segments switches before each visit, as in rounds, where another
/// segment always comes in between, or never, as in a turn of one app.
enum class Switches : std::uint8_t { each_visit, none };

/// Whether a compute stage pays a switch: in a round another segment precedes it.
[[nodiscard]] inline bool switches(const CompiledPlan& compiled, const Stage& stage) {
  return compiled.segments_on[static_cast<std::size_t>(stage.segment.device)] > 1;
}

/// Time a stage keeps its unit busy.
[[nodiscard]] inline Duration stage_busy(const CompiledPlan& compiled, const Stage& stage, Switches policy) {
  if (stage.kind == Stage::Kind::transfer) return stage.transfer.occupancy;
  if (stage.kind == Stage::Kind::compute && policy == Switches::each_visit && switches(compiled, stage)) {
    return stage.service + stage.switch_time;
  }
  return stage.service;
}

/// Time a compute stage keeps its device's CPU busy.
[[nodiscard]] inline Duration cpu_busy(const CompiledPlan& compiled, const Stage& stage, Switches policy) {
  const bool pays = policy == Switches::each_visit && switches(compiled, stage);
  return stage.cost.load + stage.cost.feed + stage.cost.unload + (pays ? stage.switch_time : Duration());
}

/// Time from the start of a stage on its unit to its end, without contention.
[[nodiscard]] inline Duration stage_time(const CompiledPlan& compiled, const Stage& stage) {
  if (stage.kind == Stage::Kind::transfer) return stage.transfer.latency;
  return stage_busy(compiled, stage, Switches::each_visit);
}

}  // namespace synergy::plan
