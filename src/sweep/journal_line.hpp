#pragma once

#include "synergy/sweep/journal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace synergy::sweep {

// Lines of a journal; the format is described in journal.hpp.

inline constexpr std::size_t kHashLength = 17;  ///< 16 digits and the blank

/// A whole line with its hash and line feed around a JSON text.
[[nodiscard]] std::string to_line(const std::string& json);
/// The JSON text of a line (given without its line feed), or nothing if the line is torn: too short, or with
/// a hash that does not fit. Points into `line`.
[[nodiscard]] std::optional<std::string_view> json_of(std::string_view line);

[[nodiscard]] std::string to_json(const JournalHeader& header);
[[nodiscard]] std::string to_json(const Entry& entry);
/// Nothing if the text is no header of this version: every key there, of its type and in its range, and the
/// first table runs.
[[nodiscard]] std::optional<JournalHeader> header_from(std::string_view json);
/// Nothing if the text is no entry.
[[nodiscard]] std::optional<Entry> entry_from(std::string_view json);
/// The key alone, or nothing if the text is no entry.
[[nodiscard]] std::optional<Key> key_from(std::string_view json);

}  // namespace synergy::sweep
