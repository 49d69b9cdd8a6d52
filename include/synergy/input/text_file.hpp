#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace synergy::input {

/// The bytes of a text file. Throws InputError: no such file, not a regular file, larger than `max_bytes`,
/// cannot be read, not UTF-8 text.
[[nodiscard]] std::string read_text(const std::string& file, std::size_t max_bytes);

/// Throws InputError if `text` is larger than `max_bytes`, not UTF-8, or has control characters other than
/// tabs and line ends. `name` stands for the file in messages.
void require_text(std::string_view text, const std::string& name, std::size_t max_bytes);

}  // namespace synergy::input
