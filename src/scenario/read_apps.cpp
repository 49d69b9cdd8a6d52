#include "read_apps.hpp"

#include <algorithm>
#include <set>

#include "app_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Loader;
using input::Mapping;
using input::Value;

template <class Parts>
bool has_part(const Device& device, Parts Device::*parts, const std::string& type) {
  return std::any_of((device.*parts).begin(), (device.*parts).end(),
                     [&](const auto& part) { return part && part->type == type; });
}

/// A device to sense or interact on must have such a part, and not be forbidden.
///
/// Where the body has no such part at all, check_type() says so; a pin that is wrong for the same reason
/// would only repeat it. A pin whose name was unknown is dropped.
template <class Parts>
void check_pin(const Loader& loader, std::string_view key, std::optional<DeviceId>& pin,
               const std::string& type, Parts Device::*parts, const App& app, const Devices& devices) {
  if (!pin) return;
  if (devices.empty() || !loader.is_good(key)) {
    pin.reset();
    return;
  }
  std::string with_part;
  for (const Device& device : devices) {
    if (has_part(device, parts, type)) with_part += (with_part.empty() ? "" : ", ") + device.name;
  }
  const Device& device = devices[*pin];
  if (!with_part.empty() && !has_part(device, parts, type))
    loader.fail(key, fmt::format("device '{}' has no {}; those with one: {}", device.name, type, with_part));
  const std::vector<DeviceId>& forbidden = app.constraints.forbidden_devices;
  if (std::binary_search(forbidden.begin(), forbidden.end(), *pin))
    loader.fail(key, fmt::format("device '{}' is one of forbidden_devices", device.name));
}

/// Types of all sensors (or actuators) of the body, sorted, without repetition.
template <class Parts>
std::vector<std::string_view> types_on(const Devices& devices, Parts Device::*parts) {
  std::set<std::string_view> types;
  for (const Device& device : devices) {
    for (const auto& part : device.*parts) {
      if (part) types.insert(part->type);
    }
  }
  return {types.begin(), types.end()};
}

template <class Parts>
void check_type(const Loader& loader, std::string_view key, const std::string& type, const Devices& devices,
                Parts Device::*parts) {
  if (type.empty() || devices.empty()) return;
  const std::vector<std::string_view> types = types_on(devices, parts);
  if (std::find(types.begin(), types.end(), type) != types.end()) return;
  loader.fail(key, fmt::format("no device of the body has this {}: {}", key, unknown_name(key, type, types)));
}

/// Forbidding devices must leave one to sense and one to interact on.
///
/// So that PlanningProblem::sources() and targets() are never empty, as planners rely on.
void check_allowed_parts(const Mapping& mapping, const App& app, const Devices& devices) {
  const std::vector<DeviceId>& forbidden = app.constraints.forbidden_devices;
  if (forbidden.empty()) return;
  Devices allowed;
  for (const DeviceId d : devices.ids()) {
    if (!std::binary_search(forbidden.begin(), forbidden.end(), d)) allowed.push_back(devices[d]);
  }
  const auto require = [&](const std::string& type, const std::vector<std::string_view>& everywhere,
                           const std::vector<std::string_view>& left) {
    const auto has = [&](const auto& types) {
      return std::find(types.begin(), types.end(), type) != types.end();
    };
    if (has(everywhere) && !has(left)) mapping.fail(fmt::format("every device with a {} is forbidden", type));
  };
  require(app.sensor, types_on(devices, &Device::sensors), types_on(allowed, &Device::sensors));
  require(app.interaction, types_on(devices, &Device::actuators), types_on(allowed, &Device::actuators));
}

/// What follows from the model where the file does not say.
///
/// After reading, as it needs the model: a default that the struct begins with cannot know it.
void complete(App& app, const Loader& loader) {
  if (!app.model) return;
  if (!loader.has("name")) app.name = app.model->name();
  if (loader.has("result_bytes") || app.model->outputs().size() <= 1) return;
  // A detector's outputs all go to where the app interacts.
  app.result = app.model->output_bytes();
}

/// What no key says alone.
void check(App& app, const Loader& loader, const Mapping& mapping, const Scenario& scenario) {
  const Devices& devices = scenario.devices;
  check_type(loader, "sensor", app.sensor, devices, &Device::sensors);
  check_type(loader, "interaction", app.interaction, devices, &Device::actuators);
  if (app.window && app.hop && *app.hop > *app.window)
    mapping.fail("'hop' is longer than 'window': what lies between two windows would never be read");
  if (app.preprocess.kind == CpuWork::Kind::by_model)
    mapping.fail("'preprocess' is none, a time, or {cycles_per_byte: N}: no model asks for any");
  if (!loader.has("rate") && is_open_loop(scenario.load.regime))
    mapping.fail(fmt::format("the {} regime needs a rate for every app", to_text(scenario.load.regime)));
  check_pin(loader, "source_device", app.source_device, app.sensor, &Device::sensors, app, devices);
  check_pin(loader, "target_device", app.target_device, app.interaction, &Device::actuators, app, devices);
  check_allowed_parts(mapping, app, devices);
}

App read_app(const Value& value, const Definitions& definitions, const Scenario& scenario) {
  App app;
  app.where = value.where();
  // Before the keys are read, so that what the app says itself comes over it.
  app.sensing = scenario.sensing;
  app.postprocess = scenario.postprocess;
  Mapping mapping = value.mapping();
  Loader loader(mapping);
  fields(loader, app, &definitions, &scenario.devices);
  complete(app, loader);
  check(app, loader, mapping, scenario);
  mapping.finish();
  return app;
}

}  // namespace

void read_apps(const Value& list, const Definitions& definitions, Scenario& scenario) {
  std::set<std::string> names;
  const std::vector<Value> items = list.items();
  if (items.empty() && list.is_sequence()) list.fail("a scenario needs at least one app");
  if (items.size() > kMaxApps) return list.fail(fmt::format("a scenario has at most {} apps", kMaxApps));
  for (const Value& item : items) {
    scenario.apps.push_back(read_app(item, definitions, scenario));
    const std::string& name = scenario.apps.back().name;
    if (!name.empty() && !names.insert(name).second) {
      item.fail(fmt::format("two apps are named '{}'; give one another `name`", name));
    }
  }
}

}  // namespace synergy::scenario
