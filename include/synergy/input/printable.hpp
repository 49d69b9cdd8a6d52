#pragma once

#include <string>
#include <string_view>

namespace synergy::input {

/// A text for a terminal, in which names from files do nothing but stand there: control characters (of ASCII
/// and of Unicode) and those that turn the direction of writing become escapes such as \x1b and \u202e.
/// Bytes that are no UTF-8 stay. A line feed and a tab stay in printable_lines().
[[nodiscard]] std::string printable(std::string_view text);
[[nodiscard]] std::string printable_lines(std::string_view text);

}  // namespace synergy::input
