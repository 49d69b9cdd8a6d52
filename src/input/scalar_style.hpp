#pragma once

#include <string>
#include <string_view>

// How a scalar must be written so that readers of YAML 1.1, which take more words for numbers and booleans
// than YAML 1.2 (and yaml-cpp) does, get it back as it was.
namespace synergy::input {

/// Letters, digits and `_ - .`, with a letter first, and no word for a boolean or nothing.
[[nodiscard]] bool is_plain_name(std::string_view text);

/// Whether a scalar that a file has without quotes may stay so: it has no line ends, and a reader of YAML 1.1
/// sees the number, boolean or text that we see.
[[nodiscard]] bool may_stay_plain(std::string_view text);

/// Whether UTF-8 text has characters that yaml-cpp does not escape although YAML 1.1 has them only as escapes
/// or takes them for line ends (U+007F, U+2028, U+2029), or that it replaces (U+FFFE, U+FFFF).
[[nodiscard]] bool needs_escapes(std::string_view text);

/// Text in double quotes, with an escape for every such character.
[[nodiscard]] std::string with_escapes(std::string_view text);

}  // namespace synergy::input
