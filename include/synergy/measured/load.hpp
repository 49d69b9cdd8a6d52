#pragma once

#include "synergy/input/document.hpp"
#include "synergy/measured/profile.hpp"

#include <string>

namespace synergy::measured {

/// Profile files of the family (device_profiles/measured.md). Throws InputError with every problem of the
/// file; among them what single keys do not say: rows that overlap, a law that comes twice, powers that
/// contradict each other, an operating point that is not in the list, a rate alone for an accelerator that
/// does not say `allow_rate: true`.
/// Only the keys of the form of `times` that is stated are known; those of the two others are unknown keys.
/// Lists have at most 10,000 entries, layers are numbered up to 4095.
/// Of a file of another kind only the head is read, and one problem says so.
[[nodiscard]] Profile read_profile(const input::Document& document);

/// The profile as such a file. read_profile() reads it back to exactly the same profile. Starts with
/// `schema_version`, ends with a line feed. Whoever makes a profile (from recordings, from published rows)
/// writes it with this.
/// The same profile gives the same bytes on every platform.
[[nodiscard]] std::string to_yaml(const Profile& profile);

}  // namespace synergy::measured
