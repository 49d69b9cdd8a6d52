#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <string_view>

// A profile file is a mapping; every problem of it is recorded at its place before any is thrown.
//
// The pieces of profile files (device_profiles/README.md) that those of all parts and all families of
// accelerators are made of.
namespace synergy::device {

/// Reads what all profiles begin with: schema_version, kind, name. False if the file is of another kind than
/// `expected`, whose keys would all be unknown: that has been recorded as the problem. After false the caller
/// reads no more keys, and does not ask for unknown ones. A missing `name` is recorded and leaves the string
/// as it is.
[[nodiscard]] bool read_head(input::Mapping& root, std::string_view expected, std::string& name);

/// Reads a number with its provenance: {value, low, high, source, class}, 0 <= low <= value <= high. Some
/// keys must not be 0 because something is divided by them (clock, supply_efficiency, ...), an efficiency
/// must not be above 1. For every quantity that has units (UnitsOf). A missing key or a bad value is recorded
/// as a problem and leaves `to` with whatever was read until then. `class` is a word of class_names().
template <class Q>
void read_number(input::Mapping& from, std::string_view key, Sourced<Q>& to);

/// Reads structure and limits: exact facts, not measurements; numbers from 1 on. The keys are required;
/// counts go up to a million, and a problem leaves `to` as it was.
void read_fact(input::Mapping& from, std::string_view key, bool& to);
void read_fact(input::Mapping& from, std::string_view key, int& to);
void read_fact(input::Mapping& from, std::string_view key, Bytes& to);

/// The lines that the functions above read back to exactly the same; `indent` is that of the key. Each text
/// ends with a line feed.
[[nodiscard]] std::string head_text(std::string_view kind, std::string_view name);
template <class Q>
[[nodiscard]] std::string number_text(std::string_view key, const Sourced<Q>& number,
                                      std::string_view indent = "");
[[nodiscard]] std::string fact_text(std::string_view key, bool value);
[[nodiscard]] std::string fact_text(std::string_view key, int value);
[[nodiscard]] std::string fact_text(std::string_view key, Bytes value);

}  // namespace synergy::device
