#include "synergy/device/save.hpp"

#include "synergy/device/part_fields.hpp"

namespace synergy::device {

// Beside load.cpp for the same reason: the templates are compiled once.
std::string to_yaml(const RadioProfile& profile) { return profile_file(profile); }
std::string to_yaml(const SensorProfile& profile) { return profile_file(profile); }
std::string to_yaml(const ActuatorProfile& profile) { return profile_file(profile); }

}  // namespace synergy::device
