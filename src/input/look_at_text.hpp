#pragma once

#include <cstddef>
#include <string_view>

// What yaml-cpp's events do not say, read from the text of the file.
namespace synergy::input {

/// Whether `text` begins with a word that is nothing to YAML ("~", "null"), and the word ends there.
[[nodiscard]] bool is_null_word(std::string_view text);

/// The byte behind the colon of a key without a value: the key begins at byte `key` of the text, and its name
/// is `name`. npos if no colon follows it.
[[nodiscard]] std::size_t end_of_colon(std::string_view text, std::size_t key, std::string_view name);

/// The byte behind the dash of a list item without a value, which lies before byte `next`. npos if there is
/// none.
[[nodiscard]] std::size_t end_of_dash(std::string_view text, std::size_t next);

/// Whether the text in quotes that `text` begins with (behind a '!', perhaps) ends. True if it is none.
[[nodiscard]] bool has_closing_quote(std::string_view text);

/// Whether the bracket that `text` begins with is closed again, by its count. True if it is none.
[[nodiscard]] bool has_closing_bracket(std::string_view text);

}  // namespace synergy::input
