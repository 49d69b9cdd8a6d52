#include "synergy/scenario/device_order.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/base/random.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "read_device_order.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

/// By place in the order: the device's place among the scenario's, further accelerators left out.
using Places = std::vector<std::size_t>;

/// Profiles are compared by address: one library reads each file once, so equal profiles are the same object.
/// Two that are written out twice count as different, which costs repetitions but misses no order.
bool equal_parts(const Device& a, const Device& b) {
  return a.accelerator == b.accelerator && a.radio == b.radio && a.sensors == b.sensors &&
         a.actuators == b.actuators && a.battery == b.battery && a.battery_life_floor == b.battery_life_floor;
}

/// Devices that the scenario names are equal to no other.
///
/// To swap such a device with its like would change the problem, not only the order. A seeded error of
/// knowledge hangs on the device's name, so it names all.
std::vector<bool> named_devices(const Scenario& scenario) {
  const bool errors_by_name = scenario.knowledge && scenario.knowledge->seed;
  std::vector<bool> named(scenario.devices.size(), errors_by_name);
  const auto name = [&](DeviceId d) { named[d.index()] = true; };
  for (const PathLoss& loss : scenario.path_loss) {
    name(loss.between.first);
    name(loss.between.second);
  }
  for (const DeviceId d : scenario.link_devices) name(d);
  for (const MoreLinks& more : scenario.more_links) {
    for (const DeviceId d : more.devices) name(d);
  }
  for (const App& app : scenario.apps) {
    if (app.source_device) name(*app.source_device);
    if (app.target_device) name(*app.target_device);
    for (const DeviceId d : app.constraints.forbidden_devices) name(d);
    for (const PinnedSegment& pinned : app.constraints.pinned_segments) name(pinned.device);
  }
  return named;
}

/// Further accelerators stand behind their device in every order. Such devices have links of their own, and
/// so are named.
std::vector<DeviceId> hosts_of(const Scenario& scenario) {
  std::vector<DeviceId> hosts;
  for (const DeviceId d : scenario.devices.ids()) {
    if (!scenario.devices[d].part_of) hosts.push_back(d);
  }
  return hosts;
}

/// By device: the first device that is equal to it.
Places kinds_of(const Scenario& scenario) {
  const std::vector<bool> named = named_devices(scenario);
  const std::vector<DeviceId> hosts = hosts_of(scenario);
  Places kinds(hosts.size());
  for (std::size_t d = 0; d < kinds.size(); ++d) {
    kinds[d] = d;
    for (std::size_t other = 0; other < d && kinds[d] == d; ++other) {
      if (!named[hosts[d].index()] && !named[hosts[other].index()] &&
          equal_parts(scenario.devices[hosts[d]], scenario.devices[hosts[other]]))
        kinds[d] = kinds[other];
    }
  }
  return kinds;
}

/// The number of distinct orders of `kinds`, or any number above `most` if there are more.
std::size_t count_orders(const Places& kinds, std::size_t most) {
  std::size_t orders = 1;
  for (std::size_t d = 0; d < kinds.size() && orders <= most; ++d) {
    // Devices so far over those of its kind so far: a multinomial coefficient stays whole at every step.
    const auto end = kinds.begin() + static_cast<std::ptrdiff_t>(d + 1);
    orders = orders * (d + 1) / static_cast<std::size_t>(std::count(kinds.begin(), end, kinds[d]));
  }
  return orders;
}

/// As permutations of kinds and not of devices: std::next_permutation skips those that are equal. The
/// scenario's own order is put first, and so left out where its turn comes.
std::vector<Places> all_orders(Places kinds) {
  const Places shipped = kinds;
  std::vector<Places> orders{shipped};
  std::sort(kinds.begin(), kinds.end());
  do {
    if (kinds != shipped) orders.push_back(kinds);
  } while (std::next_permutation(kinds.begin(), kinds.end()));
  return orders;
}

/// Shuffles (Fisher and Yates) until enough distinct ones came up. It ends, since it is only called where
/// more than `most` orders exist; `most` close to their number would make it slow, not wrong.
std::vector<Places> drawn_orders(const Places& shipped, std::size_t most, std::uint64_t seed) {
  RandomStream stream(stream_seed(seed, 0, "device_order"));
  std::vector<Places> orders{shipped};
  std::set<Places> seen{shipped};
  while (orders.size() < most) {
    Places order = shipped;
    for (std::size_t left = order.size(); left > 1; --left) {
      const auto drawn = static_cast<std::size_t>(stream.integer(0, static_cast<std::int64_t>(left) - 1));
      std::swap(order[left - 1], order[drawn]);
    }
    if (seen.insert(order).second) orders.push_back(order);
  }
  return orders;
}

}  // namespace

std::vector<DeviceOrder> distinct_device_orders(const Scenario& scenario, std::size_t most) {
  ensure(most > 0, "at least the scenario's own order");
  const Places kinds = kinds_of(scenario);
  const std::vector<DeviceId> hosts = hosts_of(scenario);
  const bool all = count_orders(kinds, most) <= most;
  std::vector<DeviceOrder> result;
  for (const Places& order : all ? all_orders(kinds) : drawn_orders(kinds, most, scenario.seed)) {
    DeviceOrder& names = result.emplace_back();
    Places taken(kinds.size(), 0);
    // Equal devices keep the order among themselves that they have in the scenario.
    for (const std::size_t kind : order) {
      std::size_t d = taken[kind];
      while (kinds[d] != kind) ++d;
      taken[kind] = d + 1;
      names.push_back(scenario.devices[hosts[d]].name);
    }
  }
  return result;
}

void read_device_order(const input::Value& value, Scenario& scenario) {
  const std::vector<input::Value> items = value.items();
  if (!value.is_sequence() || scenario.devices.empty()) return;  // which has been told
  const std::size_t problems = value.problems().count();
  std::vector<std::string_view> names;
  const std::vector<DeviceId> hosts = hosts_of(scenario);
  for (const DeviceId d : hosts) names.push_back(scenario.devices[d].name);
  Places order;
  for (const input::Value& item : items) {
    const std::size_t d = item.choice("device", names);
    if (std::find(order.begin(), order.end(), d) == order.end())
      order.push_back(d);
    else if (value.problems().count() == problems)  // else the name is unknown, and d any
      item.fail(fmt::format("device '{}' stands twice in the order", item.text()));
  }
  if (value.problems().count() > problems) return;
  if (order.size() != names.size()) {
    for (std::size_t d = 0; d < names.size(); ++d) {
      if (std::find(order.begin(), order.end(), d) == order.end())
        value.fail(fmt::format("the order lacks device '{}': it names every device once", names[d]));
    }
    return;
  }
  // Path losses alone refer to devices by now (see the header); they move with their devices. Everything that
  // is read later looks names up in the new order.
  Devices devices;
  std::vector<DeviceId> place(scenario.devices.size());
  for (const std::size_t i : order) {
    for (const DeviceId d : scenario.devices.ids()) {
      if (d != hosts[i] && scenario.devices[d].part_of != hosts[i]) continue;
      place[d.index()] = static_cast<DeviceId>(devices.size());
      devices.push_back(scenario.devices[d]);
      if (d != hosts[i]) devices.back().part_of = place[hosts[i].index()];
    }
  }
  scenario.devices = std::move(devices);
  for (PathLoss& loss : scenario.path_loss) {
    const DeviceId a = place[loss.between.first.index()];
    const DeviceId b = place[loss.between.second.index()];
    loss.between = {std::min(a, b), std::max(a, b)};
  }
}

}  // namespace synergy::scenario
