#include "synergy/base/ensure.hpp"
#include "synergy/plan/estimate.hpp"

#include <algorithm>

#include "body.hpp"

namespace synergy::simulation {

double Body::share_at_edge(Span span) const {
  if (span.end == span.begin) return in_window(span.begin) ? 1 : 0;
  return static_cast<double>(overlap(span).ns()) / static_cast<double>((span.end - span.begin).ns());
}

Body::Span Body::book(plan::UnitIndex unit, Duration service) {
  Server& server = servers_[static_cast<std::size_t>(unit)];
  UnitResult& result = result_.units[static_cast<std::size_t>(unit)];
  const Span span{std::max(kernel_.now(), server.free_at), std::max(kernel_.now(), server.free_at) + service};
  result.idle += overlap({server.free_at, span.begin});
  result.busy += overlap(span);
  if (in_window(span.end)) ++result.served;
  server.free_at = span.end;
  return span;
}

void Body::count_phase(PhaseResult& phase, Span span, Duration waited, Energy inside, AppIndex app) {
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
  const device::SegmentCost& cost = stage.cost;
  const bool switches = server.last_segment >= 0 && server.last_segment != stage.segment_id;
  server.last_segment = stage.segment_id;
  const Span whole = book(stage.unit, stage.service + (switches ? stage.switch_time : Duration()));
  Duration waited = whole.begin - kernel_.now();
  Time at = whole.begin;
  const auto phase = [&](int sub, Duration length, Energy energy, Energy cpu_energy) {
    const Span span{at, at + length};
    const double inside = share(span);
    count_phase(inference.step->phases[sub], span, waited, (energy + cpu_energy) * inside, inference.app);
    device.accelerator_active += energy * inside;
    device.cpu_active += cpu_energy * inside;
    if (sub != 2) device.cpu_busy += overlap(span);
    tell_work(inference.step->phases[sub].kind, stage.segment.device, span, energy + cpu_energy);
    at = span.end;
    waited = Duration();  // the accelerator is held from the first phase to the last
  };
  // The CPU's energy of load and unload together, split by time.
  const double loading = inference.step->loading;
  if (switches) phase(0, stage.switch_time, stage.switch_energy, stage.switch_cpu_energy);
  phase(1, cost.load, cost.load_energy, stage.cpu_energy * loading);
  phase(2, cost.infer, cost.infer_energy, Energy());
  phase(3, cost.unload, cost.unload_energy, stage.cpu_energy * (1 - loading));
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
  const DeviceIndex sender = stage.forward ? ends.first : ends.second;
  const DeviceIndex receiver = stage.forward ? ends.second : ends.first;
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
  for (AppIndex a = 0; a < problem_.app_count(); ++a) {
    AppResult& app = result_.apps[static_cast<std::size_t>(a)];
    app.in_flight = admission_.in_flight(a);
    app.waiting = admission_.waiting(a);
    app.window = admission_.window(a);
  }
  for (std::size_t u = 0; u < servers_.size(); ++u) {
    UnitResult& unit = result_.units[u];
    if (compiled_.units[u].kind == plan::Unit::Kind::link) {
      // A link's capacity counts full-size packets; where shorter ones fit beside them it does a little more.
      unit.busy = std::min(unit.busy, result_.window);
      unit.idle = result_.window - unit.busy;
    } else {
      unit.idle += overlap({servers_[u].free_at, std::max(end_, servers_[u].free_at)});
    }
  }
  for (DeviceIndex d = 0; d < problem_.device_count(); ++d) {
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
