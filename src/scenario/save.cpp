#include "synergy/device/save.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/network/save.hpp"
#include "synergy/scenario/load.hpp"

#include <map>

#include "knowledge.hpp"
#include "objective.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::indented;
using input::yaml_text;

std::string to_yaml(const device::Accelerator& accelerator) { return accelerator.to_yaml(); }

/// A list of whole files below `definitions`: each an item whose first line follows the dash.
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

template <class Parts>
std::string part_names(const Parts& parts) {
  std::string names;
  for (const auto& part : parts) names += (names.empty() ? "" : ", ") + yaml_text(part->name);
  return "[" + names + "]";
}

std::string device_text(const Device& device) {
  std::string text = fmt::format("    - name: {}\n", yaml_text(device.name));
  if (device.accelerator)
    text += fmt::format("      accelerator: {}\n", yaml_text(device.accelerator->name()));
  text += fmt::format("      radio: {}\n", yaml_text(device.radio->name));
  text += fmt::format("      sensors: {}\n", part_names(device.sensors));
  text += fmt::format("      interactions: {}\n", part_names(device.actuators));
  if (device.battery) text += fmt::format("      battery: {}\n", yaml_text(to_text(*device.battery)));
  return text;
}

std::string cpu_work_text(const CpuWork& work) {
  switch (work.kind) {
    case CpuWork::Kind::none:
      return "none";
    case CpuWork::Kind::by_model:
      return "model";
    case CpuWork::Kind::time:
      return yaml_text(to_text(work.time));
    case CpuWork::Kind::cycles_per_byte:
      break;
  }
  return fmt::format("{{cycles_per_byte: {}}}", work.cycles_per_byte);
}

std::string app_text(const App& app, const Devices& devices) {
  std::string text =
      fmt::format("  - name: {}\n    model: {}\n    sensor: {}\n    interaction: {}\n", yaml_text(app.name),
                  yaml_text(app.model->name()), yaml_text(app.sensor), yaml_text(app.interaction));
  text += fmt::format("    result_bytes: {}\n    sensing: {}\n", yaml_text(to_text(app.result)),
                      to_text(app.sensing));
  if (app.window) text += fmt::format("    window: {}\n", yaml_text(to_text(*app.window)));
  if (app.hop) text += fmt::format("    hop: {}\n", yaml_text(to_text(*app.hop)));
  text += fmt::format("    preprocess: {}\n    postprocess: {}\n", cpu_work_text(app.preprocess),
                      cpu_work_text(app.postprocess));
  if (app.rate.si() > 0) text += fmt::format("    rate: {}\n", yaml_text(to_text(app.rate)));
  if (app.deadline) text += fmt::format("    deadline: {}\n", yaml_text(to_text(*app.deadline)));
  const auto pin = [&](std::string_view key, std::optional<DeviceId> device) {
    if (device)
      text += fmt::format("    {}: {}\n", key, yaml_text(devices[static_cast<std::size_t>(*device)].name));
  };
  pin("source_device", app.source_device);
  pin("target_device", app.target_device);
  return text + constraints_text(app.constraints, devices);
}

/// What a planner's parameter was set to: a number or a boolean stays one.
std::string parameter_text(const std::string& value) {
  const bool number = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
  return number || value == "true" || value == "false" ? value : yaml_text(value);
}

}  // namespace

std::string to_yaml(const Scenario& scenario) {
  std::string text = fmt::format("schema_version: 1\nname: {}\n", yaml_text(scenario.name));
  text += all_definitions(scenario);
  text += fmt::format("body:\n  name: {}\n  devices:\n", yaml_text(scenario.body));
  for (const Device& device : scenario.devices) text += device_text(device);
  if (!scenario.path_loss.empty()) text += "  path_loss:\n";
  for (const PathLoss& loss : scenario.path_loss) {
    const auto name = [&](int d) { return yaml_text(scenario.devices[static_cast<std::size_t>(d)].name); };
    text += fmt::format("    - {{between: [{}, {}], loss_db: {}}}\n", name(loss.between.first),
                        name(loss.between.second), loss.db);
  }
  text += "link:\n" + indented(link::to_yaml(scenario.link), 2);
  text += "apps:\n";
  for (const App& app : scenario.apps) text += app_text(app, scenario.devices);
  text += fmt::format("planner:\n  name: {}\n", yaml_text(scenario.planner.name));
  for (const auto& [key, value] : scenario.planner.parameters)
    text += fmt::format("  {}: {}\n", yaml_text(key), parameter_text(value));
  text += objective_text(scenario);
  if (scenario.knowledge) text += knowledge_text(*scenario.knowledge);
  if (scenario.policy) text += fmt::format("policy: {}\n", to_text(*scenario.policy));
  text += fmt::format("turn_inferences: {}\n", scenario.turn_inferences);
  text += fmt::format("load:\n  regime: {}\n  queue_limit: {}\n  drop: {}\n", to_text(scenario.load.regime),
                      scenario.load.queue_limit, to_text(scenario.load.drop));
  text += fmt::format("measurement:\n  warm_up: {}\n  window: {}\n",
                      yaml_text(to_text(scenario.measurement.warm_up)),
                      yaml_text(to_text(scenario.measurement.window)));
  text += fmt::format("cpu_sleep: {}\nresidency: {}\nmulti_tensor_cuts: {}\nseed: {}\nreplications: {}\n",
                      to_text(scenario.cpu_sleep), to_text(scenario.residency), scenario.multi_tensor_cuts,
                      scenario.seed, scenario.replications);
  return text;
}

}  // namespace synergy::scenario
