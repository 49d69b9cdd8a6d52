#pragma once

#include "synergy/device/peripheral.hpp"
#include "synergy/device/radio.hpp"
#include "synergy/input/document.hpp"

namespace synergy::device {

/// Profile files (device_profiles/README.md): `kind: radio | sensor | actuator`, then the keys of the struct
/// (those of accelerators: Families::read). Every Sourced number is a mapping {value, low, high, source,
/// class} with 0 <= low <= value <= high. Each function throws InputError with every problem of the file,
/// including a `kind` other than its own. A `name` other than the file's is no problem here.
/// Unknown and missing keys are problems, as no number has a default. Nothing is kept of the document, and
/// threads may read at once.
[[nodiscard]] RadioProfile read_radio(const input::Document& document);
/// Its `type` is any word: whether an app asks for it, the scenario's reader sees.
[[nodiscard]] SensorProfile read_sensor(const input::Document& document);
/// Its `type` likewise.
[[nodiscard]] ActuatorProfile read_actuator(const input::Document& document);

}  // namespace synergy::device
