#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace synergy::input {

/// The bytes of a text file: the way in for what users write, so that all of it has a limit and is text.
/// Throws InputError, with the file as its place: no such file, not a regular file (a pipe or a device could
/// go on for ever), larger than `max_bytes`, cannot be read, not UTF-8 text.
[[nodiscard]] std::string read_text(const std::string& name, std::size_t max_bytes);

/// The checks on a text's content alone. Throws InputError if `text` is larger than `max_bytes`, not UTF-8,
/// or has control characters other than tabs and line ends; with the line where it is so. `name` stands for
/// the file in messages. O(size), no copy.
void require_text(std::string_view text, const std::string& name, std::size_t max_bytes);

}  // namespace synergy::input
