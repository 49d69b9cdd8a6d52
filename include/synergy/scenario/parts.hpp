#pragma once

#include "synergy/scenario/library.hpp"
#include "synergy/scenario/scenario.hpp"

#include <algorithm>
#include <utility>

// Devices with several accelerators. Each accelerator has an entry of its own in Scenario::devices: plans,
// units, tables and settings name it as they name a device. The first stands with everything else that the
// device has; the others (Device::part_of) have wires to it and to each other, and share its radio: a tensor
// from another device lands where it is needed, whichever of the accelerators that is, and crosses the board
// only between two of them, or between one of the others and the sensors and actuators.
namespace synergy::scenario {

/// The device that entry `d` belongs to: itself, unless it is a further accelerator.
[[nodiscard]] inline DeviceId host_of(const Devices& devices, DeviceId d) {
  return devices[d].part_of.value_or(d);
}

/// The entries between which data really travel: from and to, each replaced by its device where the two are
/// of different devices, since it is devices that have radios; as given where they are of one.
[[nodiscard]] inline std::pair<DeviceId, DeviceId> carriers(const Devices& devices, DeviceId from,
                                                            DeviceId to) {
  const std::pair hosts{host_of(devices, from), host_of(devices, to)};
  return hosts.first == hosts.second ? std::pair{from, to} : hosts;
}

/// The link between two different entries, whichever sends.
[[nodiscard]] inline link::Ends ends_between(const Devices& devices, DeviceId x, DeviceId y) {
  const auto [from, to] = carriers(devices, x, y);
  return {std::min(from, to), std::max(from, to)};
}

/// Gives every further accelerator that has no link to its device the wires of a board: a set of links of
/// kind `generic` with the profile `board_spi`, named after the device, of which the device and all such
/// accelerators of it are. Throws InputError where the library has no such kind or profile.
void join_parts(Scenario& scenario, Library& library);

}  // namespace synergy::scenario
