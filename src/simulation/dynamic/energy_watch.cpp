#include "energy_watch.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "body_run.hpp"
#include <fmt/format.h>

namespace synergy::simulation {
namespace {

using Presence = dynamics::DevicePresence::Kind;

/// So near its threshold, of the capacity, every booking is looked at.
constexpr double kNear = 1e-6;
/// Less than this is nothing, J: what rounding leaves.
constexpr double kNothing = 1e-12;

}  // namespace

EnergyWatch::EnergyWatch(BodyRun& run)
    : run_(run), batteries_(run.body().devices.size()), heats_(run.body().devices.size()) {
  for (const DeviceId d : batteries_.ids()) {
    const scenario::Device& device = run.body().devices[d];
    if (device.battery) {
      Battery& battery = batteries_[d].emplace();
      battery.capacity = *device.battery;
      battery.charge = battery.capacity * device.battery_use.charge.si();
    }
    if (device.thermal) heats_[d].emplace();
    watches_ = watches_ || device.battery || device.thermal;
  }
}

void EnergyWatch::start() {
  auto& series = run_.ledger().result().series;
  series.charge_ratio.resize(batteries_.size());
  series.temperature_c.resize(batteries_.size());
  for (const DeviceId d : batteries_.ids()) {
    if (batteries_[d]) run_.ledger().result().devices[d].charge_begin = batteries_[d]->charge;
    if (batteries_[d]) look(d);
  }
  if (watches_) run_.later(series.step, [this] { sample(0); });
}

void EnergyWatch::sample(std::size_t step) {
  auto& series = run_.ledger().result().series;
  for (const DeviceId d : batteries_.ids()) {
    if (batteries_[d]) series.charge_ratio[d.index()].push_back(static_cast<float>(charge_ratio(d)));
    if (!heats_[d]) continue;
    warm(d);
    const double rest_c = run_.body().devices[d].thermal->at_rest_c;
    series.temperature_c[d.index()].push_back(static_cast<float>(rest_c + heats_[d]->above_c));
  }
  const Time next = run_.now() + series.step;
  if (next <= run_.ledger().end()) run_.later(next, [this, step] { sample(step + 1); });
}

void EnergyWatch::book(DeviceId on, Energy energy) {
  const DeviceId d = run_.body().devices[on].part_of.value_or(on);
  if (!batteries_[d]) return;
  batteries_[d]->booked += energy;
  if (batteries_[d]->booked > batteries_[d]->alarm) look(d);
}

void EnergyWatch::idle_changed(DeviceId on) {
  const DeviceId d = run_.body().devices[on].part_of.value_or(on);
  if (batteries_[d]) look(d);
}

void EnergyWatch::set_charge(DeviceId d, double ratio) {
  if (!batteries_[d]) return;
  Battery& battery = *batteries_[d];
  battery.charge = battery.capacity * ratio;
  // What is under way has been drawn in part.
  battery.drawn_before = Energy();
  battery.drawn_before = battery.charge - left(d);
  battery.warned = battery.empty = false;
  look(d);
}

/// Charge at this moment, work under way included as far as it has come.
Energy EnergyWatch::left(DeviceId d) const {
  const Battery& battery = *batteries_[d];
  const Time now = run_.now();
  Energy drawn = run_.ledger().drawn(d, now) - battery.drawn_before;
  run_.for_each_work(d, [&](Span span, Energy energy) {
    if (span.end <= now) {
      drawn += energy;
    } else if (span.begin < now) {
      drawn +=
          energy * (static_cast<double>((now - span.begin).ns()) / static_cast<double>(span.length().ns()));
    }
  });
  return battery.charge - drawn;
}

double EnergyWatch::charge_ratio(DeviceId d) const {
  if (!batteries_[d]) return 1;
  return std::clamp(left(d).si() / batteries_[d]->capacity.si(), 0.0, 1.0);
}

/// When so much more has been drawn, if nothing else is booked: powers are constant between begins and ends.
std::optional<Time> EnergyWatch::when_drawn(DeviceId d, Energy energy) const {
  struct Turn {
    Time at;
    double watts = 0;   // more from then on
    double joules = 0;  // at once
  };
  std::vector<Turn> turns;
  const Time now = run_.now();
  run_.for_each_work(d, [&](Span span, Energy part) {
    if (span.end <= now && span.end > span.begin) return;
    if (span.end == span.begin) {
      if (span.begin > now) turns.push_back({span.begin, 0, part.si()});
      return;
    }
    const double watts = part.si() / span.length().s();
    turns.push_back({std::max(now, span.begin), watts, 0});
    turns.push_back({span.end, -watts, 0});
  });
  std::stable_sort(turns.begin(), turns.end(), [](const Turn& x, const Turn& y) { return x.at < y.at; });
  double watts = run_.ledger().idle_power(d).si();
  for (const DeviceId part : run_.body().devices.ids()) {
    if (part != d && run_.body().devices[part].part_of == d) watts += run_.ledger().idle_power(part).si();
  }
  double joules = energy.si();
  Time at = now;
  turns.push_back({Time::max(), 0, 0});
  for (const Turn& turn : turns) {
    const double until = watts > 0 ? joules / watts : INFINITY;
    if (turn.at == Time::max()) {
      if (!(until < (Time::max() - at).s())) return {};
      return at + nanoseconds(static_cast<std::int64_t>(std::ceil(until * 1e9 - 1e-3)));
    }
    const double span_s = (turn.at - at).s();
    if (until <= span_s) return at + nanoseconds(static_cast<std::int64_t>(std::ceil(until * 1e9 - 1e-3)));
    joules -= watts * span_s + turn.joules;
    watts += turn.watts;
    at = turn.at;
    if (joules <= 0) return at;
  }
  return {};
}

void EnergyWatch::look_later(DeviceId d, Time at) {
  const std::uint32_t turn = ++batteries_[d]->turn;
  if (at > run_.ledger().end()) return;
  run_.later(std::max(at, run_.now()), [this, d, turn] {
    if (batteries_[d]->turn != turn) return;
    if (!reach(d)) look(d);
  });
}

/// The level of the next threshold, and whether that is at_charge.
std::pair<Energy, bool> EnergyWatch::threshold(DeviceId d) const {
  const Battery& battery = *batteries_[d];
  const scenario::BatteryUse& use = run_.body().devices[d].battery_use;
  const bool warns = use.at_charge && !battery.warned && *use.at_charge > use.cut_off;
  return {battery.capacity * (warns ? *use.at_charge : use.cut_off).si(), warns};
}

void EnergyWatch::look(DeviceId d) {
  Battery& battery = *batteries_[d];
  // Nobody draws on it.
  if (battery.empty || !run_.is_present(d)) return;
  const Energy above = left(d) - threshold(d).first;
  // Not at once: whoever asks may be in the middle of something.
  if (above.si() <= kNothing) return look_later(d, run_.now());
  Energy booked;
  const Time now = run_.now();
  run_.for_each_work(d, [&](Span span, Energy energy) {
    if (span.end > now) booked += energy;
  });
  constexpr double kHalf = 0.5;
  battery.booked = Energy();
  if (above < battery.capacity * kNear || above * kHalf <= booked * 2.0) {
    battery.alarm = Energy();
    if (const auto at = when_drawn(d, above)) look_later(d, std::max(*at, now + nanoseconds(1)));
    return;
  }
  battery.alarm = above * kHalf - booked;
  if (const auto at = when_drawn(d, above * kHalf)) look_later(d, *at);
}

/// Whether a threshold has been reached; if so, it takes effect.
bool EnergyWatch::reach(DeviceId d) {
  Battery& battery = *batteries_[d];
  if (battery.empty || !run_.is_present(d)) return false;
  const auto [level, warns] = threshold(d);
  if ((left(d) - level).si() > kNothing) return false;
  const scenario::Device& device = run_.body().devices[d];
  if (!warns) {
    battery.empty = true;
    auto& first = run_.ledger().result().devices[d].empty;
    if (!first) first = run_.now();
    run_.change_presence(d, Presence::crash, {}, device.name + ": battery empty", true);
    return true;
  }
  battery.warned = true;
  const bool sleeps = device.battery_use.does == scenario::BatteryUse::Does::sleep;
  run_.change_presence(d, sleeps ? Presence::sleep : Presence::leave, {},
                       fmt::format("{}: battery at {:.9g} %, {}", device.name,
                                   device.battery_use.at_charge->si() * 100, sleeps ? "sleeps" : "leaves"),
                       true);
  return true;
}

void EnergyWatch::clock_changed(DeviceId d) {
  const double throttle = heats_[d] ? heats_[d]->throttle : 1;
  run_.parts().set_clock(d, run_.exogenous_clock(d) * throttle);
}

/// One R and C to the air: exact for constant power, of which a step has the mean.
void EnergyWatch::warm(DeviceId d) {
  Heat& heat = *heats_[d];
  const scenario::Thermal& thermal = *run_.body().devices[d].thermal;
  const Time now = run_.now();
  if (now == heat.since) return;
  const double step_s = (now - heat.since).s();
  const Energy drawn = run_.ledger().drawn(d, now);
  const double goal_c = thermal.resistance_k_per_w * (drawn - heat.drawn_before).si() / step_s;
  const double decay = std::exp(-step_s / thermal.time_constant.s());
  heat.above_c = goal_c + (heat.above_c - goal_c) * decay;
  heat.drawn_before = drawn;
  const double skin_c = thermal.at_rest_c + heat.above_c;
  heat.hottest_c = std::max(heat.hottest_c, skin_c);
  if (skin_c > thermal.limit_c) heat.above_limit += now - heat.since;
  heat.since = now;
  if (!thermal.throttle_c) return;
  const double before = heat.throttle;
  if (skin_c >= *thermal.throttle_c) heat.throttle = thermal.throttle_clock;
  if (skin_c < *thermal.throttle_c - 1) heat.throttle = 1;
  if (heat.throttle != before) {
    const std::string& name = run_.body().devices[d].name;
    (void)run_.note_change(heat.throttle < 1 ? name + ": throttled by its temperature"
                                             : name + ": cool again");
    clock_changed(d);
  }
}

void EnergyWatch::close() {
  for (const DeviceId d : batteries_.ids()) {
    DeviceLife& life = run_.ledger().result().devices[d];
    if (batteries_[d])
      life.charge_end =
          std::max(Energy(), batteries_[d]->charge - (life.drawn - batteries_[d]->drawn_before));
    if (!heats_[d]) continue;
    life.temperature_max_c = std::max(heats_[d]->hottest_c, run_.body().devices[d].thermal->at_rest_c);
    life.above_limit = heats_[d]->above_limit;
  }
}

}  // namespace synergy::simulation
