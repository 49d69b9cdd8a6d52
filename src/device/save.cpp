#include "synergy/device/save.hpp"

#include "synergy/device/part_fields.hpp"

namespace synergy::device {

std::string to_yaml(const RadioProfile& profile) { return profile_file(profile); }
std::string to_yaml(const SensorProfile& profile) { return profile_file(profile); }
std::string to_yaml(const ActuatorProfile& profile) { return profile_file(profile); }

}  // namespace synergy::device
