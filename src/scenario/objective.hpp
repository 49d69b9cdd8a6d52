#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/scenario/scenario.hpp"

#include <string>

namespace synergy::scenario {

/// `objective`: a name, or the weights of a weighted sum.
[[nodiscard]] Objective read_objective(const input::Value& value);

/// `battery_life_floor`: one for all devices with a battery, or one per device by name.
void read_battery_life_floor(const input::Value& value, Devices& devices);

/// The keys latency_limit, forbidden_devices, pinned_segments of an app. `model` may be null after a problem.
[[nodiscard]] AppConstraints read_constraints(input::Mapping& app, const Devices& devices,
                                              const device::Network* model);

/// The same keys as YAML; empty where nothing is asked for.
[[nodiscard]] std::string objective_text(const Scenario& scenario);
[[nodiscard]] std::string constraints_text(const AppConstraints& constraints, const Devices& devices);

}  // namespace synergy::scenario
