#pragma once

#include "synergy/scenario/scenario.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "flow.hpp"

namespace synergy::simulation {

class BodyRun;

/// Calls with every part of a booked stage: who draws, when, how much, in which phase.
template <class Part>
void for_each_part(const Flow& flow, const Part& part) {
  using Stage = plan::Stage::Kind;
  using Spent = PhaseResult::Kind;
  const BodyStep& step = *flow.step;
  const plan::Stage& stage = *step.stage;
  const Booked& booked = flow.booked;
  switch (stage.kind) {
    case Stage::transfer:
      part(step.sender, booked.span, booked.outcome.sender, Spent::transfer);
      part(step.receiver, booked.span, booked.outcome.receiver, Spent::transfer);
      return;
    case Stage::compute: {
      Time at = booked.span.begin;
      const auto next = [&](Duration time, Energy energy, Spent phase) {
        part(step.device, Span{at, at + time}, energy, phase);
        at += time;
      };
      const plan::VisitCost& costs = stage.visit;
      if (booked.special) next(costs.switching.time, costs.switching.total(), Spent::switch_segment);
      next(costs.load.time, costs.load.total(), Spent::load);
      next(booked.infer, costs.infer.total(), Spent::infer);
      at += booked.waited_unload;
      next(costs.unload.time, costs.unload.total(), Spent::unload);
      return;
    }
    case Stage::sense:
      part(step.device, booked.span, booked.special ? Energy() : stage.work.energy, Spent::sense);
      return;
    case Stage::preprocess:
    case Stage::postprocess:
      part(step.device, booked.span, stage.work.cpu_energy,
           stage.kind == Stage::preprocess ? Spent::preprocess : Spent::postprocess);
      return;
    case Stage::interact:
      part(step.device, booked.span, stage.work.energy, Spent::interact);
      return;
  }
}

/// What is known of one battery.
struct WatchedBattery {
  Energy capacity;
  Energy charge;        // when it was last set
  Energy drawn_before;  // by the device until then
  Energy booked;        // since it was last looked at
  Energy alarm;         // booked: look again
  bool warned = false;  // at_charge has been passed
  bool empty = false;
  std::uint32_t turn = 0;
};
/// What is known of how warm one device is.
struct WatchedHeat {
  double above_c = 0;   // what the device is warmer than at rest
  Energy drawn_before;  // when that was
  Time since;
  double throttle = 1;
  double hottest_c = 0;
  Duration above_limit;
};

/// Batteries and temperatures of devices: when they reach a threshold, and what happens then.
///
/// A battery is asked seldom: as long as all that has been booked and all idle power could not take it half
/// the way to its next threshold, nothing is worked out. Near the threshold the moment follows to the
/// nanosecond from the powers of all work under way, and again with every booking.
class EnergyWatch {
 public:
  explicit EnergyWatch(BodyRun& run);
  void start();
  void booked(const Flow& flow) {
    if (!watches_) return;
    for_each_part(flow, [this](DeviceId d, Span, Energy energy, PhaseResult::Kind) { book(d, energy); });
  }
  void idle_changed(DeviceId on);
  void presence_changed(DeviceId d) { idle_changed(d); }
  void clock_changed(DeviceId d);
  void set_charge(DeviceId d, double ratio);
  /// Of the capacity; of devices without a battery 1.
  [[nodiscard]] double charge_ratio(DeviceId d) const;
  void close();

 private:
  using Battery = WatchedBattery;
  using Heat = WatchedHeat;
  void book(DeviceId on, Energy energy);
  void look(DeviceId d);
  void look_later(DeviceId d, Time at);
  [[nodiscard]] bool reach(DeviceId d);
  [[nodiscard]] std::pair<Energy, bool> threshold(DeviceId d) const;
  [[nodiscard]] Energy left(DeviceId d) const;
  [[nodiscard]] std::optional<Time> when_drawn(DeviceId d, Energy energy) const;
  void sample(std::size_t step);
  void warm(DeviceId d);

  BodyRun& run_;
  bool watches_ = false;
  IdVector<DeviceId, std::optional<Battery>> batteries_;
  IdVector<DeviceId, std::optional<Heat>> heats_;
};

}  // namespace synergy::simulation
