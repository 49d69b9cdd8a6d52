#include <algorithm>

#include "body_run.hpp"

/// What changes do to a body: to what is there, to what is known of it, and to work under way.
namespace synergy::simulation {

using dynamics::DevicePresence;

void BodyRun::schedule_changes(std::span<const dynamics::Change> changes) {
  for (const dynamics::Change& change : changes) {
    // Links look fading up by themselves.
    if (!change.lasting && std::holds_alternative<dynamics::LinkLoss>(change.what)) continue;
    if (change.at > ledger_.end()) break;
    if (change.at <= Time()) {
      apply(change);
    } else {
      later(change.at, [this, &change] { apply(change); });
    }
  }
}

void BodyRun::apply(const dynamics::Change& change) {
  const dynamics::World before = truth_;
  dynamics::apply(truth_, change);
  const bool is_number = std::holds_alternative<dynamics::AppRate>(change.what) ||
                         std::holds_alternative<dynamics::AcceleratorClock>(change.what) ||
                         std::holds_alternative<dynamics::LinkLoss>(change.what);
  if (is_number && truth_ == before) return;  // it is what it was
  if (const auto* app = std::get_if<dynamics::AppRuns>(&change.what)) {
    start_app(app->app, app->runs, change.text, change.lasting);
  } else if (const auto* rate = std::get_if<dynamics::AppRate>(&change.what)) {
    set_rate(rate->app, rate->rate);
    answer(note_change(change.text), change.lasting);
  } else if (const auto* device = std::get_if<DevicePresence>(&change.what)) {
    change_presence(device->device, device->kind, device->connected_after, change.text, change.lasting);
  } else if (const auto* clock = std::get_if<dynamics::AcceleratorClock>(&change.what)) {
    energy_.clock_changed(clock->device);
    answer(note_change(change.text), change.lasting);
  } else if (const auto* charge = std::get_if<dynamics::BatteryCharge>(&change.what)) {
    (void)note_change(change.text);
    energy_.set_charge(charge->device, charge->ratio);
  } else {
    answer(note_change(change.text), change.lasting);
  }
}

std::size_t BodyRun::note_change(const std::string& what) {
  auto& changes = ledger_.result().changes;
  changes.push_back({kernel_.now(), what, {}});
  if (ledger_.probe() != nullptr) ledger_.probe()->changed(what, kernel_.now());
  return changes.size() - 1;
}

void BodyRun::answer(std::size_t change, bool lasting) {
  if (!begun_) return;  // the first plan is for it
  begin_epoch(ledger_.result().changes[change].what);
  if (lasting) controller_.noticed(change);
}

void BodyRun::start_app(AppId a, bool runs, const std::string& what, bool lasting) {
  if (runs_[a] == runs) return;
  if (!runs) count_service(a, kernel_.now());
  runs_[a] = runs;
  ++arrival_turn_[a];
  if (runs) {
    service_[a].since = kernel_.now();
    arrivals_since_[a] = kernel_.now();
    arrived_[a] = 0;
    if (begun_ && scenario::is_open_loop(body_.load.regime)) schedule_arrival(a);
  } else {
    ledger_.app_stopped(a, admission_.clear(a), kernel_.now());
  }
  refresh(a);
  answer(note_change(what), lasting);
  refresh_all();
}

void BodyRun::set_rate(AppId a, Frequency rate) {
  rate_[a] = rate;
  if (!scenario::is_open_loop(body_.load.regime) || !runs_[a] || !begun_) return;
  ++arrival_turn_[a];
  arrivals_since_[a] = kernel_.now();
  arrived_[a] = 1;
  schedule_arrival(a);
}

std::vector<DeviceId> BodyRun::parts_of(DeviceId d) const {
  std::vector<DeviceId> parts;
  for (const DeviceId other : body_.devices.ids()) {
    if (body_.devices[other].part_of.value_or(other) == d) parts.push_back(other);
  }
  return parts;
}

void BodyRun::change_presence(DeviceId d, DevicePresence::Kind kind, Duration connected_after,
                              const std::string& what, bool lasting) {
  const bool comes = kind == DevicePresence::Kind::join;
  if (present_[d] == comes) return;
  const std::size_t change = note_change(what);
  for (const DeviceId part : parts_of(d)) {
    present_[part] = comes;
    asleep_[part] = kind == DevicePresence::Kind::sleep;
    if (comes) continue;
    linked_[part] = false;
    loading_[part].clear();
    if (kind != DevicePresence::Kind::sleep) loaded_[part].clear();
  }
  const std::uint32_t turn = ++presence_turn_[d];
  // What happens later does so only if nothing else has happened to the device by then.
  const auto then = [&](Duration delay, auto happens) {
    if (delay == Duration()) return happens();
    later(kernel_.now() + delay, [this, d, turn, happens] {
      if (presence_turn_[d] == turn) happens();
    });
  };
  if (!begun_) {
    for (const DeviceId part : parts_of(d)) known_[part] = linked_[part] = comes;
    return;
  }
  if (comes) {
    begin_epoch(what);
    energy_.presence_changed(d);
    set_idle_all();
    then(controller_.is_free() ? Duration() : connected_after, [this, d, change, lasting] {
      connected(d);
      if (lasting) controller_.noticed(change);
    });
    return;
  }
  begin_epoch(what);
  lose(d, kind);
  const bool crash = kind == DevicePresence::Kind::crash;
  then(crash ? noticed_at_[d] - kernel_.now() : Duration(), [this, d, change, lasting] {
    notice_loss(d);
    if (lasting) controller_.noticed(change);
  });
}

void BodyRun::lose(DeviceId d, DevicePresence::Kind kind) {
  const bool crash = kind == DevicePresence::Kind::crash;
  const Time now = kernel_.now();
  if (crash) ++ledger_.result().lost_devices;
  controller_.lost(d);
  const Duration unnoticed = crash && !controller_.is_free() ? parts_.notice_after(d) : Duration();
  for (const DeviceId part : parts_of(d)) {
    noticed_at_[part] = now + unnoticed;
    if (unnoticed == Duration()) known_[part] = false;
    parts_.end_gone(part, now);
  }
  for (const AppId a : body_.apps.ids()) refresh(a);
  lose_flows(d, unnoticed > Duration());
  for (const DeviceId part : parts_of(d)) parts_.forget(part, now);
  energy_.presence_changed(d);
  refresh_all();
}

/// Inferences whose stage is under way on the device, or on a link that ends there. All others find out at
/// their next event.
void BodyRun::lose_flows(DeviceId d, bool unnoticed) {
  const Time now = kernel_.now();
  const auto on_it = [&](DeviceId other) { return body_.devices[other].part_of.value_or(other) == d; };
  for (std::uint64_t id = 0; id < flows_.size(); ++id) {
    Flow& flow = flows_[id];
    if (!flow.live || (!flow.booked_now && !flow.waits)) continue;
    const BodyStep& step = *flow.step;
    const bool transfers = step.stage->kind == plan::Stage::Kind::transfer;
    const bool hit = transfers ? on_it(step.sender) || on_it(step.receiver) : on_it(step.device);
    if (!hit) continue;
    if (flow.booked_now) {
      ledger_.settle(flow, now);
      flow.booked_now = false;
      if (ledger_.probe() != nullptr) ledger_.probe()->cut(flow.id, now);
    }
    if (transfers && unnoticed && !on_it(step.sender)) {
      flow.doom = Drop::device_lost;
      flow.booked_now = true;
      parts_.try_in_vain(flow, now, noticed_at_[d]);
      energy_.booked(flow);
      schedule(flow, flow.booked.outcome.done);
      continue;
    }
    drop(id, Drop::device_lost);
  }
}

void BodyRun::notice_loss(DeviceId d) {
  for (const DeviceId part : parts_of(d)) known_[part] = false;
  for (std::size_t l = 0; l < parts_.link_count(); ++l) {
    const link::Ends ends = parts_.ends_of_link(l);
    if (ends.first == d || ends.second == d) parts_.close_link(l, kernel_.now());
  }
  set_idle_all();
  refresh_all();
}

void BodyRun::connected(DeviceId d) {
  // It is back before anybody missed it: its links were dead all the same.
  if (known_[d]) notice_loss(d);
  for (const DeviceId part : parts_of(d)) known_[part] = linked_[part] = true;
  for (const AppId a : body_.apps.ids()) {
    if (layout_of_[a] != nullptr && layout_of_[a]->has(a)) open_links(*layout_of_[a], a);
  }
  set_idle_all();
  controller_.restore();
  refresh_all();
}

dynamics::World BodyRun::known_world() {
  dynamics::World world = truth_;
  world.present = known_;
  world.runs = runs_;
  for (const DeviceId d : known_.ids()) world.accelerator_clock[d] = planned_clock_[d] = parts_.clock(d);
  return world;
}

void BodyRun::set_idle(DeviceId d) {
  Ledger::Idle idle;
  std::vector<std::size_t> used;
  for (const AppId a : body_.apps.ids()) {
    if (!runs_[a] || layout_of_[a] == nullptr || !layout_of_[a]->has(a)) continue;
    const BodyStep& sense = layout_of_[a]->steps[a].front();
    if (sense.device == d) used.push_back(static_cast<std::size_t>(ledger_.result().units[sense.unit].part));
  }
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  const plan::IdlePower power = plan::idle_power(body_, d, used);
  if (present_[d])
    idle = {power.cpu, power.accelerator, power.sensors, power.actuators, power.radio, parts_.links_power(d)};
  else if (asleep_[d])
    idle.radio = power.radio;
  ledger_.set_idle(d, idle, kernel_.now());
  energy_.idle_changed(d);
}

void BodyRun::set_idle_all() {
  for (const DeviceId d : body_.devices.ids()) set_idle(d);
}

void BodyRun::for_each_work(DeviceId d, const std::function<void(Span, Energy)>& work) const {
  for (const Flow& flow : flows_) {
    if (flow.live && flow.booked_now)
      for_each_part(flow, [&](DeviceId on, Span span, Energy energy, PhaseResult::Kind) {
        if (body_.devices[on].part_of.value_or(on) == d) work(span, energy);
      });
  }
}

}  // namespace synergy::simulation
