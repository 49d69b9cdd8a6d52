#include "body_fields.hpp"

#include <set>

#include "scenario_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {

using input::Value;
using input::Yaml;

void DevicesList::read(const Value& list, Devices& to) const {
  std::set<std::string> names;
  const std::size_t problems = list.problems().count();
  const std::vector<Value> items = list.items();
  if (items.empty() && list.is_sequence()) list.fail("a body needs at least one device");
  if (items.size() > kMaxDevices) return list.fail(fmt::format("a body has at most {} devices", kMaxDevices));
  for (const Value& item : items) {
    Device& device = to.emplace_back();
    input::Mapping mapping = item.mapping();
    input::Loader loader(mapping);
    fields(loader, device, definitions);
    mapping.finish();
    if (!device.name.empty() && !names.insert(device.name).second)
      item.fail(fmt::format("two devices are named '{}'; names must differ", device.name));
  }
  if (list.problems().count() > problems) to.clear();
}

Yaml DevicesList::save(const Devices& from) const {
  Yaml list = Yaml::sequence();
  for (const Device& device : from) {
    input::Saver saver;
    fields(saver, device, definitions);
    list.add(saver.mapping());
  }
  return list;
}

Yaml DevicesList::schema() const {
  const Device standard;
  input::Schema schema;
  fields(schema, standard, definitions);
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
    // A pair has one air between its devices, whichever is named first.
    const auto [first, second] = loss.between;
    if (loader.is_good("between") && !pairs.insert({std::min(first, second), std::max(first, second)}).second)
      loader.fail("between", fmt::format("the path loss of '{}' and '{}' is in the list already",
                                         (*devices)[first].name, (*devices)[second].name));
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
