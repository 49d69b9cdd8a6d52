#include "synergy/ne16/load.hpp"

#include "synergy/ne16/fields.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::ne16 {

void MeasuredPowers::read(const input::Value& value, std::vector<MeasuredPower>& to) const {
  for (const input::Value& entry : value.items()) {
    MeasuredPower measured;
    item.read(entry, measured);
    // By name alone: a second entry could only contradict the first.
    const bool twice = std::any_of(to.begin(), to.end(),
                                   [&](const MeasuredPower& m) { return m.network == measured.network; });
    if (twice) entry.fail(fmt::format("network '{}' is in the list already", measured.network));
    to.push_back(std::move(measured));
  }
}

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
