#pragma once

#include "synergy/input/document.hpp"
#include "synergy/ne16/profile.hpp"

#include <string>

namespace synergy::ne16 {

/// Profile files of the family (device_profiles/ne16.md): the keys of Profile. Throws InputError with every
/// problem of the file, including another kind or family, a zero where something is divided by it, and more
/// leakage than the chip draws.
/// A network that is twice in `measured_power` is a problem too. Numbers are at least 0, and all three
/// amounts of each are in one range.
/// Of a file of another kind only the head is read. Threads may read at once.
[[nodiscard]] Profile read_profile(const input::Document& document);

/// The profile as such a file; read_profile() reads it back to the same profile. Ends with a line feed.
/// The same profile gives the same bytes on every platform.
/// Keys come in the order of fields().
[[nodiscard]] std::string to_yaml(const Profile& profile);

}  // namespace synergy::ne16
