#include "scalar_style.hpp"

#include "synergy/base/lower_case.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace synergy::input {
namespace {

/// Characters that YAML has only as escapes, or that end a line: controls, U+0085, U+2028, U+2029, the byte
/// order mark, U+FFFE, U+FFFF.
bool needs_escape(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe ||
         c == 0xffff;
}

/// The character that `text` begins with, and its bytes. Pre: `text` is UTF-8, not empty.
std::pair<std::uint32_t, std::size_t> first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::size_t size = byte(0) < 0x80 ? 1 : byte(0) < 0xe0 ? 2 : byte(0) < 0xf0 ? 3 : 4;
  if (size == 1 || size > text.size()) return {byte(0), 1};
  std::uint32_t c = byte(0) & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) c = c << 6 | (byte(i) & 0x3f);
  return {c, size};
}

/// A plain scalar that means a boolean or nothing to some reader: YAML 1.1 has more of them than YAML 1.2.
bool is_reserved_word(std::string_view text) {
  const std::string lower = lower_case(text);
  // Those of YAML 1.1's types bool and null, in lower case; readers differ in the cases they take, so any
  // counts.
  constexpr std::array kWords{"y", "n", "yes", "no", "true", "false", "on", "off", "null", "~"};
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

/// A plain scalar that our own reader takes for a number or a boolean.
bool is_typed(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return text == "true" || text == "false" || (error == std::errc() && end == text.data() + text.size());
}

/// A plain scalar that YAML 1.1 may take for a number, a time of day or a date: 0x1F, 1_000, 12:30, .inf,
/// 2026-11-29 10:00:00.
bool looks_typed(std::string_view text) {
  if (text == "=" || text == "<<") return true;
  const std::string_view digits = text.substr(text.starts_with('+') || text.starts_with('-') ? 1 : 0);
  if (digits == ".inf" || digits == ".Inf" || digits == ".INF") return true;
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  if (digits.empty() || std::string_view("0123456789.").find(digits[0]) == std::string_view::npos)
    return false;
  // A year and a dash; then blanks and letters of a time zone may follow.
  const bool date = digits.size() > 4 && digits[4] == '-';
  return digits.find_first_not_of(date ? "0123456789-+:.TtZz " : "0123456789abcdefABCDEFx_:.+-") ==
         std::string_view::npos;
}

}  // namespace

bool is_plain_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto safe = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  };
  return !text.empty() && letter(text[0]) && !is_reserved_word(text) &&
         std::all_of(text.begin(), text.end(), safe);
}

bool may_stay_plain(std::string_view text) {
  return is_typed(text) ||
         (!is_reserved_word(text) && !looks_typed(text) && text.find('\n') == std::string_view::npos);
}

/// Only what yaml-cpp's emitter gets wrong: all else it escapes itself.
bool needs_escapes(std::string_view text) {
  const auto with = {"\x7f", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbf\xbe", "\xef\xbf\xbf"};
  return std::any_of(with.begin(), with.end(), [&](std::string_view character) {
    return text.find(character) != std::string_view::npos;
  });
}

std::string with_escapes(std::string_view text) {
  std::string result = "\"";
  while (!text.empty()) {
    const auto [c, size] = first_character(text);
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n')
      result += "\\n";
    else if (c == '\t')
      result += "\\t";
    else if (needs_escape(c))
      result += c < 0x100 ? fmt::format("\\x{:02x}", c) : fmt::format("\\u{:04x}", c);
    else
      result += text.substr(0, size);
    text.remove_prefix(size);
  }
  return result + '"';
}

}  // namespace synergy::input
