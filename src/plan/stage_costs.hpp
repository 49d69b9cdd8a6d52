#pragma once

#include "synergy/plan/compiled.hpp"

#include <cstdint>

namespace synergy::plan {

/// Whether an accelerator that holds several segments switches before each visit, as in rounds, where another
/// segment always comes in between, or never, as in a turn of one app.
enum class Switches : std::uint8_t { each_visit, none };

/// Whether a stage pays a switch where visits of other segments come in between.
///
/// An accelerator that holds one segment alone is set up for it before the run, and never again.
[[nodiscard]] inline bool pays_switch(const CompiledPlan& compiled, const Stage& stage) {
  return stage.kind == Stage::Kind::compute && compiled.segments_on[stage.segment.device] > 1;
}

/// The switches that a visit pays in the mean where pays_switch(): one, but under inter_run in closed loops,
/// where one app has a whole turn, only the first visit of the turn. With arrivals an app seldom has a turn's
/// worth of them waiting, so each visit is taken to switch.
[[nodiscard]] inline double switches_per_visit(const scenario::Scenario& scenario, scenario::Policy policy) {
  const bool by_turns =
      policy == scenario::Policy::inter_run && !scenario::is_open_loop(scenario.load.regime);
  return by_turns ? 1 / static_cast<double>(scenario.turn_inferences) : 1;
}

/// Time a stage keeps its unit busy.
///
/// Of a transfer its share of the link's capacity, not its latency: others may share its connection events.
[[nodiscard]] inline Duration stage_busy(const CompiledPlan& compiled, const Stage& stage,
                                         Switches switches) {
  if (stage.kind == Stage::Kind::transfer) return stage.transfer.occupancy;
  if (switches == Switches::each_visit && pays_switch(compiled, stage))
    return stage.work.time + stage.visit.switching.time;
  return stage.work.time;
}

/// Time a compute stage keeps its device's CPU busy.
[[nodiscard]] inline Duration cpu_busy(const CompiledPlan& compiled, const Stage& stage, Switches switches) {
  const bool pays = switches == Switches::each_visit && pays_switch(compiled, stage);
  return stage.work.cpu_time + (pays ? stage.visit.switching.cpu_time : Duration());
}

/// Time from the start of a stage on its unit to its end, without contention.
///
/// A switch counts, as in rounds; the mean wait for a connection event is in a transfer's latency.
[[nodiscard]] inline Duration stage_time(const CompiledPlan& compiled, const Stage& stage) {
  if (stage.kind == Stage::Kind::transfer) return stage.transfer.latency;
  return stage_busy(compiled, stage, Switches::each_visit);
}

/// The devices at which a transfer leaves and arrives.
[[nodiscard]] inline DeviceId sender_of(const CompiledPlan& compiled, const Stage& stage) {
  const link::Ends ends = compiled.links[stage.link];
  return stage.forward ? ends.first : ends.second;
}
[[nodiscard]] inline DeviceId receiver_of(const CompiledPlan& compiled, const Stage& stage) {
  const link::Ends ends = compiled.links[stage.link];
  return stage.forward ? ends.second : ends.first;
}

/// Calls draw(device, energy, energy of its CPU) for what a stage takes from each device above its idle
/// states; of one that pays a switch once for the work and once for the switch.
template <class Draw>
void for_each_draw(const CompiledPlan& compiled, const Stage& stage, Draw&& draw) {
  if (stage.kind == Stage::Kind::transfer) {
    draw(sender_of(compiled, stage), stage.transfer.sender, Energy());
    draw(receiver_of(compiled, stage), stage.transfer.receiver, Energy());
    return;
  }
  const DeviceId device = compiled.units[stage.unit].device;
  draw(device, stage.work.energy, stage.work.cpu_energy);
  if (pays_switch(compiled, stage))
    draw(device, stage.visit.switching.energy, stage.visit.switching.cpu_energy);
}

}  // namespace synergy::plan
