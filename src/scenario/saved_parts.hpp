#pragma once

#include "synergy/input/edit.hpp"
#include "synergy/input/fields.hpp"
#include "synergy/scenario/scenario.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "scenario_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {

/// A list of whole files below `definitions`: each an item whose first line follows the dash.
///
/// Maps and not the order of use: resolved.yaml of equal scenarios is equal byte for byte.
template <class Thing, class Sink>
void save_definitions(std::string_view key, const std::map<std::string, std::shared_ptr<const Thing>>& things,
                      Sink& sink) {
  if (!things.empty()) sink.text(fmt::format("  {}:\n", key));
  for (const auto& [name, thing] : things) {
    sink.text("    -\n");
    sink.file(thing, 6);
  }
}

/// Everything the scenario uses, by name.
template <class Sink>
void save_all_definitions(const Scenario& scenario, Sink& sink) {
  std::map<std::string, std::shared_ptr<const device::Network>> models;
  std::map<std::string, std::shared_ptr<const device::Accelerator>> accelerators;
  std::map<std::string, std::shared_ptr<const device::RadioProfile>> radios;
  std::map<std::string, std::shared_ptr<const device::SensorProfile>> sensors;
  std::map<std::string, std::shared_ptr<const device::ActuatorProfile>> actuators;
  for (const App& app : scenario.apps) models[app.model->name()] = app.model;
  for (const Device& device : scenario.devices) {
    if (device.accelerator) accelerators[device.accelerator->name()] = device.accelerator;
    radios[device.radio->name] = device.radio;
    for (const auto& sensor : device.sensors) sensors[sensor->name] = sensor;
    for (const auto& actuator : device.actuators) actuators[actuator->name] = actuator;
    if (!device.stored_models) continue;
    for (const auto& model : *device.stored_models) models[model->name()] = model;
  }
  sink.text("definitions:\n");
  save_definitions("models", models, sink);
  save_definitions("accelerators", accelerators, sink);
  save_definitions("radios", radios, sink);
  save_definitions("sensors", sensors, sink);
  save_definitions("actuators", actuators, sink);
  sink.text("  link_profile:\n");
  sink.file(scenario.link_profile, 4);
}

/// Where not every pair of devices has the one link of the key `link`.
template <class Sink>
void save_other_links(const Scenario& scenario, Sink& sink) {
  const auto names = [&](const std::vector<DeviceId>& devices) {
    std::string text;
    for (const DeviceId d : devices)
      text += (text.empty() ? "" : ", ") + input::in_quotes(scenario.devices[d].name);
    return "[" + text + "]\n";
  };
  if (!scenario.link_devices.empty()) sink.text("link_devices: " + names(scenario.link_devices));
  if (!scenario.more_links.empty()) sink.text("more_links:\n");
  for (const MoreLinks& more : scenario.more_links) {
    sink.text(fmt::format("  - name: {}\n    devices: {}    link:\n", input::in_quotes(more.name),
                          names(more.devices)));
    sink.link(more.link, 6);
    sink.text("    link_profile:\n");
    sink.file(more.profile, 6);
  }
}

/// All that a saved scenario says, part after part: one list for who writes it and who hashes it, so that the
/// two cannot come to mean different things. A sink has
///
///   text(text)          as it stands in the file
///   keys(mapping)       keys of the scenario, at the margin
///   file(thing, margin) a model, a profile or a stack, which scenarios share
///   link(spec, margin)
///
/// Definitions stand before the body and link before the apps, as a reader wants to know a thing before it is
/// used; keys that are read in one order and saved in another have ranks (SaveRank).
template <class Sink>
void save_parts(const Scenario& scenario, Sink& sink) {
  input::Saver saver;
  fields(saver, scenario, nullptr);
  sink.keys(saver.ranks(kHead, kHead));
  save_all_definitions(scenario, sink);
  sink.keys(saver.ranks(kBody, kBody));
  sink.text("link:\n");
  sink.link(scenario.link, 2);
  save_other_links(scenario, sink);
  sink.keys(saver.ranks(kApps, kDynamics));
}

/// One of the shared things as its own file.
[[nodiscard]] inline std::string as_file(const input::Document& document) {
  return input::to_yaml(document.root);
}
[[nodiscard]] inline std::string as_file(const device::Accelerator& accelerator) {
  return accelerator.to_yaml();
}
template <class Thing>
[[nodiscard]] std::string as_file(const Thing& thing) {
  return to_yaml(thing);
}

}  // namespace synergy::scenario
