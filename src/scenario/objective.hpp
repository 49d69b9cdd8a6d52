#pragma once

#include "synergy/input/field_kinds.hpp"
#include "synergy/scenario/scenario.hpp"

#include <string_view>
#include <vector>

namespace synergy::scenario {

/// What can be named: the weighted sum is written as its weights.
[[nodiscard]] std::vector<std::string_view> named_objectives();

/// `objective`: a name, or the weights of a weighted sum.
[[nodiscard]] Objective read_objective(const input::Value& value);

/// How long a battery may have to last.
///
/// Up to about 32 years; beyond, a floor says nothing.
inline constexpr input::Amount<Duration> kFloor{seconds(1), seconds(1e9)};

/// `battery_life_floor`: one for all devices with a battery, or one per device by name.
void read_battery_life_floor(const input::Value& value, Devices& devices);

}  // namespace synergy::scenario
