#include "units.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/base/random.hpp"

#include <algorithm>

namespace synergy::simulation {

Units::Units(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled, int replication,
             Meter& meter)
    : compiled_(compiled), meter_(meter), servers_(compiled.units.size()), cpus_(compiled.units.size()) {
  const scenario::Scenario& scenario = problem.scenario();
  for (std::size_t l = 0; l < compiled.links.size(); ++l) {
    link::LinkContext context = plan::context_of_link(problem, compiled, l);
    context.slot = compiled.slots.slot_of[link::LinkId(l)];
    context.seed =
        stream_seed(scenario.seed, static_cast<std::uint64_t>(replication), "link/" + compiled.link_names[l]);
    links_.push_back(compiled.link_kind->open(context));
    recurring_.push_back(dynamic_cast<const link::Recurring*>(links_.back().get()));
    on_medium_.push_back(compiled.link_kind->use_of(compiled.links[l]).shares_medium);
  }
}

Span Units::book(UnitId unit, Time now, Duration service) {
  const Time begin = std::max(now, servers_[unit].free_at);
  const Span span{begin, begin + service};
  occupy(unit, span);
  return span;
}

Time Units::book_cpu(UnitId unit, Time now, Time earliest, Duration length) {
  const Time begin = cpus_[unit].book(now, earliest, length);
  meter_.cpu_worked(unit, {begin, begin + length});
  return begin;
}

/// A readout, unless the sensor's interface holds the sample for another app already.
Time Units::read_out(const Inference& inference, Time now) {
  const plan::Stage& stage = *inference.step->stage;
  Server& server = servers_[stage.unit];
  const bool held = server.held.serves(stage, inference.sample.number);
  const Span span = book(stage.unit, now, held ? Duration() : stage.work.time);
  const Energy energy = held ? Energy() : stage.work.energy;
  if (!held) server.held.take(stage, inference.sample.number);
  const Duration waited = span.begin - inference.started;
  if (meter_.holds(span)) [[likely]] {
    StageCounts& counts = *inference.step->counts;
    ++counts.visits;
    counts.special += held ? 1 : 0;
    counts.waited += waited;
  } else {
    inference.step->device->sensors_active +=
        energy * meter_.phase_at_edge(*inference.step->phases, span, waited, energy, inference.app);
  }
  meter_.tell_work(PhaseResult::Kind::sense, compiled_.units[stage.unit].device, span, energy);
  meter_.tell_visit(inference, now, span);
  return span.end;
}

Time Units::process(const Inference& inference, Time now) {
  const plan::Stage& stage = *inference.step->stage;
  const plan::PhaseCost& work = stage.work;
  const Time begin = book_cpu(stage.unit, now, now, work.time);
  const Span span{begin, begin + work.time};
  if (meter_.holds(span)) [[likely]] {
    ++inference.step->counts->visits;
    inference.step->counts->waited += begin - now;
  } else {
    inference.step->device->cpu_active +=
        work.cpu_energy *
        meter_.phase_at_edge(*inference.step->phases, span, begin - now, work.cpu_energy, inference.app);
  }
  meter_.tell_work(inference.step->phases->kind, compiled_.units[stage.unit].device, span, work.cpu_energy);
  meter_.tell_visit(inference, now, span);
  return span.end;
}

Time Units::interact(const Inference& inference, Time now) {
  const plan::Stage& stage = *inference.step->stage;
  const plan::PhaseCost& work = stage.work;
  const Span span = book(stage.unit, now, work.time);
  if (meter_.holds(span)) [[likely]] {
    ++inference.step->counts->visits;
    inference.step->counts->waited += span.begin - now;
  } else {
    inference.step->device->actuators_active +=
        work.energy *
        meter_.phase_at_edge(*inference.step->phases, span, span.begin - now, work.energy, inference.app);
  }
  meter_.tell_work(PhaseResult::Kind::interact, compiled_.units[stage.unit].device, span, work.energy);
  meter_.tell_visit(inference, now, span);
  return span.end;
}

/// Calls `phase` with each phase that a visit had: its number, cost, span and wait.
template <class Phase>
void Units::for_each_phase(const plan::VisitCost& costs, const Visited& visit, const Phase& phase) {
  Time at = visit.span.begin;
  Duration waited = visit.waited;
  const auto next = [&](std::size_t number, const plan::PhaseCost& cost) {
    phase(number, cost, Span{at, at + cost.time}, waited);
    at += cost.time;
    waited = Duration();  // the accelerator is held from the first phase to the last
  };
  if (visit.switches) next(0, costs.switching);
  next(1, costs.load);
  next(2, costs.infer);
  at += visit.waited_unload;
  waited = visit.waited_unload;
  next(3, costs.unload);
}

Time Units::compute(const Inference& inference, Time now) {
  const plan::Stage& stage = *inference.step->stage;
  const plan::VisitCost& costs = stage.visit;
  Server& server = servers_[stage.unit];
  const bool switches = server.last_segment >= 0 && server.last_segment != stage.segment_id;
  server.last_segment = stage.segment_id;
  // Both the accelerator and its CPU must be free for it to begin, and the CPU again for the unload.
  const Duration moving = (switches ? costs.switching.time : Duration()) + costs.load.time;
  const Time begin = book_cpu(stage.cpu, now, std::max(now, server.free_at), moving + costs.infer.cpu_time);
  const Time inferred = begin + moving + costs.infer.time;
  const Time unloading = book_cpu(stage.cpu, now, inferred, costs.unload.cpu_time);
  const Span whole{begin, unloading + costs.unload.time};
  occupy(stage.unit, whole);
  const Visited visit{whole, begin - now, unloading - inferred, switches};
  if (meter_.holds(whole)) [[likely]] {
    StageCounts& counts = *inference.step->counts;
    ++counts.visits;
    counts.special += switches ? 1 : 0;
    (switches ? counts.waited_special : counts.waited) += visit.waited;
    counts.waited_unload += visit.waited_unload;
  } else {
    visit_at_edge(inference, visit);
  }
  tell_phases(inference, visit);
  meter_.tell_visit(inference, now, whole);
  return whole.end;
}

void Units::visit_at_edge(const Inference& inference, const Visited& visit) {
  DeviceResult& device = *inference.step->device;
  for_each_phase(inference.step->stage->visit, visit,
                 [&](std::size_t number, const plan::PhaseCost& cost, Span span, Duration waited) {
                   const double inside = meter_.phase_at_edge(inference.step->phases[number], span, waited,
                                                              cost.total(), inference.app);
                   device.accelerator_active += cost.energy * inside;
                   device.cpu_active += cost.cpu_energy * inside;
                 });
}

void Units::tell_phases(const Inference& inference, const Visited& visit) const {
  if (!meter_.is_watched()) [[likely]]
    return;
  const plan::Stage& stage = *inference.step->stage;
  for_each_phase(
      stage.visit, visit, [&](std::size_t number, const plan::PhaseCost& cost, Span span, Duration) {
        meter_.tell_work(inference.step->phases[number].kind, stage.segment.device, span, cost.total());
      });
}

Units::Sent Units::send(const Inference& inference, Time now) {
  const plan::Stage& stage = *inference.step->stage;
  const std::size_t l = stage.link;
  Server& server = servers_[stage.unit];
  const Time begin = std::max(now, server.free_at);
  // A link knows of its own transfers; that the medium is another's for so long it has to be told.
  const Time ready = on_medium_[l] ? begin : now;
  const link::TransferOutcome outcome = links_[l]->transfer(ready, stage.size, stage.forward);
  // What comes after relies on it: a link that answered with the past would make time run backwards.
  ensure(outcome.done >= begin && outcome.link_free >= begin, "a transfer ends after it began");
  const Span span{begin, outcome.link_free};
  server.free_at = outcome.link_free;
  meter_.transferred(inference, l, span, begin - now, outcome);
  meter_.tell_visit(inference, now, span, &outcome);
  return {outcome.done, !outcome.delivered};
}

IdVector<UnitId, Time> Units::close() {
  RunResult& result = meter_.result();
  const Span window = meter_.asked_window();
  for (std::size_t l = 0; l < links_.size(); ++l) {
    const auto [first, second] =
        links_[l]->idle_energy(window.begin, window.end, result.links[l].events_used);
    result.devices[DeviceId(compiled_.links[l].first)].radio_links += first;
    result.devices[DeviceId(compiled_.links[l].second)].radio_links += second;
  }
  IdVector<UnitId, Time> free_since;
  for (const Server& server : servers_) free_since.push_back(server.free_at);
  return free_since;
}

}  // namespace synergy::simulation
