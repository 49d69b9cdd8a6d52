#include "ledger.hpp"

#include "synergy/base/ensure.hpp"

#include "deadline.hpp"

namespace synergy::simulation {
namespace {

/// Steps of the series: as many as a figure can show, none shorter than people care for.
constexpr std::int64_t kMostSteps = 20'000;
constexpr Duration kLeastStep = milliseconds(100);

double share_of(Duration part, Duration whole) {
  return static_cast<double>(part.ns()) / static_cast<double>(whole.ns());
}

}  // namespace

Ledger::Ledger(const scenario::Scenario& body, const scenario::Measurement& measurement, Probe* probe)
    : body_(body),
      open_loop_(scenario::is_open_loop(body.load.regime)),
      begin_(measurement.warm_up),
      end_(measurement.warm_up + measurement.window),
      probe_(probe),
      idle_(body.devices.size()),
      drawn_(body.devices.size()),
      showed_(body.apps.size(), INT64_MIN) {
  RunResult& total = result_.total;
  total.window = measurement.window;
  total.warm_up = measurement.warm_up;
  total.apps.resize(body.apps.size());
  total.devices.resize(body.devices.size());
  result_.devices.resize(body.devices.size());
  for (plan::Unit& unit : plan::units_of_body(body)) add_unit(std::move(unit));
  Series& series = result_.series;
  // One nanosecond more than the quotient: rounding down would give more steps than kMostSteps.
  series.step = std::max(kLeastStep, end_ / kMostSteps + nanoseconds(1));
  const auto steps = static_cast<std::size_t>(end_ / series.step) + 1;
  series.completed.assign(body.apps.size(), std::vector<std::uint32_t>(steps));
  series.energy_j.assign(steps, 0);
}

UnitId Ledger::add_unit(plan::Unit unit) {
  result_.units.push_back(std::move(unit));
  result_.total.units.push_back({});
  return UnitId(result_.units.size() - 1);
}

std::size_t Ledger::phases_of(AppId a, int stage, const plan::Stage& what, UnitId unit) {
  using Kind = PhaseResult::Kind;
  const bool visit = what.kind == plan::Stage::Kind::compute;
  const auto [known, is_new] = phases_.try_emplace(
      {a.value(), stage, static_cast<int>(what.kind), unit.value()}, result_.total.phases.size());
  if (!is_new) return known->second;
  PhaseResult phase;
  phase.app = a;
  phase.stage = stage;
  phase.unit = unit;
  phase.kind = first_phase(what.kind);
  result_.total.phases.push_back(phase);
  for (const Kind kind : {Kind::load, Kind::infer, Kind::unload}) {
    if (!visit) break;
    phase.kind = kind;
    result_.total.phases.push_back(phase);
  }
  return known->second;
}

double Ledger::inside(Span span, Time until) const {
  if (span.begin >= begin_ && span.end < end_ && span.end <= until) return 1;
  if (span.end == span.begin) return in_window(span.begin) && span.begin <= until ? 1 : 0;
  return share_of(overlap(span, until), span.length());
}

void Ledger::count_energy(Energy energy, Time at) {
  epoch().energy += energy;
  const auto step = static_cast<std::size_t>(std::min(at, end_) / result_.series.step);
  result_.series.energy_j[step] += energy.si();
}

/// What is drawn all the time belongs to every step that it reaches over, and not to the one in which it is
/// added up.
void Ledger::count_steadily(Power power, Span span) {
  Series& series = result_.series;
  Time at = span.begin;
  while (at < span.end) {
    const auto step = static_cast<std::size_t>(std::min(at, end_) / series.step);
    const Time next = at >= end_ ? span.end : series.step * static_cast<std::int64_t>(step + 1);
    const Time until = std::min(span.end, next);
    series.energy_j[step] += (power * (until - at)).si();
    at = until;
  }
}

/// From the battery, in the window or not.
void Ledger::draw(DeviceId d, Energy energy, Span span, Time until) {
  double share = 1;
  if (span.end > until) share = span.begin >= until ? 0 : share_of(until - span.begin, span.length());
  const Energy part = energy * share;
  // Of a device with several accelerators the first has the battery.
  drawn_[body_.devices[d].part_of.value_or(d)] += part;
  count_energy(part, std::min(span.end, until));
}

void Ledger::started(const Flow& flow, Time now) {
  AppResult& app = result_.total.apps[flow.app];
  if (!open_loop_)
    ++app.generated;
  else if (in_window(now))
    app.admission_wait.add(now - flow.asked);
  if (probe_ != nullptr) probe_->started(flow.id, flow.app, now);
}

void Ledger::completed(const Flow& flow, Time now) {
  AppResult& app = result_.total.apps[flow.app];
  ++app.completed;
  ++epoch().completed;
  epoch().latency_sum += now - flow.started;
  ++result_.series.completed[flow.app.index()][static_cast<std::size_t>(now / result_.series.step)];
  if (in_window(now)) {
    const Duration latency = now - flow.started;
    const Duration response = now - flow.asked;
    if (app.completed_in_window++ == 0) app.first_completion = now;
    app.last_completion = now;
    app.latency.add(latency);
    app.response.add(response);
    app.sample_age.add(now - flow.sample.complete);
    if (showed_[flow.app] != flow.sample.number) {
      ++app.distinct_samples;
      const BodyStep& sense = flow.layout->steps[flow.app].front();
      auto& [samples, period] = distinct_[{flow.app, sense.unit}];
      ++samples;
      period = sense.stage->sense.unlimited ? Duration() : sense.stage->sense.period;
    }
    showed_[flow.app] = flow.sample.number;
    if (misses_deadline(body_.apps[flow.app], open_loop_, latency, response)) ++app.deadline_misses;
  }
  if (probe_ != nullptr) probe_->ended(flow.id, true, now);
}

void Ledger::dropped(const Flow& flow, Drop why, Time now) {
  AppResult& app = result_.total.apps[flow.app];
  if (why == Drop::device_lost) {
    ++app.dropped_device_lost;
    ++epoch().dropped_device_lost;
  } else {
    ++app.dropped_link_lost;
    ++epoch().dropped_link_lost;
  }
  missed_if_due(flow.app, now);
  if (probe_ != nullptr) probe_->ended(flow.id, false, now);
}

void Ledger::queue_full(AppId a, Time now) {
  ++result_.total.apps[a].dropped_queue_full;
  ++epoch().dropped_queue_full;
  missed_if_due(a, now);
}

void Ledger::app_stopped(AppId a, std::int64_t waiting, Time now) {
  result_.total.apps[a].dropped_app_stopped += waiting;
  epoch().dropped_app_stopped += waiting;
  for (std::int64_t i = 0; i < waiting; ++i) missed_if_due(a, now);
}

void Ledger::missed_if_due(AppId a, Time now) {
  if (body_.apps[a].deadline && in_window(now)) ++result_.total.apps[a].deadline_misses;
}

void Ledger::worked(UnitId unit, Span span, Time until) {
  UnitResult& result = result_.total.units[unit];
  result.busy += overlap(span, until);
  const bool is_cpu = result_.units[unit].kind == plan::Unit::Kind::cpu;
  if (span.end <= until && in_window(span.end) && (!is_cpu || span.end > span.begin)) ++result.served;
}

void Ledger::reconfigured(DeviceId d, UnitId unit, Span span, Energy energy) {
  if (unit != UnitId::none()) worked(unit, span, Time::max());
  result_.total.devices[d].reconfiguration += energy * inside(span, Time::max());
  draw(d, energy, span, Time::max());
}

void Ledger::integrate(DeviceId d, Time now) {
  IdleSince& idle = idle_[d];
  DeviceResult& device = result_.total.devices[d];
  const Duration inside = overlap({idle.since, now});
  const Idle& power = idle.power;
  device.cpu_idle += power.cpu * inside;
  device.accelerator_idle += power.accelerator * inside;
  device.sensors_idle += power.sensors * inside;
  device.actuators_idle += power.actuators * inside;
  device.radio_sleep += power.radio * inside;
  const Energy drawn = power.total() * (now - idle.since);
  drawn_[body_.devices[d].part_of.value_or(d)] += drawn;
  if (!result_.epochs.empty()) {
    epoch().energy += drawn;
    count_steadily(power.total(), {idle.since, now});
  }
  idle.since = now;
}

void Ledger::set_idle(DeviceId d, const Idle& idle, Time now) {
  integrate(d, now);
  idle_[d].power = idle;
}

Energy Ledger::drawn(DeviceId d, Time now) const {
  Energy sum = drawn_[d];
  for (const DeviceId part : body_.devices.ids()) {
    if (body_.devices[part].part_of.value_or(part) == d)
      sum += idle_[part].power.total() * (now - idle_[part].since);
  }
  return sum;
}

void Ledger::link_idle(link::Ends ends, Energy first, Energy second) {
  result_.total.devices[ends.first].radio_links += first;
  result_.total.devices[ends.second].radio_links += second;
}

void Ledger::refund(DeviceId d, Energy energy) {
  drawn_[body_.devices[d].part_of.value_or(d)] -= energy;
  epoch().energy -= energy;
}

void Ledger::begin_epoch(Time now, std::string cause) {
  for (const DeviceId d : idle_.ids()) integrate(d, now);
  if (!result_.epochs.empty()) {
    result_.epochs.back().end = now;
    // Several things at one moment are one: what came last is what the next epoch has.
    if (epoch().begin == now && epoch().completed == 0) {
      if (!cause.empty()) epoch().cause += "; " + cause;
      return;
    }
  }
  Epoch next;
  next.begin = next.end = now;
  next.cause = std::move(cause);
  result_.epochs.push_back(std::move(next));
}

void Ledger::close() {
  for (const DeviceId d : idle_.ids()) {
    integrate(d, end_);
    result_.devices[d].drawn = drawn_[d];
  }
  epoch().end = end_;
  for (const AppResult& app : result_.total.apps) {
    result_.total.latency.add(app.latency);
    result_.total.response.add(app.response);
  }
  close_samples();
  close_units();
}

void Ledger::close_samples() {
  for (const auto& [key, samples] : distinct_) {
    UnitResult& sensor = result_.total.units[key.second];
    sensor.sampled = std::max(sensor.sampled, std::min(result_.total.window, samples.first * samples.second));
  }
}

void Ledger::close_units() {
  RunResult& total = result_.total;
  for (LinkResult& link : total.links) link.busy = std::min(link.busy, total.window);
  for (const UnitId u : total.units.ids()) {
    UnitResult& unit = total.units[u];
    if (result_.units[u].kind == plan::Unit::Kind::link) unit.busy = std::min(unit.busy, total.window);
    unit.idle = total.window - unit.busy;
    if (result_.units[u].kind == plan::Unit::Kind::cpu)
      total.devices[result_.units[u].device].cpu_busy = unit.busy;
  }
}

}  // namespace synergy::simulation
