#include "synergy/device/save.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/network/save.hpp"
#include "synergy/scenario/load.hpp"

#include <map>

#include "scenario_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::indented;

std::string to_yaml(const device::Accelerator& accelerator) { return accelerator.to_yaml(); }

/// A list of whole files below `definitions`: each an item whose first line follows the dash.
///
/// Maps and not the order of use: resolved.yaml of equal scenarios is equal byte for byte.
template <class Thing>
std::string definitions(std::string_view key,
                        const std::map<std::string, std::shared_ptr<const Thing>>& things) {
  if (things.empty()) return {};
  std::string text = fmt::format("  {}:\n", key);
  for (const auto& [name, thing] : things) {
    text += "    -\n" + indented(to_yaml(*thing), 6);
  }
  return text;
}

/// Everything the scenario uses, by name.
std::string all_definitions(const Scenario& scenario) {
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
  }
  return "definitions:\n" + definitions("models", models) + definitions("accelerators", accelerators) +
         definitions("radios", radios) + definitions("sensors", sensors) +
         definitions("actuators", actuators) + "  link_profile:\n" +
         indented(input::to_yaml(scenario.link_profile->root), 4);
}

/// Where not every pair of devices has the one link of the key `link`.
std::string other_links(const Scenario& scenario) {
  const auto names = [&](const std::vector<DeviceId>& devices) {
    std::string text;
    for (const DeviceId d : devices)
      text += (text.empty() ? "" : ", ") + input::in_quotes(scenario.devices[d].name);
    return "[" + text + "]\n";
  };
  std::string text;
  if (!scenario.link_devices.empty()) text += "link_devices: " + names(scenario.link_devices);
  if (!scenario.more_links.empty()) text += "more_links:\n";
  for (const MoreLinks& more : scenario.more_links) {
    text += fmt::format("  - name: {}\n    devices: {}    link:\n", input::in_quotes(more.name),
                        names(more.devices)) +
            indented(link::to_yaml(more.link), 6) + "    link_profile:\n" +
            indented(input::to_yaml(more.profile->root), 6);
  }
  return text;
}

}  // namespace

/// Definitions stand before the body and link before the apps, as a reader wants to know a thing before it is
/// used; keys that are read in one order and saved in another have ranks (SaveRank).
std::string to_yaml(const Scenario& scenario) {
  input::Saver saver;
  fields(saver, scenario, nullptr);
  return input::to_yaml(saver.ranks(kHead, kHead)) + all_definitions(scenario) +
         input::to_yaml(saver.ranks(kBody, kBody)) + "link:\n" + indented(link::to_yaml(scenario.link), 2) +
         other_links(scenario) + input::to_yaml(saver.ranks(kApps, kRest));
}

}  // namespace synergy::scenario
