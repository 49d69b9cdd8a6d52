#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/scenario/scenario.hpp"

namespace synergy::scenario {

/// Reads `device_order`, the names of all devices, and puts the body's devices in that order. Call it before
/// anything but the body refers to a device.
void read_device_order(const input::Value& value, Scenario& scenario);

}  // namespace synergy::scenario
