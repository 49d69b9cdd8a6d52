#include "meter.hpp"

#include "synergy/plan/estimate.hpp"

#include "deadline.hpp"

namespace synergy::simulation {

Meter::Meter(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
             const scenario::Measurement& measurement, Probe* probe)
    : problem_(problem),
      compiled_(compiled),
      open_loop_(scenario::is_open_loop(problem.scenario().load.regime)),
      asked_{measurement.warm_up, measurement.warm_up + measurement.window},
      begin_(asked_.begin),
      end_(asked_.end),
      // No sample has this number: samples before the start of the run have negative ones, but not as far
      // down.
      showed_(problem.scenario().apps.size(), INT64_MIN),
      probe_(probe) {
  result_.window = measurement.window;
  result_.warm_up = measurement.warm_up;
  result_.apps.resize(problem.scenario().apps.size());
  result_.units.resize(compiled.units.size());
  result_.devices.resize(problem.scenario().devices.size());
  result_.links.resize(compiled.links.size());
}

double Meter::share(Span span) const {
  if (holds(span)) return 1;
  if (span.end == span.begin) return in_window(span.begin) ? 1 : 0;
  return static_cast<double>(overlap(span).ns()) / static_cast<double>(span.length().ns());
}

void Meter::completed(const Inference& inference, Time now) {
  AppResult& app = result_.apps[inference.app];
  ++app.completed;
  // What counts is the end: of a window longer than a few latencies, as many that began before it are let in
  // as those that end behind it are left out.
  if (in_window(now)) {
    const Duration latency = now - inference.started;
    const Duration response = now - inference.asked;
    if (app.completed_in_window++ == 0) app.first_completion = now + skipped_;
    app.last_completion = now + skipped_;
    app.latency.add(latency);
    app.response.add(response);
    app.sample_age.add(now - inference.sample.complete);
    note({inference.app, true, now, latency, response, now - inference.sample.complete});
    std::int64_t& showed = showed_[inference.app];
    if (showed != inference.sample.number) ++app.distinct_samples;
    showed = inference.sample.number;
    if (misses_deadline(problem_.app(inference.app), open_loop_, latency, response)) ++app.deadline_misses;
  }
  if (probe_ != nullptr) [[unlikely]]
    probe_->ended(inference.id, true, now);
}

void Meter::add(const Logged& values, std::int64_t times) {
  AppResult& app = result_.apps[values.app];
  if (!values.completed) return app.admission_wait.add(values.response, times);
  app.latency.add(values.latency, times);
  app.response.add(values.response, times);
}

void Meter::repeat(const Repetition& repetition, const IdVector<AppId, AppSamples>* samples) {
  const Duration skipped = repetition.period * repetition.times;
  end_ -= skipped;
  skipped_ += skipped;
  if (!repetition.in_window) begin_ -= skipped;
  IdVector<AppId, bool> completes(result_.apps.size());
  for (std::size_t i = repetition.first; i < log_.size(); ++i) {
    const Logged& values = log_[i];
    add(values, repetition.times);
    if (!values.completed) continue;
    completes[values.app] = true;
    if (samples == nullptr) result_.apps[values.app].sample_age.add(values.sample_age, repetition.times);
  }
  for (const AppId a : completes.ids()) {
    if (completes[a]) result_.apps[a].last_completion += skipped;
  }
  if (samples == nullptr || !repetition.in_window) return;
  for (const AppId a : completes.ids()) {
    if (completes[a]) add_samples(repetition, a, (*samples)[a]);
  }
}

void Meter::lost(const Inference& inference, Time now) {
  ++result_.apps[inference.app].dropped_link_lost;
  missed_if_due(inference.app, now);
  if (probe_ != nullptr) [[unlikely]]
    probe_->ended(inference.id, false, now);
}

void Meter::queue_full(AppId a, Time now) {
  ++result_.apps[a].dropped_queue_full;
  missed_if_due(a, now);
}

/// What is dropped will not be there at its deadline.
void Meter::missed_if_due(AppId a, Time now) {
  if (problem_.app(a).deadline && in_window(now)) ++result_.apps[a].deadline_misses;
}

double Meter::phase_at_edge(PhaseResult& phase, Span span, Duration waited, Energy energy, AppId app) {
  if (span.end < begin_) return 0;
  if (in_window(span.end)) {
    ++phase.count;
    phase.waited += waited;
    phase.served += span.length();
  }
  const double inside = share(span);
  phase.energy += energy * inside;
  result_.apps[app].dynamic_energy += energy * inside;
  return inside;
}

void Meter::transferred(const Inference& inference, std::size_t l, Span span, Duration waited,
                        const link::TransferOutcome& outcome) {
  const Step& step = *inference.step;
  // Looked up outside the window too, so that all sorts that there are have a place before anything repeats.
  SentAlike* alike = step.sent->of(outcome);
  if (alike != nullptr && holds(span) && outcome.done < end_) [[likely]] {
    ++alike->count;
    step.counts->waited += waited;
    step.counts->served += outcome.done - span.begin;
  } else {
    transfer_at_edge(inference, l, span, waited, outcome);
  }
  if (probe_ != nullptr) [[unlikely]] {
    const link::Ends ends = compiled_.links[l];
    const bool forward = step.stage->forward;
    tell_work(PhaseResult::Kind::transfer, forward ? ends.first : ends.second, span, outcome.sender);
    tell_work(PhaseResult::Kind::transfer, forward ? ends.second : ends.first, span, outcome.receiver);
  }
}

void Meter::transfer_at_edge(const Inference& inference, std::size_t l, Span span, Duration waited,
                             const link::TransferOutcome& outcome) {
  if (std::max(span.end, outcome.done) < begin_) return;
  const plan::Stage& stage = *inference.step->stage;
  const double inside = share(span);
  // Busy is the link's time used up, not the time waited for connection events.
  UnitResult& unit = result_.units[stage.unit];
  const Duration busy = nanoseconds_rounded(static_cast<double>(outcome.busy.ns()) * inside);
  unit.busy += busy;
  result_.links[l].busy += busy;
  PhaseResult& phase = *inference.step->phases;
  if (in_window(outcome.done)) {
    ++unit.served;
    LinkResult& link = result_.links[l];
    ++link.transfers;
    link.bytes += outcome.delivered ? stage.size.count() : 0;
    link.packets += outcome.packets;
    link.retransmissions += outcome.retransmissions;
    link.events_used += outcome.events_used;
    link.losses += outcome.delivered ? 0 : 1;
    link.waited += waited;
    // Served until delivered: the acknowledgement occupies the link, not the inference.
    ++phase.count;
    phase.waited += waited;
    phase.served += outcome.done - span.begin;
  }
  const link::Ends ends = compiled_.links[l];
  const DeviceId sender(stage.forward ? ends.first : ends.second);
  const DeviceId receiver(stage.forward ? ends.second : ends.first);
  const Energy energy = (outcome.sender + outcome.receiver) * inside;
  phase.energy += energy;
  result_.apps[inference.app].dynamic_energy += energy;
  result_.devices[sender].radio_transfers += outcome.sender * inside;
  result_.devices[receiver].radio_transfers += outcome.receiver * inside;
}

void Meter::close(const IdVector<UnitId, Time>& free_since) {
  for (const AppResult& app : result_.apps) {
    result_.latency.add(app.latency);
    result_.response.add(app.response);
  }
  close_samples();
  for (LinkResult& link : result_.links) link.busy = std::min(link.busy, result_.window);
  for (const UnitId u : free_since.ids()) {
    UnitResult& unit = result_.units[u];
    if (compiled_.units[u].kind == plan::Unit::Kind::link) {
      // A link's capacity counts full-size packets; where shorter ones fit beside them it does a little more.
      unit.busy = std::min(unit.busy, result_.window);
      unit.idle = result_.window - unit.busy;
    } else if (compiled_.units[u].kind == plan::Unit::Kind::cpu) {
      unit.idle = result_.window - unit.busy;
      result_.devices[compiled_.units[u].device].cpu_busy = unit.busy;
    } else {
      unit.idle += overlap({free_since[u], std::max(end_, free_since[u])});
    }
  }
  // Charged for the whole window, used or not (scenarios/CHOICES.md, "Paper, reconstruction, ours"): what is
  // booked to work is above idle, so that nothing is counted twice.
  for (const DeviceId d : result_.devices.ids()) {
    const plan::IdlePower power = plan::idle_power(problem_.scenario(), d, compiled_);
    DeviceResult& device = result_.devices[d];
    device.cpu_idle = power.cpu * result_.window;
    device.accelerator_idle = power.accelerator * result_.window;
    device.sensors_idle = power.sensors * result_.window;
    device.actuators_idle = power.actuators * result_.window;
    device.radio_sleep = power.radio * result_.window;
  }
}

void Meter::close_samples() {
  for (const AppId a : result_.apps.ids()) {
    const plan::Stage& sense = compiled_.apps[a].stages.front();
    if (sense.sense.unlimited) continue;
    UnitResult& sensor = result_.units[sense.unit];
    // Results at the window's edges belong to samples before it.
    const Duration used = std::min(result_.window, result_.apps[a].distinct_samples * sense.sense.period);
    sensor.sampled = std::max(sensor.sampled, used);
  }
}

}  // namespace synergy::simulation
