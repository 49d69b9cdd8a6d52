#pragma once

#include "synergy/device/peripheral.hpp"
#include "synergy/device/radio.hpp"

#include <string>

namespace synergy::device {

/// Accelerators save themselves (Accelerator::to_yaml).
///
/// A profile as a profile file (device_profiles/README.md): every number with value, low, high, source and
/// class. The read_ functions of load.hpp read it back to exactly the same profile. Starts with
/// `schema_version`, ends with a line feed.
[[nodiscard]] std::string to_yaml(const RadioProfile& profile);
[[nodiscard]] std::string to_yaml(const SensorProfile& profile);
[[nodiscard]] std::string to_yaml(const ActuatorProfile& profile);

}  // namespace synergy::device
