#pragma once

#include "synergy/base/lower_case.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/model/layer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace synergy::importer::ai8x {

/// Values of the vendor's network files mean what the vendor's tool (Python, YAML 1.1) makes of them, which
/// is not always what they look like. Each function records a problem at the value and returns something
/// harmless where the tool would stop, and where it would go on with what nobody can have meant.

/// Decimal, 0x or 0b, with '_' between digits. A leading 0 would be octal to the tool: refused.
[[nodiscard]] std::int64_t whole_number(const input::Value& value, std::int64_t low, std::int64_t high);

/// A set of processors, not empty. Text that is no number is hexadecimal, with '.' and '_' as separators and
/// with or without 0x: ffff.0000 has 16 processors, "1111" in quotes four, and 1111 without quotes is
/// decimal.
[[nodiscard]] std::uint64_t processor_map(const input::Value& value);

/// As Python's bool(): every text that is not empty is true, even "false" in quotes, which `notes` then tell.
[[nodiscard]] bool truth(const input::Value& value, std::string_view key, std::vector<std::string>& notes);

/// One number for rows and columns, or a list of both.
[[nodiscard]] model::Extent rows_and_columns(const input::Value& value, std::int64_t low, std::int64_t high);

/// Text in lower case, in which the tool compares all names.
[[nodiscard]] std::string word(const input::Value& value);
/// Whether a reference to a layer is its number; else it is a name.
[[nodiscard]] bool is_number(const input::Value& value);

}  // namespace synergy::importer::ai8x
