#pragma once

#include "synergy/input/document.hpp"
#include "synergy/measured/profile.hpp"

#include <string>

namespace synergy::measured {

/// Profile files of the family (device_profiles/measured.md). Throws InputError with every problem of the
/// file; among them what single keys do not say: rows that overlap, a law that comes twice, powers that
/// contradict each other, an operating point that is not in the list, a rate alone for an accelerator that
/// does not say `allow_rate: true`.
[[nodiscard]] Profile read_profile(const input::Document& document);

/// The profile as such a file. read_profile() reads it back to exactly the same profile. Starts with
/// `schema_version`, ends with a line feed. Whoever makes a profile (from recordings, from published rows)
/// writes it with this.
[[nodiscard]] std::string to_yaml(const Profile& profile);

}  // namespace synergy::measured
