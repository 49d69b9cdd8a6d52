#include "synergy/dynamics/world.hpp"

#include "synergy/scenario/links.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace synergy::dynamics {
namespace {

using scenario::App;
using scenario::Device;
using scenario::Scenario;

/// What stands for a path loss without end.
constexpr double kBlockedDb = 200;

/// Where the devices of a body are in the one that is left of it; none: away.
class Places {
 public:
  Places(const IdVector<DeviceId, bool>& present, const scenario::Devices& devices)
      : places_(present.size()) {
    for (const DeviceId d : devices.ids()) {
      const bool host_there = !devices[d].part_of || present[*devices[d].part_of];
      if (!present[d] || !host_there) continue;
      places_[d] = DeviceId(kept_.size());
      kept_.push_back(d);
    }
  }

  [[nodiscard]] std::optional<DeviceId> of(DeviceId d) const { return places_[d]; }
  [[nodiscard]] const IdVector<DeviceId, DeviceId>& kept() const { return kept_; }
  /// Those that are there; ascending if they were.
  [[nodiscard]] std::vector<DeviceId> of(const std::vector<DeviceId>& devices) const {
    std::vector<DeviceId> there;
    for (const DeviceId d : devices) {
      if (places_[d]) there.push_back(*places_[d]);
    }
    return there;
  }
  [[nodiscard]] std::optional<link::Ends> of(link::Ends ends) const {
    const auto first = places_[ends.first];
    const auto second = places_[ends.second];
    if (!first || !second) return {};
    return link::Ends{*first, *second};
  }

 private:
  IdVector<DeviceId, std::optional<DeviceId>> places_;
  IdVector<DeviceId, DeviceId> kept_;
};

void keep_devices(const Scenario& from, const Places& places, Scenario& to) {
  to.devices.clear();
  for (const DeviceId d : places.kept()) {
    Device device = from.devices[d];
    if (device.part_of) device.part_of = places.of(*device.part_of);
    to.devices.push_back(std::move(device));
  }
  std::vector<scenario::PathLoss> losses;
  for (const scenario::PathLoss& loss : from.path_loss) {
    if (const auto between = places.of(loss.between)) losses.push_back({*between, loss.db});
  }
  to.path_loss = std::move(losses);
  // An empty list means all devices: where all are away that had these links, one alone has no pair.
  to.link_devices = places.of(from.link_devices);
  if (to.link_devices.empty() && !from.link_devices.empty() && !to.devices.empty())
    to.link_devices.emplace_back();
  // Sets of links keep their numbers, which plans name.
  for (std::size_t i = 0; i < to.more_links.size(); ++i)
    to.more_links[i].devices = places.of(from.more_links[i].devices);
}

/// Whether a device that may be used has such a part.
template <class Parts>
bool has_part(const Scenario& scenario, const App& app, Parts Device::*parts, const std::string& type,
              const std::optional<DeviceId>& pin) {
  const std::vector<DeviceId>& forbidden = app.constraints.forbidden_devices;
  for (const DeviceId d : scenario.devices.ids()) {
    if ((pin && *pin != d) || std::binary_search(forbidden.begin(), forbidden.end(), d)) continue;
    const auto& all = scenario.devices[d].*parts;
    if (std::any_of(all.begin(), all.end(), [&](const auto& part) { return part->type == type; }))
      return true;
  }
  return false;
}

/// The app on the body that is left; else why it cannot run there.
std::optional<std::string> move_app(const Scenario& from, const Scenario& body, const Places& places,
                                    App& app) {
  const auto away = [&](std::string_view what, DeviceId d) {
    return fmt::format("{} is '{}', which is away", what, from.devices[d].name);
  };
  app.constraints.forbidden_devices = places.of(app.constraints.forbidden_devices);
  for (auto& pinned : app.constraints.pinned_segments) {
    const auto place = places.of(pinned.device);
    if (!place) return away("the device of a pinned segment", pinned.device);
    pinned.device = *place;
  }
  for (auto& [pin, what] :
       {std::pair(&app.source_device, "source_device"), {&app.target_device, "target_device"}}) {
    if (!*pin) continue;
    const auto place = places.of(**pin);
    if (!place) return away(what, **pin);
    *pin = place;
  }
  if (!has_part(body, app, &Device::sensors, app.sensor, app.source_device))
    return fmt::format("no device that is there has a {}", app.sensor);
  if (!has_part(body, app, &Device::actuators, app.interaction, app.target_device))
    return fmt::format("no device that is there has a {}", app.interaction);
  app.running = true;
  return {};
}

/// Keeps what changes say of the whole body.
struct Apply {
  World& world;

  void operator()(const AppRuns& what) const { world.runs[what.app] = what.runs; }
  void operator()(const AppRate& what) const { world.rate[what.app] = what.rate; }
  void operator()(const DevicePresence& what) const {
    world.present[what.device] = what.kind == DevicePresence::Kind::join;
  }
  void operator()(const LinkLoss& what) const { world.path_loss_db[what.ends] = what.expected_db; }
  void operator()(const AcceleratorClock& what) const { world.accelerator_clock[what.device] = what.factor; }
  void operator()(const BatteryCharge& /*what*/) const {}
};

/// The body with all its devices, at the clocks, rates and path losses of then.
Scenario with_numbers_of(const Scenario& body, const World& world) {
  Scenario now = body;
  now.timeline.clear();
  now.processes.clear();
  now.traces.clear();
  for (const auto& [ends, db] : world.path_loss_db) {
    const scenario::PathLoss loss{ends, db.value_or(kBlockedDb)};
    const auto found = std::find_if(now.path_loss.begin(), now.path_loss.end(),
                                    [&](const auto& other) { return other.between == loss.between; });
    if (found == now.path_loss.end())
      now.path_loss.push_back(loss);
    else
      found->db = loss.db;
  }
  for (const DeviceId d : body.devices.ids()) {
    Device& device = now.devices[d];
    device.thermal.reset();
    device.battery_use = {};
    const double clock = world.accelerator_clock[d];
    if (clock < 1 && device.accelerator) device.accelerator = device.accelerator->at_speed(clock);
  }
  for (const AppId a : body.apps.ids()) now.apps[a].rate = world.rate[a];
  return now;
}

/// What is left of the body, with the apps that can run; `without` gets the others.
Scenario what_is_left(const Scenario& body, const World& world, std::vector<LeftOut>& without) {
  const Scenario now = with_numbers_of(body, world);
  const Places places(world.present, body.devices);
  Scenario left = now;
  left.apps.clear();
  keep_devices(now, places, left);
  if (const auto& coordinator = now.replanning.coordinator)
    left.replanning.coordinator = places.of(*coordinator);
  for (const AppId a : now.apps.ids()) {
    if (!world.runs[a]) continue;
    App app = now.apps[a];
    if (auto reason = move_app(now, left, places, app))
      without.push_back({a, std::move(*reason)});
    else
      left.apps.push_back(std::move(app));
  }
  return left;
}

}  // namespace

World world_at_start(const Scenario& body) {
  World world;
  world.present.assign(body.devices.size(), true);
  world.accelerator_clock.assign(body.devices.size(), 1);
  for (const App& app : body.apps) {
    world.runs.push_back(app.running);
    world.rate.push_back(app.rate);
  }
  return world;
}

void apply(World& world, const Change& change) { std::visit(Apply{world}, change.what); }

Scenario scenario_of(const Scenario& body, const World& world) {
  std::vector<LeftOut> without;
  Scenario left = what_is_left(body, world, without);
  if (!left.apps.empty()) left.link_kind = scenario::links_of_body(left);
  return left;
}

std::vector<LeftOut> left_out(const Scenario& body, const World& world) {
  std::vector<LeftOut> without;
  (void)what_is_left(body, world, without);
  return without;
}

World world_after(const Scenario& body, std::span<const Change> changes, Time at) {
  World world = world_at_start(body);
  for (const Change& change : changes) {
    if (change.at > at) break;
    apply(world, change);
  }
  return world;
}

}  // namespace synergy::dynamics
