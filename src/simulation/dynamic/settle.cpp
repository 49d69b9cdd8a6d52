#include <algorithm>

#include "ledger.hpp"

/// What a stage comes to, as far as it went: the rules of units.cpp and totals.cpp, one stage at a time.
namespace synergy::simulation {

void Ledger::settle_phase(const Flow& flow, std::size_t number, const PhaseOf& phase, Time until) {
  PhaseResult& result = result_.total.phases[flow.step->phase + number];
  const double share = inside(phase.span, until);
  if (phase.span.end <= until && in_window(phase.span.end)) {
    ++result.count;
    result.waited += phase.waited;
    result.served += phase.span.length();
  }
  const Energy energy = (phase.own + phase.cpu) * share;
  result.energy += energy;
  result_.total.apps[flow.app].dynamic_energy += energy;
  DeviceResult& device = result_.total.devices[flow.step->device];
  device.*phase.account += phase.own * share;
  device.cpu_active += phase.cpu * share;
  draw(flow.step->device, phase.own + phase.cpu, phase.span, until);
}

void Ledger::settle(const Flow& flow, Time until) {
  using Kind = plan::Stage::Kind;
  const plan::Stage& stage = *flow.step->stage;
  const Booked& booked = flow.booked;
  switch (stage.kind) {
    case Kind::compute:
      return settle_visit(flow, until);
    case Kind::transfer:
      return settle_transfer(flow, until);
    case Kind::sense:
      settle_phase(flow, 0,
                   {booked.span, booked.waited, booked.special ? Energy() : stage.work.energy, Energy(),
                    &DeviceResult::sensors_active},
                   until);
      break;
    case Kind::preprocess:
    case Kind::postprocess:
      settle_phase(flow, 0,
                   {booked.span, booked.waited, Energy(), stage.work.cpu_energy, &DeviceResult::cpu_active},
                   until);
      break;
    case Kind::interact:
      settle_phase(flow, 0,
                   {booked.span, booked.waited, stage.work.energy, Energy(), &DeviceResult::actuators_active},
                   until);
      break;
  }
  worked(flow.step->unit, booked.span, until);
}

void Ledger::settle_visit(const Flow& flow, Time until) {
  const plan::VisitCost& costs = flow.step->stage->visit;
  const Booked& booked = flow.booked;
  Time at = booked.span.begin;
  Duration waited = booked.waited;
  const auto next = [&](std::size_t number, const plan::PhaseCost& cost, Duration time) {
    settle_phase(flow, number,
                 {{at, at + time}, waited, cost.energy, cost.cpu_energy, &DeviceResult::accelerator_active},
                 until);
    at += time;
    waited = Duration();  // the accelerator is held from the first phase to the last
  };
  if (booked.special) next(0, costs.switching, costs.switching.time);
  next(1, costs.load, costs.load.time);
  // The CPU feeds for so long from the begin of inferring, right behind the load.
  const Span moving{booked.span.begin, at + costs.infer.cpu_time};
  next(2, costs.infer, booked.infer);
  at += booked.waited_unload;
  waited = booked.waited_unload;
  const Span unloading{at, at + costs.unload.cpu_time};
  next(3, costs.unload, costs.unload.time);
  worked(flow.step->unit, booked.span, until);
  worked(flow.step->cpu, moving, until);
  worked(flow.step->cpu, unloading, until);
}

void Ledger::settle_transfer(const Flow& flow, Time until) {
  const BodyStep& step = *flow.step;
  const plan::Stage& stage = *step.stage;
  const Booked& booked = flow.booked;
  const link::TransferOutcome& outcome = booked.outcome;
  const double share = inside(booked.span, until);
  UnitResult& unit = result_.total.units[step.unit];
  LinkResult& link = result_.total.links[step.link];
  const Duration busy =
      share == 1 ? outcome.busy : nanoseconds_rounded(static_cast<double>(outcome.busy.ns()) * share);
  unit.busy += busy;
  link.busy += busy;
  PhaseResult& phase = result_.total.phases[step.phase];
  if (outcome.done <= until && in_window(outcome.done)) {
    ++unit.served;
    ++link.transfers;
    link.bytes += outcome.delivered ? stage.size.count() : 0;
    link.packets += outcome.packets;
    link.retransmissions += outcome.retransmissions;
    link.events_used += outcome.events_used;
    link.losses += outcome.delivered ? 0 : 1;
    link.waited += booked.waited;
    ++phase.count;
    phase.waited += booked.waited;
    phase.served += outcome.done - booked.span.begin;
  }
  const Energy energy = (outcome.sender + outcome.receiver) * share;
  phase.energy += energy;
  result_.total.apps[flow.app].dynamic_energy += energy;
  result_.total.devices[step.sender].radio_transfers += outcome.sender * share;
  result_.total.devices[step.receiver].radio_transfers += outcome.receiver * share;
  draw(step.sender, outcome.sender, booked.span, until);
  draw(step.receiver, outcome.receiver, booked.span, until);
  const link::Ends ends = result_.links[step.link];
  const double whole = booked.span.end <= until || booked.span.end == booked.span.begin
                           ? 1
                           : std::clamp((until - booked.span.begin).s() / booked.span.length().s(), 0.0, 1.0);
  refund(ends.first, booked.first_spared * whole);
  refund(ends.second, booked.second_spared * whole);
}

}  // namespace synergy::simulation
