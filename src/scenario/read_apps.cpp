#include "read_apps.hpp"

#include <algorithm>
#include <set>

#include "objective.hpp"
#include <fmt/format.h>

namespace synergy::scenario {

using input::Mapping;
using input::Value;

CpuWork read_cpu_work(const Value& value) {
  CpuWork work;
  if (value.is_mapping()) {
    Mapping mapping = value.mapping();
    work.kind = CpuWork::Kind::cycles_per_byte;
    if (const auto cycles = mapping.required("cycles_per_byte"))
      work.cycles_per_byte = cycles->number(0, 1e9);
    mapping.finish();
  } else if (value.text() == "model") {
    work.kind = CpuWork::Kind::by_model;
  } else if (value.text() != "none") {
    work.kind = CpuWork::Kind::time;
    work.time = value.quantity<Duration>(Duration(), seconds(1e6));
  }
  return work;
}

namespace {

/// A device to sense or interact on: it must have such a part, and not be forbidden.
template <class Parts>
std::optional<DeviceId> read_pin(Mapping& mapping, std::string_view key, const std::string& type,
                                 Parts Device::*parts, const App& app, const Scenario& scenario) {
  const auto value = mapping.optional(key);
  if (!value || scenario.devices.empty()) return {};
  std::vector<std::string_view> names;
  std::string with_part;
  const auto has_part = [&](const Device& device) {
    return std::any_of((device.*parts).begin(), (device.*parts).end(),
                       [&](const auto& part) { return part && part->type == type; });
  };
  for (const Device& device : scenario.devices) {
    names.push_back(device.name);
    if (has_part(device)) with_part += (with_part.empty() ? "" : ", ") + device.name;
  }
  const std::size_t problems = value->problems().count();
  const std::size_t pin = value->choice("device", names);
  if (value->problems().count() > problems) return {};
  if (!with_part.empty() && !has_part(scenario.devices[pin]))
    value->fail(fmt::format("device '{}' has no {}; those with one: {}", names[pin], type, with_part));
  const std::vector<DeviceId>& forbidden = app.constraints.forbidden_devices;
  if (std::binary_search(forbidden.begin(), forbidden.end(), static_cast<int>(pin)))
    value->fail(fmt::format("device '{}' is one of forbidden_devices", names[pin]));
  return static_cast<DeviceId>(pin);
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

/// Which samples an app reads: `sensing`, `window`, `hop`.
void read_sampling(Mapping& mapping, App& app) {
  read_choice(mapping, "sensing", app.sensing);
  if (const auto window = mapping.optional("window"))
    app.window = window->quantity<Duration>(microseconds(1), seconds(1e6));
  if (const auto hop = mapping.optional("hop"))
    app.hop = hop->quantity<Duration>(microseconds(1), seconds(1e6));
  if (app.window && app.hop && *app.hop > *app.window)
    mapping.fail("'hop' is longer than 'window': what lies between two windows would never be read");
}

template <class Parts>
void require_type(const Value& value, std::string_view what, const std::string& type, const Devices& devices,
                  Parts Device::*parts) {
  if (type.empty() || devices.empty()) return;
  const std::vector<std::string_view> types = types_on(devices, parts);
  if (std::find(types.begin(), types.end(), type) != types.end()) return;
  value.fail(fmt::format("no device of the body has this {}: {}", what, unknown_name(what, type, types)));
}

/// Forbidding devices must leave one to sense and one to interact on.
void require_allowed_parts(const Mapping& mapping, const App& app, const Devices& devices) {
  const std::vector<DeviceId>& forbidden = app.constraints.forbidden_devices;
  if (forbidden.empty()) return;
  Devices allowed;
  for (std::size_t d = 0; d < devices.size(); ++d) {
    if (!std::binary_search(forbidden.begin(), forbidden.end(), static_cast<int>(d)))
      allowed.push_back(devices[d]);
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

App read_app(const Value& value, const Definitions& definitions, const Scenario& scenario) {
  App app;
  app.where = value.where();
  Mapping mapping = value.mapping();
  if (const auto model = mapping.required("model")) {
    app.model = definitions.model(*model);
    if (app.model) app.name = app.model->name();
  }
  if (const auto name = mapping.optional("name")) app.name = name->text();
  if (const auto sensor = mapping.required("sensor")) {
    app.sensor = sensor->text();
    require_type(*sensor, "sensor", app.sensor, scenario.devices, &Device::sensors);
  }
  if (const auto interaction = mapping.required("interaction")) {
    app.interaction = interaction->text();
    require_type(*interaction, "interaction", app.interaction, scenario.devices, &Device::actuators);
  }
  if (const auto result = mapping.optional("result_bytes")) {
    app.result = result->quantity<Bytes>(Bytes(1), Bytes(1 << 20));
  } else if (app.model && app.model->outputs().size() > 1) {
    // A detector's outputs all go to where the app interacts.
    app.result = app.model->output_bytes();
  }
  app.sensing = scenario.sensing;
  read_sampling(mapping, app);
  app.postprocess = scenario.postprocess;
  if (const auto work = mapping.optional("preprocess")) app.preprocess = read_cpu_work(*work);
  if (const auto work = mapping.optional("postprocess")) app.postprocess = read_cpu_work(*work);
  if (app.preprocess.kind == CpuWork::Kind::by_model)
    mapping.fail("'preprocess' is none, a time, or {cycles_per_byte: N}: no model asks for any");
  if (const auto rate = mapping.optional("rate")) {
    app.rate = rate->quantity<Frequency>(Frequency::from_si(1e-6), Frequency::from_si(1e6));
  } else if (is_open_loop(scenario.load.regime)) {
    mapping.fail(fmt::format("the {} regime needs a rate for every app", to_text(scenario.load.regime)));
  }
  if (const auto deadline = mapping.optional("deadline"))
    app.deadline = deadline->quantity<Duration>(nanoseconds(1));
  app.constraints = read_constraints(mapping, scenario.devices, app.model.get());
  app.source_device = read_pin(mapping, "source_device", app.sensor, &Device::sensors, app, scenario);
  app.target_device = read_pin(mapping, "target_device", app.interaction, &Device::actuators, app, scenario);
  require_allowed_parts(mapping, app, scenario.devices);
  mapping.finish();
  return app;
}

}  // namespace

void read_apps(const Value& list, const Definitions& definitions, Scenario& scenario) {
  std::set<std::string> names;
  const std::vector<Value> items = list.items();
  if (items.empty() && list.is_sequence()) list.fail("a scenario needs at least one app");
  if (items.size() > 256) list.fail("a scenario has at most 256 apps");
  for (const Value& item : items) {
    scenario.apps.push_back(read_app(item, definitions, scenario));
    const std::string& name = scenario.apps.back().name;
    if (!name.empty() && !names.insert(name).second) {
      item.fail(fmt::format("two apps are named '{}'; give one another `name`", name));
    }
  }
}

}  // namespace synergy::scenario
