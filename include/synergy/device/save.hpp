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
/// The same profile gives the same bytes on every platform; bounds that a number does not have are left out.
/// Comments of the file it was read from are gone.
[[nodiscard]] std::string to_yaml(const RadioProfile& profile);
/// Nothing is checked: a profile that no file may have gives a file that the reader refuses.
[[nodiscard]] std::string to_yaml(const SensorProfile& profile);
[[nodiscard]] std::string to_yaml(const ActuatorProfile& profile);

}  // namespace synergy::device
