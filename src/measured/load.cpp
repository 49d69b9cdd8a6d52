#include "synergy/measured/load.hpp"

#include "synergy/measured/fields.hpp"

namespace synergy::measured {

Profile read_profile(const input::Document& document) { return device::read_profile_file<Profile>(document); }

std::string to_yaml(const Profile& profile) { return device::profile_file(profile); }

}  // namespace synergy::measured
