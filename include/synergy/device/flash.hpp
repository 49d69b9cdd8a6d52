#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/input/write.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>

namespace synergy::device {

/// Memory of a chip that keeps what it holds without power, and who says how large it is. A fact and no
/// measurement: nothing moves it, so it is no Sourced number.
struct Flash {
  Bytes size;
  /// As of Sourced: document and place, for people; not empty in files.
  std::string source;
  ValueClass value_class = ValueClass::estimate;
};

/// The kind (input/field_kinds.hpp) of a member Flash: in files `{value: "512 KiB", source: ..., class:
/// ...}`, as a number without bounds; 1 B to kMostMemory.
struct FlashSize {
  void read(const input::Value& value, Flash& to) const;
  [[nodiscard]] input::Yaml save(const Flash& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

}  // namespace synergy::device
