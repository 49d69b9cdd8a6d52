#include "objective.hpp"

#include <algorithm>

#include "fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Mapping;
using input::Value;

Duration read_floor(const Value& value) {
  Duration floor;
  kFloor.read(value, floor);
  return floor;
}

}  // namespace

// Weighted is the last enumerator, and the one that no name stands for.
std::vector<std::string_view> named_objectives() {
  std::vector<std::string_view> names = names_of(Objective::Kind{});
  names.pop_back();
  return names;
}

Objective read_objective(const Value& value) {
  Objective objective;
  if (!value.is_mapping()) {
    objective.kind = static_cast<Objective::Kind>(value.choice("objective", named_objectives()));
    return objective;
  }
  objective.kind = Objective::Kind::weighted;
  const std::size_t problems = value.problems().count();
  Mapping mapping = value.mapping();
  input::Loader loader(mapping);
  fields(loader, objective);
  mapping.finish();
  // All weights 0 would make all plans equally good, and the first one met the winner.
  const std::int64_t sum =
      objective.round_thousandths + objective.latency_thousandths + objective.energy_thousandths;
  if (sum == 0 && value.problems().count() == problems)
    value.fail("a weighted objective needs a weight of at least 0.001");
  return objective;
}

void read_battery_life_floor(const Value& value, Devices& devices) {
  if (!value.is_mapping()) {
    const Duration floor = read_floor(value);
    if (!devices.empty() &&
        std::none_of(devices.begin(), devices.end(), [](const Device& d) { return d.battery.has_value(); }))
      value.fail("no device of the body has a battery");
    for (Device& device : devices) {
      if (device.battery) device.battery_life_floor = floor;
    }
    return;
  }
  if (devices.empty()) return;
  Mapping mapping = value.mapping();
  for (Device& device : devices) {
    // By the devices' names and not by the mapping's keys: what is left over then is a device that does not
    // exist, which finish() reports with its place.
    const auto floor = mapping.optional(device.name);
    if (!floor) continue;
    if (!device.battery) floor->fail(fmt::format("device '{}' has no battery", device.name));
    device.battery_life_floor = read_floor(*floor);
  }
  mapping.finish();
}

}  // namespace synergy::scenario
