#pragma once

#include "synergy/scenario/scenario.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace synergy::scenario {

/// The devices of a body by name, in the order in which planners meet them (scenario key `device_order`).
/// Many baselines take the first device that will do, so a claim that holds for one order alone says little.
using DeviceOrder = std::vector<std::string>;

/// The orders of the scenario's devices that differ by more than names: two devices are equal if they have
/// the same profiles, battery and battery life floor, and nothing names either of them (pins, constraints,
/// path losses, errors of knowledge with a seed). The scenario's own order comes first.
///
/// Every such order if there are at most `most`, sorted by the place that each device has in the scenario;
/// else that many of them, drawn without repetition (stream "device_order" of the scenario's seed).
/// Pre: most > 0.
[[nodiscard]] std::vector<DeviceOrder> distinct_device_orders(const Scenario& scenario, std::size_t most);

}  // namespace synergy::scenario
