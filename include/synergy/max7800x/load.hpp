#pragma once

#include "synergy/input/document.hpp"
#include "synergy/max7800x/profile.hpp"

#include <string>

namespace synergy::max7800x {

/// Profile files of the family (device_profiles/README.md): the keys of Profile. Throws InputError with every
/// problem of the file, including another kind or family than this one. What no chip of the family can be is
/// refused as well: other than 64 processors, words that are no multiples of 4, quadrant heads with less
/// memory than their neighbours.
[[nodiscard]] Profile read_profile(const input::Document& document);

/// The profile as such a file: every number with value, low, high, source and class. read_profile() reads it
/// back to exactly the same profile. Starts with `schema_version`, ends with a line feed.
[[nodiscard]] std::string to_yaml(const Profile& profile);

}  // namespace synergy::max7800x
