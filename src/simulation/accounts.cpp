#include "synergy/base/ensure.hpp"
#include "synergy/plan/estimate.hpp"

#include <algorithm>

#include "body.hpp"

namespace synergy::simulation {

double Body::share_at_edge(Span span) const {
  if (span.end == span.begin) return in_window(span.begin) ? 1 : 0;
  return static_cast<double>(overlap(span).ns()) / static_cast<double>((span.end - span.begin).ns());
}

Body::Span Body::book(plan::UnitId unit, Duration service) {
  const Time begin = std::max(kernel_.now(), servers_[static_cast<std::size_t>(unit)].free_at);
  const Span span{begin, begin + service};
  occupy(unit, span);
  return span;
}

void Body::occupy(plan::UnitId unit, Span span) {
  Server& server = servers_[static_cast<std::size_t>(unit)];
  UnitResult& result = result_.units[static_cast<std::size_t>(unit)];
  result.idle += overlap({server.free_at, span.begin});
  result.busy += overlap(span);
  if (in_window(span.end)) ++result.served;
  server.free_at = span.end;
}

Time Body::book_cpu(plan::UnitId unit, Time earliest, Duration length) {
  const Time begin = cpus_[static_cast<std::size_t>(unit)].book(kernel_.now(), earliest, length);
  UnitResult& result = result_.units[static_cast<std::size_t>(unit)];
  result.busy += overlap({begin, begin + length});
  if (length > Duration() && in_window(begin + length)) ++result.served;
  return begin;
}

/// A readout, unless the sensor's interface holds the sample for another app already. `latest` is paid each
/// time: it asks for one and the same sample without end.
Time Body::read_out(const Inference& inference, const plan::Stage& stage) {
  Server& server = servers_[static_cast<std::size_t>(stage.unit)];
  const bool shares = !stage.sense.unlimited;
  const bool held = shares && server.holds && server.held == inference.sample.number &&
                    server.held_period == stage.sense.period && server.held_readout >= stage.work.time;
  const Span span = book(stage.unit, held ? Duration() : stage.work.time);
  const Energy energy = held ? Energy() : stage.work.energy;
  if (shares && !held) {
    server.holds = true;
    server.held = inference.sample.number;
    server.held_readout = stage.work.time;
    server.held_period = stage.sense.period;
  }
  const Energy inside = energy * share(span);
  count_phase(*inference.step->phases, span, span.begin - inference.started, inside, inference.app);
  inference.step->device->sensors_active += inside;
  tell_work(PhaseResult::Kind::sense, compiled_.units[static_cast<std::size_t>(stage.unit)].device, span,
            energy);
  tell_visit(inference, span);
  return span.end;
}

Time Body::process(const Inference& inference, const plan::Stage& stage) {
  const Time begin = book_cpu(stage.unit, kernel_.now(), stage.work.time);
  const Span span{begin, begin + stage.work.time};
  const Energy inside = stage.work.cpu_energy * share(span);
  count_phase(*inference.step->phases, span, begin - kernel_.now(), inside, inference.app);
  inference.step->device->cpu_active += inside;
  tell_work(inference.step->phases->kind, compiled_.units[static_cast<std::size_t>(stage.unit)].device, span,
            stage.work.cpu_energy);
  tell_visit(inference, span);
  return span.end;
}

Time Body::interact(const Inference& inference, const plan::Stage& stage) {
  const Span span = book(stage.unit, stage.work.time);
  const Energy inside = stage.work.energy * share(span);
  count_phase(*inference.step->phases, span, span.begin - kernel_.now(), inside, inference.app);
  inference.step->device->actuators_active += inside;
  tell_work(PhaseResult::Kind::interact, compiled_.units[static_cast<std::size_t>(stage.unit)].device, span,
            stage.work.energy);
  tell_visit(inference, span);
  return span.end;
}

void Body::count_phase(PhaseResult& phase, Span span, Duration waited, Energy inside, AppId app) {
  if (in_window(span.end)) {
    ++phase.count;
    phase.waited += waited;
    phase.served += span.end - span.begin;
  }
  phase.energy += inside;
  result_.apps[static_cast<std::size_t>(app)].dynamic_energy += inside;
}

Time Body::compute(const Inference& inference, const plan::Stage& stage) {
  Server& server = servers_[static_cast<std::size_t>(stage.unit)];
  DeviceResult& device = *inference.step->device;
  const plan::VisitCost& visit = stage.visit;
  const bool switches = server.last_segment >= 0 && server.last_segment != stage.segment_id;
  server.last_segment = stage.segment_id;
  // Both the accelerator and its CPU must be free for it to begin, and the CPU again for the unload.
  const Duration moving = (switches ? visit.switching.time : Duration()) + visit.load.time;
  const Time begin =
      book_cpu(stage.cpu, std::max(kernel_.now(), server.free_at), moving + visit.infer.cpu_time);
  const Time inferred = begin + moving + visit.infer.time;
  const Time unloading = book_cpu(stage.cpu, inferred, visit.unload.cpu_time);
  const Span whole{begin, unloading + visit.unload.time};
  occupy(stage.unit, whole);
  Duration waited = begin - kernel_.now();
  Time at = begin;
  const auto phase = [&](int sub, const plan::PhaseCost& cost) {
    const Span span{at, at + cost.time};
    const double inside = share(span);
    count_phase(inference.step->phases[sub], span, waited, cost.total() * inside, inference.app);
    device.accelerator_active += cost.energy * inside;
    device.cpu_active += cost.cpu_energy * inside;
    tell_work(inference.step->phases[sub].kind, stage.segment.device, span, cost.total());
    at = span.end;
    waited = Duration();  // the accelerator is held from the first phase to the last
  };
  if (switches) phase(0, visit.switching);
  phase(1, visit.load);
  phase(2, visit.infer);
  waited = unloading - inferred;
  at = unloading;
  phase(3, visit.unload);
  tell_visit(inference, whole);
  return whole.end;
}

Time Body::send(Inference& inference, const plan::Stage& stage, bool& lost) {
  const plan::Unit& unit = compiled_.units[static_cast<std::size_t>(stage.unit)];
  const auto l = static_cast<std::size_t>(unit.part);
  const link::Ends ends = compiled_.links[l];
  Server& server = servers_[static_cast<std::size_t>(stage.unit)];
  const Time begin = std::max(kernel_.now(), server.free_at);
  const link::TransferOutcome outcome = links_[l]->transfer(kernel_.now(), stage.size, stage.forward);
  ensure(outcome.done >= begin && outcome.link_free >= begin, "a transfer ends after it began");
  const Span span{begin, outcome.link_free};
  server.free_at = outcome.link_free;
  // Busy is the link's time used up, not the time waited for connection events.
  result_.units[static_cast<std::size_t>(stage.unit)].busy +=
      nanoseconds_rounded(static_cast<double>(outcome.busy.ns()) * share(span));
  LinkResult& link = result_.links[l];
  if (in_window(outcome.done)) {
    ++result_.units[static_cast<std::size_t>(stage.unit)].served;
    ++link.transfers;
    link.bytes += outcome.delivered ? stage.size.count() : 0;
    link.packets += outcome.packets;
    link.retransmissions += outcome.retransmissions;
    link.events_used += outcome.events_used;
    link.losses += outcome.delivered ? 0 : 1;
    link.waited += begin - kernel_.now();
  }
  // Served until delivered: the acknowledgement occupies the link, not the inference.
  PhaseResult& phase = *inference.step->phases;
  if (in_window(outcome.done)) {
    ++phase.count;
    phase.waited += begin - kernel_.now();
    phase.served += outcome.done - begin;
  }
  const double inside = share(span);
  const DeviceId sender = stage.forward ? ends.first : ends.second;
  const DeviceId receiver = stage.forward ? ends.second : ends.first;
  const Energy energy = (outcome.sender + outcome.receiver) * inside;
  phase.energy += energy;
  result_.apps[static_cast<std::size_t>(inference.app)].dynamic_energy += energy;
  result_.devices[static_cast<std::size_t>(sender)].radio_transfers += outcome.sender * inside;
  result_.devices[static_cast<std::size_t>(receiver)].radio_transfers += outcome.receiver * inside;
  tell_work(PhaseResult::Kind::transfer, sender, span, outcome.sender);
  tell_work(PhaseResult::Kind::transfer, receiver, span, outcome.receiver);
  tell_visit(inference, span, &outcome);
  lost = !outcome.delivered;
  return outcome.done;
}

void Body::close_accounts() {
  for (AppId a = 0; a < problem_.app_count(); ++a) {
    AppResult& app = result_.apps[static_cast<std::size_t>(a)];
    app.in_flight = admission_.in_flight(a);
    app.waiting = admission_.waiting(a);
    app.window = admission_.window(a);
    const plan::Stage& sense = compiled_.apps[static_cast<std::size_t>(a)].stages.front();
    if (sense.sense.unlimited) continue;
    UnitResult& sensor = result_.units[static_cast<std::size_t>(sense.unit)];
    // Results at the window's edges belong to samples before it.
    const Duration used = std::min(result_.window, app.distinct_samples * sense.sense.period);
    sensor.sampled = std::max(sensor.sampled, used);
  }
  for (std::size_t u = 0; u < servers_.size(); ++u) {
    UnitResult& unit = result_.units[u];
    if (compiled_.units[u].kind == plan::Unit::Kind::link) {
      // A link's capacity counts full-size packets; where shorter ones fit beside them it does a little more.
      unit.busy = std::min(unit.busy, result_.window);
      unit.idle = result_.window - unit.busy;
    } else if (compiled_.units[u].kind == plan::Unit::Kind::cpu) {
      unit.idle = result_.window - unit.busy;
      result_.devices[static_cast<std::size_t>(compiled_.units[u].device)].cpu_busy = unit.busy;
    } else {
      unit.idle += overlap({servers_[u].free_at, std::max(end_, servers_[u].free_at)});
    }
  }
  for (DeviceId d = 0; d < problem_.device_count(); ++d) {
    plan::IdlePower power = plan::idle_power(scenario_, d, compiled_);
    DeviceResult& device = result_.devices[static_cast<std::size_t>(d)];
    device.cpu_idle = power.cpu * result_.window;
    device.accelerator_idle = power.accelerator * result_.window;
    device.sensors_idle = power.sensors * result_.window;
    device.actuators_idle = power.actuators * result_.window;
    device.radio_sleep = power.radio * result_.window;
  }
  for (std::size_t l = 0; l < links_.size(); ++l) {
    const auto [first, second] = links_[l]->idle_energy(begin_, end_, result_.links[l].events_used);
    result_.devices[static_cast<std::size_t>(compiled_.links[l].first)].radio_links += first;
    result_.devices[static_cast<std::size_t>(compiled_.links[l].second)].radio_links += second;
  }
  result_.events = kernel_.executed();
}

}  // namespace synergy::simulation
