#pragma once

#include <string>
#include <string_view>

namespace synergy::plan {

/// Names of units are keys of result tables, and made of names that users choose, so they must tell apart
/// whatever the users' names are.
///
/// A name inside a key: as it is, or, if it is empty or has one of - . / # ' or a control character in it, in
/// single quotes with those inside doubled ('left-ear'). So it always shows where the name ends.
[[nodiscard]] std::string name_in_key(std::string_view name);

/// A part of a device: "watch.camera"; of parts with the same name the second and later are "watch.camera#2",
/// ... (`number` counts from 1).
[[nodiscard]] std::string part_name(std::string_view part, int number);
[[nodiscard]] std::string unit_name(std::string_view device, std::string_view part, int number);

/// The link of two devices: "watch-ring", "'left-ear'-ring".
[[nodiscard]] std::string link_name(std::string_view first, std::string_view second);

}  // namespace synergy::plan
