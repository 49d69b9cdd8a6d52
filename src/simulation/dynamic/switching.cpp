#include "synergy/base/random.hpp"
#include "synergy/dynamics/joining.hpp"
#include "synergy/plan/costs.hpp"

#include <algorithm>

#include "body_run.hpp"
#include "controller.hpp"

/// From a decision to a plan in force: messages, weights, links, and the hand-over of apps.
namespace synergy::simulation {
namespace {

/// A message to a device: header, and for each app the stages that it has there (app, first and last layer,
/// where from, where to). Class assumed: any encoding that somebody writes down will be near it.
constexpr std::int64_t kMessageBytes = 16;
constexpr std::int64_t kMessageBytesOfApp = 12;

}  // namespace

/// Apps whose stages are elsewhere than before, or that are not served yet.
void Controller::find_changed() {
  now_.changed.clear();
  const auto same = [](const BodyStep& x, const BodyStep& y) {
    if (x.stage == nullptr || y.stage == nullptr) return x.stage == y.stage;
    return x.unit == y.unit && x.segment == y.segment && x.stage->kind == y.stage->kind;
  };
  for (const AppId a : run_.body().apps.ids()) {
    if (!now_.layout->has(a)) continue;
    const Layout* old = run_.layout_of(a);
    const bool stays = old != nullptr && run_.is_served(a) &&
                       std::equal(old->steps[a].begin(), old->steps[a].end(), now_.layout->steps[a].begin(),
                                  now_.layout->steps[a].end(), same);
    if (!stays) now_.changed.push_back(a);
  }
}

void Controller::count_layers() {
  for (const AppId a : run_.body().apps.ids()) {
    const Layout* old = run_.layout_of(a);
    for (const BodyStep& step : now_.layout->steps[a]) {
      if (step.segment < 0) continue;
      const device::LayerRange layers = step.stage->segment.layers;
      for (int layer = layers.first; layer <= layers.last; ++layer) {
        ++now_.record.layers;
        if (old == nullptr || !old->has(a)) continue;
        const bool there =
            std::any_of(old->steps[a].begin(), old->steps[a].end(), [&](const BodyStep& before) {
              return before.segment >= 0 && before.device == step.device &&
                     before.stage->segment.layers.first <= layer &&
                     layer <= before.stage->segment.layers.last;
            });
        now_.record.layers_moved += there ? 0 : 1;
      }
    }
  }
}

/// All at once, for nothing.
void Controller::switch_free() {
  if (now_.layout == nullptr) now_.layout = run_.lay_out(now_.answer.plan);
  Layout* layout = now_.layout;
  run_.put_in_force(layout);
  for (const AppId a : run_.body().apps.ids()) {
    for (const BodyStep& step : layout->steps[a]) {
      if (step.segment >= 0) run_.load(step.device, step.segment);
    }
    run_.switch_app(a, layout->has(a) ? layout : nullptr);
  }
  run_.begin_epoch("plan in force");
  run_.refresh_all();
}

void Controller::begin_switch() {
  now_.layout = run_.lay_out(now_.answer.plan);
  find_changed();
  count_layers();
  tell_devices();
  using scenario::Handover;
  const bool old_goes_on = rules_.handover == Handover::make_before_break && memory_allows_both();
  if (!old_goes_on) {
    for (const AppId a : run_.body().apps.ids()) {
      const bool changes = std::find(now_.changed.begin(), now_.changed.end(), a) != now_.changed.end();
      if (!changes && rules_.handover != Handover::stop_all) continue;
      if (run_.is_served(a)) ++now_.record.apps_interrupted;
      run_.pause(a, true);
    }
    state_ = State::draining;
    return load_when_drained();
  }
  load();
}

/// Inferences under way still need the weights that make room.
void Controller::load_when_drained() {
  if (state_ != State::draining) return;
  for (const AppId a : run_.body().apps.ids()) {
    if (run_.is_paused(a) && run_.in_flight(a) > 0) return;
  }
  load();
}

void Controller::released(AppId /*a*/) {
  if (state_ == State::draining) load_when_drained();
}

/// Devices whose part changes get it from the coordinator.
void Controller::tell_devices() {
  now_.told.assign(run_.body().devices.size(), run_.now());
  IdVector<DeviceId, std::int64_t> apps(run_.body().devices.size(), 0);
  for (const AppId a : now_.changed) {
    for (const DeviceId d : now_.layout->devices[a]) ++apps[run_.body().devices[d].part_of.value_or(d)];
  }
  for (const DeviceId d : apps.ids()) {
    if (apps[d] == 0 || d == now_.record.coordinator) continue;
    const Bytes size(kMessageBytes + kMessageBytesOfApp * apps[d]);
    now_.record.message_bytes += size;
    now_.told[d] = tell(d, size);
  }
}

/// Data from the coordinator to a device: over the link that the two have, else over one that is there for
/// this alone and otherwise idle.
Time Controller::tell(DeviceId d, Bytes size) {
  const Time now = run_.now();
  const DeviceId from = *now_.record.coordinator;
  if (from == d || !run_.is_known(d)) return now;
  const auto [sender, receiver] = scenario::carriers(run_.body().devices, from, d);
  const link::Ends ends = plan::ends_of(sender, receiver);
  const bool forward = sender < receiver;
  if (const auto sent = run_.parts().send(ends, now, size, forward)) {
    spend(sender, UnitId::none(), sent->span, sent->outcome.sender);
    spend(receiver, UnitId::none(), sent->span, sent->outcome.receiver);
    return sent->outcome.done;
  }
  const auto& known = now_.answer.plan ? now_.answer.plan : run_.in_force();
  if (!known) return now;
  const PlanInForce& plan = *known;
  const auto place = [&](DeviceId of) {
    const auto found = std::find(plan.devices.begin(), plan.devices.end(), of);
    return DeviceId(static_cast<std::size_t>(found - plan.devices.begin()));
  };
  const DeviceId x = place(sender);
  const DeviceId y = place(receiver);
  const auto none = static_cast<DeviceId>(plan.devices.size());
  const link::LinkKind& kind = *plan.compiled->link_kind;
  if (x == none || y == none || !kind.use_of(plan::ends_of(x, y)).exists) return now;
  const link::TransferEstimate cost =
      plan::transfer_cost(*plan.problem, kind, size, x, y, std::max(1, plan.compiled->slots.slots));
  const Span span{now, now + cost.latency};
  spend(sender, UnitId::none(), span, cost.sender);
  spend(receiver, UnitId::none(), span, cost.receiver);
  return span.end;
}

/// Whether what was there and what is to come have room beside each other.
bool Controller::memory_allows_both() const {
  const PlanInForce& plan = *now_.answer.plan;
  plan::BodyMemory memory(*plan.problem);
  const auto place = [&](AppId w, DeviceId in_world, device::LayerRange layers) {
    return std::holds_alternative<device::Placement>(memory.place(w, {in_world, layers}));
  };
  for (const AppId w : plan.apps.ids()) {
    const AppId a = plan.apps[w];
    for (const BodyStep& step : now_.layout->steps[a]) {
      if (step.segment >= 0 && !place(w, step.stage->segment.device, step.stage->segment.layers))
        return false;
    }
    const Layout* old = run_.layout_of(a);
    if (old == nullptr || !old->has(a)) continue;
    for (const BodyStep& step : old->steps[a]) {
      const bool stays = std::any_of(
          now_.layout->steps[a].begin(), now_.layout->steps[a].end(),
          [&](const BodyStep& other) { return other.segment >= 0 && other.segment == step.segment; });
      if (step.segment < 0 || stays) continue;
      const auto found = std::find(plan.devices.begin(), plan.devices.end(), step.device);
      if (found == plan.devices.end()) continue;  // the device has gone, and its memory with it
      const DeviceId in_world(static_cast<std::size_t>(found - plan.devices.begin()));
      if (!place(w, in_world, step.stage->segment.layers)) return false;
    }
  }
  return true;
}

void Controller::load() {
  state_ = State::loading;
  now_.to_be_ready = 1;
  // The longest is waited for: an app may go on as soon as its own parts are ready, unless all were stopped.
  std::vector<Time> ready_at;
  Time all = run_.now();
  for (const AppId a : now_.changed) {
    ready_at.push_back(load_app(a));
    all = std::max(all, ready_at.back());
  }
  const bool together = rules_.handover == scenario::Handover::stop_all;
  for (std::size_t i = 0; i < now_.changed.size(); ++i) {
    ++now_.to_be_ready;
    run_.later(together ? all : ready_at[i], [this, a = now_.changed[i]] { ready(a); });
  }
  run_.later(all, [this] {
    if (--now_.to_be_ready == 0) in_force();
  });
}

Duration Controller::link_setup(const BodyStep& step) {
  if (run_.parts().is_open(step.link)) return {};
  const Duration interval =
      now_.answer.plan->compiled->link_kind->interval_of(now_.answer.plan->compiled->links[step.stage->link]);
  if (interval == Duration()) return {};
  RandomStream random(stream_seed(run_.body().seed, ++links_set_up_, "connect"));
  return dynamics::draw_connection(run_.body().joining, interval, random);
}

Time Controller::load_app(AppId a) {
  Time ready = run_.now();
  for (const BodyStep& step : now_.layout->steps[a]) {
    if (step.stage == nullptr) continue;
    const bool transfers = step.stage->kind == plan::Stage::Kind::transfer;
    const DeviceId d = transfers ? step.receiver : step.device;
    const Time told = now_.told[run_.body().devices[d].part_of.value_or(d)];
    ready = std::max(ready, told);
    if (transfers) ready = std::max(ready, told + link_setup(step));
    if (step.segment < 0) continue;
    if (!run_.is_linked(step.device)) continue;  // it went meanwhile: the app will not be served
    if (run_.is_loaded(step.device, step.segment) && !rules_.compact) continue;
    ready = std::max(ready, load_segment(step, a, told));
  }
  return ready;
}

Time Controller::load_segment(const BodyStep& step, AppId a, Time earliest) {
  const scenario::Device& device = run_.body().devices[step.device];
  const device::SegmentCost& cost = step.stage->cost;
  const Bytes weights = cost.weight_bytes + cost.bias_bytes;
  now_.record.weights_bytes += weights;
  const auto& stored = run_.body().devices[device.part_of.value_or(step.device)].stored_models;
  const bool in_flash =
      !stored || std::find(stored->begin(), stored->end(), run_.body().apps[a].model) != stored->end();
  if (!in_flash && weights > Bytes() && now_.record.coordinator) {
    now_.record.radio_bytes += weights;
    earliest = std::max(earliest, tell(step.device, weights));
  }
  earliest = std::max(earliest, run_.now());
  const Span span = run_.parts().book_accelerator(step.unit, step.cpu, run_.now(), earliest, cost.deployment);
  const Power cpu = plan::cpu_above_idle(run_.body(), *device.accelerator);
  spend(step.device, step.unit, span, cost.deployment_energy + cpu * cost.deployment);
  run_.later(span.end, [this, d = step.device, segment = step.segment] {
    if (run_.is_linked(d)) run_.load(d, segment);
    run_.refresh_all();
  });
  return span.end;
}

void Controller::ready(AppId a) {
  run_.open_links(*now_.layout, a);
  run_.switch_app(a, now_.layout);
  run_.pause(a, false);
  run_.refresh_all();
  if (--now_.to_be_ready == 0) in_force();
}

void Controller::in_force() {
  Layout* layout = now_.layout;
  for (const AppId a : run_.body().apps.ids()) {
    run_.switch_app(a, layout->has(a) ? layout : nullptr);
    run_.pause(a, false);
  }
  run_.put_in_force(layout);
  for (const AppId a : run_.body().apps.ids()) run_.refresh(a);
  last_in_force_ = run_.now();
  now_.record.in_force = run_.now();
  run_.begin_epoch("plan in force");
  if (run_.ledger().probe() != nullptr)
    run_.ledger().probe()->reconfigured(now_.record.noticed, now_.record.decided, run_.now());
  finish(Replanning::Outcome::in_force);
  run_.refresh_all();
}

void Controller::lost(DeviceId d) {
  if (state_ != State::draining && state_ != State::loading) return;
  if (now_.layout == nullptr) return;
  for (const AppId a : now_.changed) {
    const auto& needed = now_.layout->devices[a];
    if (std::find(needed.begin(), needed.end(), d) != needed.end()) now_.lost_something = true;
  }
}

/// Weights of apps that stay where they were, which a device has lost while it was away.
void Controller::restore() {
  if (state_ != State::idle && state_ != State::waiting) return;
  if (!now_.record.coordinator) now_.record.coordinator = choose_coordinator();
  for (const AppId a : run_.body().apps.ids()) {
    const Layout* layout = run_.layout_of(a);
    if (layout == nullptr || !layout->has(a) || !run_.runs(a)) continue;
    for (const BodyStep& step : layout->steps[a]) {
      if (step.segment < 0 || run_.is_loaded(step.device, step.segment)) continue;
      if (!run_.is_linked(step.device) || run_.is_loading(step.device, step.segment)) continue;
      run_.set_loading(step.device, step.segment);
      (void)load_segment(step, a, run_.now());
    }
  }
  if (state_ == State::idle) now_ = {};
}

}  // namespace synergy::simulation
