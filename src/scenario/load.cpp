#include "synergy/scenario/load.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>
#include <set>

#include "definitions.hpp"
#include "knowledge.hpp"
#include "objective.hpp"
#include "read_apps.hpp"
#include "read_device_order.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Mapping;
using input::Value;

Device read_device(const Value& value, const Definitions& definitions) {
  Device device;
  Mapping mapping = value.mapping();
  if (const auto name = mapping.required("name")) device.name = name->text();
  if (const auto part = mapping.optional("accelerator")) device.accelerator = definitions.accelerator(*part);
  if (const auto part = mapping.required("radio")) device.radio = definitions.radio(*part);
  if (const auto parts = mapping.optional("sensors")) {
    for (const Value& part : parts->items()) device.sensors.push_back(definitions.sensor(part));
  }
  if (const auto parts = mapping.optional("interactions")) {
    for (const Value& part : parts->items()) device.actuators.push_back(definitions.actuator(part));
  }
  if (const auto battery = mapping.optional("battery")) {
    device.battery = battery->quantity<Energy>(microjoules(1));
  }
  mapping.finish();
  return device;
}

Devices read_devices(const Value& list, const Definitions& definitions) {
  Devices devices;
  std::set<std::string> names;
  const std::vector<Value> items = list.items();
  if (items.empty() && list.is_sequence()) list.fail("a body needs at least one device");
  if (items.size() > 64) list.fail("a body has at most 64 devices");
  for (const Value& item : items) {
    devices.push_back(read_device(item, definitions));
    if (!devices.back().name.empty() && !names.insert(devices.back().name).second) {
      item.fail(fmt::format("two devices are named '{}'; names must differ", devices.back().name));
    }
  }
  return devices;
}

/// Without devices their names are not looked at.
std::vector<PathLoss> read_path_loss(const Value& list, const Devices& devices) {
  std::vector<std::string_view> names;
  for (const Device& device : devices) names.push_back(device.name);
  std::vector<PathLoss> losses;
  for (const Value& item : list.items()) {
    Mapping mapping = item.mapping();
    PathLoss& loss = losses.emplace_back();
    if (const auto between = mapping.required("between")) {
      const auto ends = between->items();
      if (ends.size() != 2) {
        between->fail("expected two device names");
      } else if (!devices.empty()) {
        const std::size_t problems = list.problems().count();
        const auto a = static_cast<DeviceId>(ends[0].choice("device", names));
        const auto b = static_cast<DeviceId>(ends[1].choice("device", names));
        if (a == b && list.problems().count() == problems) between->fail("expected two different devices");
        loss.between = {std::min(a, b), std::max(a, b)};
      }
    }
    if (const auto db = mapping.required("loss_db")) loss.db = db->number(0, 200);
    mapping.finish();
  }
  return losses;
}

/// Reads the keys of a body. A list of devices with problems is left empty: whatever else names a device
/// would only repeat them.
void read_body_keys(Mapping& body, const Definitions& definitions, Scenario& scenario) {
  if (const auto devices = body.required("devices")) {
    const std::size_t problems = devices->problems().count();
    scenario.devices = read_devices(*devices, definitions);
    if (devices->problems().count() > problems) scenario.devices.clear();
  }
  if (const auto losses = body.optional("path_loss"))
    scenario.path_loss = read_path_loss(*losses, scenario.devices);
  body.finish();
}

/// Reads a body file.
void read_body_file(const input::Document& document, const Definitions& definitions, Scenario& scenario) {
  input::Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  input::read_schema_version(root);
  if (const auto name = root.required("name")) scenario.body = name->text();
  read_body_keys(root, definitions, scenario);
  problems.throw_if_any();
}

/// Reads `body`: the name of a body file, or the body itself.
void read_body_value(const Value& value, const Definitions& definitions, Scenario& scenario) {
  if (value.is_scalar()) {
    const auto document = definitions.library().body(value, definitions.base());
    if (!document) return;
    const std::filesystem::path file(document->name);
    read_body_file(*document, definitions.in(file.parent_path()), scenario);
    return;
  }
  Mapping body = value.mapping();
  scenario.body = "inline";
  if (const auto name = body.optional("name")) scenario.body = name->text();
  read_body_keys(body, definitions, scenario);
}

PlannerChoice read_planner(const Value& value) {
  PlannerChoice planner;
  planner.where = value.where();
  if (value.is_scalar()) {
    planner.name = value.text();
    return planner;
  }
  Mapping mapping = value.mapping();
  for (const auto& [key, parameter] : mapping.entries()) {
    if (key == "name")
      planner.name = parameter.text();
    else
      planner.parameters.emplace_back(key, parameter.text());
  }
  return planner;
}

void read_load(const Value& value, Load& load) {
  Mapping mapping = value.mapping();
  read_choice(mapping, "regime", load.regime);
  read_choice(mapping, "drop", load.drop);
  if (const auto limit = mapping.optional("queue_limit")) {
    load.queue_limit = static_cast<int>(limit->integer(0, 1'000'000));
  }
  mapping.finish();
}

void read_measurement(const Value& value, Measurement& measurement) {
  Mapping mapping = value.mapping();
  if (const auto warm_up = mapping.optional("warm_up")) {
    measurement.warm_up = warm_up->quantity<Duration>(Duration(), seconds(1e8));
  }
  if (const auto window = mapping.optional("window")) {
    measurement.window = window->quantity<Duration>(milliseconds(1), seconds(1e8));
  }
  mapping.finish();
}

void read_options(Mapping& root, Scenario& scenario) {
  if (const auto planner = root.optional("planner")) scenario.planner = read_planner(*planner);
  if (const auto objective = root.optional("objective")) scenario.objective = read_objective(*objective);
  if (const auto knowledge = root.optional("knowledge")) scenario.knowledge = read_knowledge(*knowledge);
  if (const auto floor = root.optional("battery_life_floor"))
    read_battery_life_floor(*floor, scenario.devices);
  if (const auto policy = root.optional("policy")) {
    scenario.policy = static_cast<Policy>(policy->choice("policy", names_of(Policy{})));
  }
  if (const auto turn = root.optional("turn_inferences")) {
    scenario.turn_inferences = static_cast<int>(turn->integer(1, 10'000));
  }
  if (const auto load = root.optional("load")) read_load(*load, scenario.load);
  if (const auto measurement = root.optional("measurement"))
    read_measurement(*measurement, scenario.measurement);
  read_choice(root, "sensing", scenario.sensing);
  if (const auto work = root.optional("postprocess")) scenario.postprocess = read_cpu_work(*work);
  read_choice(root, "cpu_sleep", scenario.cpu_sleep);
  read_choice(root, "residency", scenario.residency);
  if (const auto cuts = root.optional("multi_tensor_cuts")) scenario.multi_tensor_cuts = cuts->boolean();
  if (const auto seed = root.optional("seed")) {
    scenario.seed = static_cast<std::uint64_t>(seed->integer(0, INT64_MAX));
  }
  if (const auto replications = root.optional("replications")) {
    scenario.replications = static_cast<int>(replications->integer(1, 100'000));
  }
}

}  // namespace

Scenario read_scenario(const input::Document& document, Library& library) {
  input::Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  Scenario scenario;
  input::read_schema_version(root);
  if (const auto name = root.required("name")) scenario.name = name->text();
  const std::filesystem::path file(document.name);
  Definitions definitions(library, file.parent_path(), document.name);
  if (const auto value = root.optional("definitions")) definitions.read(*value);
  if (const auto body = root.required("body")) read_body_value(*body, definitions, scenario);
  if (const auto order = root.optional("device_order")) read_device_order(*order, scenario);
  read_options(root, scenario);
  const auto link = root.optional("link");
  scenario.link = link ? library.link_kinds().read(*link) : library.link_kinds().standard();
  if (const auto apps = root.required("apps")) read_apps(*apps, definitions, scenario);
  root.finish();
  problems.throw_if_any();
  scenario.link_profile = definitions.link_profile(scenario.link);
  scenario.link_kind = scenario.link.make(*scenario.link_profile);
  ensure(!scenario.apps.empty() && !scenario.devices.empty(),
         "a scenario without problems has apps and devices");
  return scenario;
}

Devices read_body(const input::Document& document, Library& library) {
  Scenario scenario;
  read_body_file(document,
                 Definitions(library, std::filesystem::path(document.name).parent_path(), document.name),
                 scenario);
  return scenario.devices;
}

input::Document load_document(const std::string& file, const Library& library,
                              const std::filesystem::path& base) {
  std::filesystem::path path = base / file;
  if (file.find('/') == std::string::npos && !file.ends_with(".yaml")) {
    path = library.root() / "scenarios" / (file + ".yaml");
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
      const std::vector<std::string> names = library.scenario_names();
      throw InputError({file}, unknown_name("scenario", file, {names.begin(), names.end()}) +
                                   " (or a path to a .yaml file)");
    }
  }
  return input::load(path);
}

Scenario load_scenario(const std::string& file, Library& library, const std::vector<Override>& overrides) {
  input::Document document = load_document(file, library);
  for (const Override& change : overrides) apply(document, change, library);
  try {
    return read_scenario(document, library);
  } catch (const InputError& error) {
    // What has no line in the file was set.
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) {
      if (!overrides.empty() && problem.where.line == 0 && problem.where.file == document.name)
        problem.where.file += " with --set";
    }
    throw InputError(std::move(problems));
  }
}

}  // namespace synergy::scenario
