#pragma once

#include "synergy/device/number.hpp"
#include "synergy/scenario/scenario.hpp"

#include <string>
#include <vector>

namespace synergy::scenario {

/// One sourced number of the profiles a scenario uses.
///
/// Sensitivity studies set these one by one and look whether a conclusion changes: value, low and high, unit,
/// source and class are those of device::Number.
struct ProfileNumber : device::Number {
  std::string path;  ///< profile name, dot, key of the profile file: "max78000.kernel_load"
};

/// Every sourced number of the scenario's accelerators, radios, sensors, actuators and of the stack or chip
/// of its links, in this order, each profile once, where a device first names it. Profiles of one kind and
/// name count as one. Of an accelerator's measured powers ("max78000.measured_power.kws"), those of the
/// models of the scenario's apps.
[[nodiscard]] std::vector<ProfileNumber> profile_numbers(const Scenario& scenario);

/// A number and the value it is to have, in the SI unit of ProfileNumber::unit.
struct NumberSetting {
  std::string path;
  /// Finite, and no more than 9.2e9 in size: what simulated time can hold in seconds.
  double si = 0;
};

/// A copy of the scenario whose profiles have the given values; `scenario` and the library are untouched,
/// profiles without a setting stay shared. The link kind is made anew where its profile changes.
///
/// A number that is set becomes an `estimate` whose source says what the profile says; its bounds are widened
/// if need be, so that resolved.yaml of the copy loads and tells no tales. Durations are rounded to
/// nanoseconds.
/// Throws InputError: an unknown path, with the nearest known one, or a value that no profile file may have
/// (negative, an efficiency above 1, a clock of 0).
[[nodiscard]] Scenario with_profile_numbers(const Scenario& scenario,
                                            const std::vector<NumberSetting>& settings);

}  // namespace synergy::scenario
