#include "synergy/ne16/load.hpp"

#include "synergy/ne16/fields.hpp"

namespace synergy::ne16 {

/// The rest of waiting follows voltage and clock another way than leakage does; it must not be negative.
std::string contradiction(const Profile& p) {
  return p.leakage.value > p.waiting.value ? "'leakage' is part of 'waiting' and must not be above it" : "";
}
void check(const input::Loader& loader, const Profile& p) {
  const std::string problem = contradiction(p);
  if (loader.is_good("waiting") && !problem.empty()) loader.fail("leakage", problem);
}

Profile read_profile(const input::Document& document) { return device::read_profile_file<Profile>(document); }

std::string to_yaml(const Profile& profile) { return device::profile_file(profile); }

}  // namespace synergy::ne16
