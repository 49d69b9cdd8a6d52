#include "app_fields.hpp"

#include "synergy/scenario/parts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Value;
using input::Yaml;

/// A pin must not contradict what is already said of the app, or ask for an accelerator that is not there.
///
/// A plan for such a pin cannot exist. Said here, with a place in the file, it is a mistake to mend; left to
/// the planners it would come out as "infeasible" without a hint at the cause.
void require_possible(const Value& value, const PinnedSegment& pinned, const AppConstraints& constraints,
                      const std::vector<PinnedSegment>& others, const Devices& devices) {
  const auto name = [&](DeviceId d) { return devices[d].name; };
  const DeviceId device(pinned.device);
  if (!devices[device].accelerator) value.fail(fmt::format("device '{}' has no accelerator", name(device)));
  const std::vector<DeviceId>& forbidden = constraints.forbidden_devices;
  for (const DeviceId d : {device, host_of(devices, device)}) {
    if (!std::binary_search(forbidden.begin(), forbidden.end(), d)) continue;
    value.fail(fmt::format("device '{}' is one of forbidden_devices", name(d)));
    break;
  }
  for (const PinnedSegment& other : others) {
    if (value.problems().full()) return;  // nobody would read more, and pairs are many
    const int first = std::max(pinned.layers.first, other.layers.first);
    const int last = std::min(pinned.layers.last, other.layers.last);
    if (other.device != pinned.device && first <= last)
      value.fail(fmt::format("layers {}-{} are pinned to {} and to {}", first, last,
                             name(DeviceId(other.device)), name(device)));
  }
}

}  // namespace

void PinnedSegments::read(const Value& value, std::vector<PinnedSegment>& to) const {
  for (const Value& item : value.items()) {
    // Only a pin that was read well is judged: from a default that stands for a bad value would follow a
    // second problem, which nobody wrote.
    const std::size_t problems = item.problems().count();
    PinnedSegment pinned;
    input::Mapping mapping = item.mapping();
    input::Loader loader(mapping);
    fields(loader, pinned, devices, last_layer);
    mapping.finish();
    const bool good = item.problems().count() == problems;
    if (good && pinned.layers.last < pinned.layers.first)
      item.fail(
          fmt::format("expected first <= last, found {} and {}", pinned.layers.first, pinned.layers.last));
    else if (good && !devices->empty())
      require_possible(item, pinned, *constraints, to, *devices);
    to.push_back(pinned);
  }
}

Yaml PinnedSegments::save(const std::vector<PinnedSegment>& from) const {
  Yaml list = Yaml::sequence();
  for (const PinnedSegment& pinned : from) {
    input::Saver saver;
    fields(saver, pinned, devices, last_layer);
    list.add(saver.mapping(Yaml::Style::flow));
  }
  return list;
}

Yaml PinnedSegments::schema() const {
  const PinnedSegment standard;
  input::Schema schema;
  fields(schema, standard, devices, last_layer);
  return input::schema_of_list(schema.object());
}

}  // namespace synergy::scenario
