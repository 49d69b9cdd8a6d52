#include "objective.hpp"

#include "synergy/input/edit.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Mapping;
using input::Value;
using input::yaml_text;

std::vector<std::string_view> names(const Devices& devices) {
  std::vector<std::string_view> names;
  for (const Device& device : devices) names.push_back(device.name);
  return names;
}

/// What can be named: the weighted sum is written as its weights.
std::vector<std::string_view> named_objectives() {
  std::vector<std::string_view> names = names_of(Objective::Kind{});
  names.pop_back();
  return names;
}

void read_weight(Mapping& mapping, std::string_view key, std::int64_t& thousandths) {
  if (const auto weight = mapping.optional(key)) thousandths = std::llround(weight->number(0, 1000) * 1000);
}

Duration read_floor(const Value& value) { return value.quantity<Duration>(seconds(1), seconds(1e9)); }

PinnedSegment read_pinned_segment(const Value& value, const Devices& devices, const device::Network* model) {
  PinnedSegment pinned;
  const std::int64_t last_layer = model == nullptr ? INT32_MAX : model->layer_count() - 1;
  Mapping mapping = value.mapping();
  const std::size_t problems = value.problems().count();
  if (const auto device = mapping.required("device"); device && !devices.empty())
    pinned.device = static_cast<int>(device->choice("device", names(devices)));
  if (const auto first = mapping.required("first"))
    pinned.layers.first = static_cast<int>(first->integer(0, last_layer));
  if (const auto last = mapping.required("last"))
    pinned.layers.last = static_cast<int>(last->integer(0, last_layer));
  mapping.finish();
  if (pinned.layers.last < pinned.layers.first && value.problems().count() == problems)
    value.fail(
        fmt::format("expected first <= last, found {} and {}", pinned.layers.first, pinned.layers.last));
  return pinned;
}

/// A pin must not contradict what is already said of the app, or ask for an accelerator that is not there.
void require_possible(const Value& value, const PinnedSegment& pinned, const AppConstraints& constraints,
                      const Devices& devices) {
  const auto name = [&](int d) { return devices[static_cast<std::size_t>(d)].name; };
  if (!devices[static_cast<std::size_t>(pinned.device)].accelerator)
    value.fail(fmt::format("device '{}' has no accelerator", name(pinned.device)));
  const std::vector<DeviceId>& forbidden = constraints.forbidden_devices;
  if (std::binary_search(forbidden.begin(), forbidden.end(), pinned.device))
    value.fail(fmt::format("device '{}' is one of forbidden_devices", name(pinned.device)));
  for (const PinnedSegment& other : constraints.pinned_segments) {
    const int first = std::max(pinned.layers.first, other.layers.first);
    const int last = std::min(pinned.layers.last, other.layers.last);
    if (other.device != pinned.device && first <= last)
      value.fail(fmt::format("layers {}-{} are pinned to {} and to {}", first, last, name(other.device),
                             name(pinned.device)));
  }
}

}  // namespace

Objective read_objective(const Value& value) {
  Objective objective;
  if (!value.is_mapping()) {
    objective.kind = static_cast<Objective::Kind>(value.choice("objective", named_objectives()));
    return objective;
  }
  objective.kind = Objective::Kind::weighted;
  const std::size_t problems = value.problems().count();
  Mapping mapping = value.mapping();
  read_weight(mapping, "round_per_ms", objective.round_thousandths);
  read_weight(mapping, "latency_per_ms", objective.latency_thousandths);
  read_weight(mapping, "energy_per_mj", objective.energy_thousandths);
  mapping.finish();
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
    const auto floor = mapping.optional(device.name);
    if (!floor) continue;
    if (!device.battery) floor->fail(fmt::format("device '{}' has no battery", device.name));
    device.battery_life_floor = read_floor(*floor);
  }
  mapping.finish();
}

AppConstraints read_constraints(Mapping& app, const Devices& devices, const device::Network* model) {
  AppConstraints constraints;
  if (const auto limit = app.optional("latency_limit"))
    constraints.latency_limit = limit->quantity<Duration>(nanoseconds(1));
  if (const auto list = app.optional("forbidden_devices")) {
    std::vector<DeviceId>& forbidden = constraints.forbidden_devices;
    const std::vector<Value> items = devices.empty() ? std::vector<Value>{} : list->items();
    for (const Value& item : items)
      forbidden.push_back(static_cast<int>(item.choice("device", names(devices))));
    std::sort(forbidden.begin(), forbidden.end());
    forbidden.erase(std::unique(forbidden.begin(), forbidden.end()), forbidden.end());
  }
  if (const auto list = app.optional("pinned_segments")) {
    for (const Value& item : list->items()) {
      const std::size_t problems = item.problems().count();
      const PinnedSegment pinned = read_pinned_segment(item, devices, model);
      if (item.problems().count() == problems && !devices.empty())
        require_possible(item, pinned, constraints, devices);
      constraints.pinned_segments.push_back(pinned);
    }
  }
  return constraints;
}

std::string objective_text(const Scenario& scenario) {
  const Objective& objective = scenario.objective;
  std::string text = objective.kind == Objective::Kind::weighted
                         ? fmt::format(
                               "objective:\n  round_per_ms: {}\n  latency_per_ms: {}\n"
                               "  energy_per_mj: {}\n",
                               static_cast<double>(objective.round_thousandths) / 1000,
                               static_cast<double>(objective.latency_thousandths) / 1000,
                               static_cast<double>(objective.energy_thousandths) / 1000)
                         : fmt::format("objective: {}\n", to_text(objective.kind));
  std::string floors;
  for (const Device& device : scenario.devices) {
    if (device.battery_life_floor)
      floors +=
          fmt::format("  {}: {}\n", yaml_text(device.name), yaml_text(to_text(*device.battery_life_floor)));
  }
  return floors.empty() ? text : text + "battery_life_floor:\n" + floors;
}

std::string constraints_text(const AppConstraints& constraints, const Devices& devices) {
  const auto name = [&](int d) { return yaml_text(devices[static_cast<std::size_t>(d)].name); };
  std::string text;
  if (constraints.latency_limit)
    text += fmt::format("    latency_limit: {}\n", yaml_text(to_text(*constraints.latency_limit)));
  std::string forbidden;
  for (const int d : constraints.forbidden_devices) forbidden += (forbidden.empty() ? "" : ", ") + name(d);
  if (!forbidden.empty()) text += fmt::format("    forbidden_devices: [{}]\n", forbidden);
  if (!constraints.pinned_segments.empty()) text += "    pinned_segments:\n";
  for (const PinnedSegment& pinned : constraints.pinned_segments) {
    text += fmt::format("      - {{device: {}, first: {}, last: {}}}\n", name(pinned.device),
                        pinned.layers.first, pinned.layers.last);
  }
  return text;
}

}  // namespace synergy::scenario
