#include "body_fields.hpp"

#include <set>

#include "scenario_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {

using input::Value;
using input::Yaml;

std::string shares_radio(const Devices& devices, DeviceId part) {
  return fmt::format("'{0}' is a further accelerator of '{1}' and shares its radio; name '{1}'",
                     devices[part].name, devices[*devices[part].part_of].name);
}

void Parts::read(const Value& list, std::vector<Device>& to) const {
  for (const Value& item : list.items()) {
    input::Mapping mapping = item.mapping();
    input::Loader loader(mapping);
    part_fields(loader, to.emplace_back(), definitions);
    mapping.finish();
  }
}

Yaml Parts::save(const std::vector<Device>& from) const {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const Device& part : from) {
    input::Saver saver;
    part_fields(saver, part, definitions);
    list.add(saver.mapping(Yaml::Style::flow));
  }
  return list;
}

Yaml Parts::schema() const {
  const Device standard;
  input::Schema schema;
  part_fields(schema, standard, definitions);
  return input::schema_of_list(schema.object());
}

void DevicesList::read(const Value& list, Devices& to) const {
  std::set<std::string> names;
  const auto check_name = [&names](const Value& item, const std::string& name) {
    if (!name.empty() && !names.insert(name).second)
      item.fail(fmt::format("two devices are named '{}'; names must differ", name));
  };
  const std::size_t problems = list.problems().count();
  const std::vector<Value> items = list.items();
  if (items.empty() && list.is_sequence()) list.fail("a body needs at least one device");
  if (items.size() > kMaxDevices) return list.fail(fmt::format("a body has at most {} devices", kMaxDevices));
  for (const Value& item : items) {
    const DeviceId host(to.size());
    Device& device = to.emplace_back();
    std::vector<Device> parts;
    input::Mapping mapping = item.mapping();
    input::Loader loader(mapping);
    fields(loader, device, parts, definitions);
    mapping.finish();
    check_name(item, device.name);
    if (!parts.empty() && !loader.has("accelerator"))
      loader.fail("more_accelerators", "the first accelerator of a device is that of the key 'accelerator'");
    const auto radio = device.radio;
    for (Device& part : parts) {
      check_name(item, part.name);
      part.part_of = host;
      part.radio = radio;
      to.push_back(std::move(part));
    }
  }
  if (to.size() > kMaxDevices)
    list.fail(fmt::format("a body has at most {} devices, with their further accelerators", kMaxDevices));
  if (list.problems().count() > problems) to.clear();
}

Yaml DevicesList::save(const Devices& from) const {
  Yaml list = Yaml::sequence();
  for (const DeviceId d : from.ids()) {
    if (from[d].part_of) continue;  // in the entry of its device
    std::vector<Device> parts;
    for (const Device& other : from) {
      if (other.part_of == d) parts.push_back(other);
    }
    input::Saver saver;
    fields(saver, from[d], parts, definitions);
    list.add(saver.mapping());
  }
  return list;
}

Yaml DevicesList::schema() const {
  const Device standard;
  std::vector<Device> parts;
  input::Schema schema;
  fields(schema, standard, parts, definitions);
  Yaml list = input::schema_of_list(schema.object());
  return list.put("minItems", Yaml::plain("1")).put("maxItems", Yaml::plain(fmt::format("{}", kMaxDevices)));
}

/// An entry that is wrong stays in the list: a scenario with problems is never returned, so nobody sees it.
void PathLossList::read(const Value& list, std::vector<PathLoss>& to) const {
  std::set<std::pair<DeviceId, DeviceId>> pairs;
  for (const Value& item : list.items()) {
    input::Mapping mapping = item.mapping();
    input::Loader loader(mapping);
    const PathLoss& loss = to.emplace_back();
    fields(loader, to.back(), devices);
    mapping.finish();
    // Devices with problems are left out, all of them: then no name is known.
    if (!loader.is_good("between") || devices->empty()) continue;
    // A pair has one air between its devices, whichever is named first.
    const auto [first, second] = loss.between;
    if (!pairs.insert({std::min(first, second), std::max(first, second)}).second)
      loader.fail("between", fmt::format("the path loss of '{}' and '{}' is in the list already",
                                         (*devices)[first].name, (*devices)[second].name));
    for (const DeviceId end : {first, second}) {
      if ((*devices)[end].part_of) loader.fail("between", shares_radio(*devices, end));
    }
  }
}

Yaml PathLossList::save(const std::vector<PathLoss>& from) const {
  Yaml list = Yaml::sequence();
  for (const PathLoss& loss : from) {
    input::Saver saver;
    fields(saver, loss, devices);
    list.add(saver.mapping(Yaml::Style::flow));
  }
  return list;
}

Yaml PathLossList::schema() const {
  const PathLoss standard;
  input::Schema schema;
  fields(schema, standard, devices);
  return input::schema_of_list(schema.object());
}

}  // namespace synergy::scenario
