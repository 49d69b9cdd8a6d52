#pragma once

#include "synergy/input/reader.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yaml_file.hpp"

namespace synergy::importer::ai8x {

/// What a file says that costs nothing: keys by the note that is made of them, once for the whole file.
struct FreeKeys {
  std::set<std::string, std::less<>> placement;  ///< where in data memory tensors lie
  std::set<std::string, std::less<>> numeric;    ///< how values are scaled
  std::set<std::string, std::less<>> faster;     ///< speeds the MAX78002 up, by how much is not published
  std::set<std::string, std::less<>> testing;    ///< for tests and simulation alone
  std::vector<std::string> notes;                ///< others
};

/// Reads one entry of `layers`, number `sequence` unless it says otherwise. Records its problems.
[[nodiscard]] YamlLayer read_layer(const input::Value& value, int sequence, FreeKeys& free);

/// A number or a name, as `in_sequences` and its like have them.
[[nodiscard]] Reference read_reference(const input::Value& value);

/// Records every key of a mapping that is not in `known`, with what was meant.
void refuse_unknown_keys(const input::Value& value, const std::vector<std::string_view>& known);

}  // namespace synergy::importer::ai8x
