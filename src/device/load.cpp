#include "synergy/device/load.hpp"

#include "synergy/device/part_fields.hpp"

namespace synergy::device {

// Here, so that the templates behind these are compiled once and not for everybody who reads a part.
RadioProfile read_radio(const input::Document& document) { return read_profile_file<RadioProfile>(document); }

SensorProfile read_sensor(const input::Document& document) {
  return read_profile_file<SensorProfile>(document);
}

ActuatorProfile read_actuator(const input::Document& document) {
  return read_profile_file<ActuatorProfile>(document);
}

}  // namespace synergy::device
