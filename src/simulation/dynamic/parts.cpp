#include "parts.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::simulation {

Parts::Parts(const scenario::Scenario& body, int replication, std::span<const dynamics::Change> changes,
             Ledger& ledger)
    : body_(body),
      replication_(replication),
      ledger_(ledger),
      servers_(ledger.result().units.size()),
      cpus_(ledger.result().units.size()),
      clock_(body.devices.size(), 1),
      cpu_of_(body.devices.size(), UnitId::none()),
      accelerator_of_(body.devices.size(), UnitId::none()) {
  for (const UnitId u : ledger.result().units.ids()) {
    const plan::Unit& unit = ledger.result().units[u];
    unit_names_.emplace(unit.name, u);
    if (unit.kind == plan::Unit::Kind::cpu) cpu_of_[unit.device] = u;
    if (unit.kind == plan::Unit::Kind::accelerator) accelerator_of_[unit.device] = u;
  }
  collect_courses(changes);
}

int Parts::segment(AppId a, DeviceId d, device::LayerRange layers) {
  const std::tuple<int, int, int, int> key{a.value(), d.value(), layers.first, layers.last};
  return segments_.try_emplace(key, static_cast<int>(segments_.size())).first->second;
}

Span Parts::book_server(UnitId unit, Time now, Duration service) {
  const Time begin = std::max(now, servers_[unit].free_at);
  servers_[unit].free_at = begin + service;
  return {begin, begin + service};
}

Span Parts::book_cpu(UnitId cpu, Time now, Time earliest, Duration length) {
  const Time begin = cpus_[cpu].book(now, earliest, length);
  return {begin, begin + length};
}

Span Parts::book_accelerator(UnitId accelerator, UnitId cpu, Time now, Time earliest, Duration length) {
  Server& server = servers_[accelerator];
  const Span span = book_cpu(cpu, now, std::max(earliest, server.free_at), length);
  server.free_at = span.end;
  server.last_segment = -1;
  return span;
}

Time Parts::book(Flow& flow, Time now) {
  using Kind = plan::Stage::Kind;
  const BodyStep& step = *flow.step;
  flow.booked = {};
  flow.booked.joined = now;
  flow.booked_now = true;
  switch (step.stage->kind) {
    case Kind::compute:
      return compute(flow, now);
    case Kind::sense:
      return read_out(flow, now);
    case Kind::transfer:
      return transfer(flow, now);
    case Kind::preprocess:
    case Kind::postprocess:
      flow.booked.span = book_cpu(step.unit, now, now, step.stage->work.time);
      break;
    case Kind::interact:
      flow.booked.span = book_server(step.unit, now, step.stage->work.time);
      break;
  }
  flow.booked.waited = flow.booked.span.begin - now;
  return flow.booked.span.end;
}

/// A readout, unless the sensor's interface holds the sample for another app already (Units::read_out).
Time Parts::read_out(Flow& flow, Time now) {
  const plan::Stage& stage = *flow.step->stage;
  Server& server = servers_[flow.step->unit];
  const bool held = server.held.serves(stage, flow.sample.number);
  flow.booked.span = book_server(flow.step->unit, now, held ? Duration() : stage.work.time);
  flow.booked.special = held;
  flow.booked.waited = flow.booked.span.begin - flow.started;
  if (!held) server.held.take(stage, flow.sample.number);
  return flow.booked.span.end;
}

Time Parts::compute(Flow& flow, Time now) {
  const BodyStep& step = *flow.step;
  const plan::VisitCost& costs = step.stage->visit;
  Server& server = servers_[step.unit];
  const bool switches = server.last_segment >= 0 && server.last_segment != step.segment;
  server.last_segment = step.segment;
  const double clock = clock_[step.device];
  // Costs are for the clock that the planner knew; the CPU has one of its own.
  const Duration infer =
      clock == step.clock
          ? costs.infer.time
          : std::max(costs.infer.cpu_time,
                     nanoseconds_rounded(static_cast<double>(costs.infer.time.ns()) * step.clock / clock));
  const Duration moving = (switches ? costs.switching.time : Duration()) + costs.load.time;
  const Time begin = cpus_[step.cpu].book(now, std::max(now, server.free_at), moving + costs.infer.cpu_time);
  const Time inferred = begin + moving + infer;
  const Time unloading = cpus_[step.cpu].book(now, inferred, costs.unload.cpu_time);
  Booked& booked = flow.booked;
  booked.span = {begin, unloading + costs.unload.time};
  booked.waited = begin - now;
  booked.waited_unload = unloading - inferred;
  booked.infer = infer;
  booked.special = switches;
  server.free_at = booked.span.end;
  return booked.span.end;
}

void Parts::forget(DeviceId d, Time now) {
  for (const UnitId u : servers_.ids()) {
    const plan::Unit& unit = ledger_.result().units[u];
    if (unit.device != d || unit.kind == plan::Unit::Kind::link) continue;
    servers_[u] = {};
    servers_[u].free_at = now;
    cpus_[u] = {};
  }
}

}  // namespace synergy::simulation
