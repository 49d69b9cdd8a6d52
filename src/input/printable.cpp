#include "synergy/input/printable.hpp"

#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace synergy::input {
namespace {

struct Range {
  std::uint32_t first, last;
};
/// What a terminal obeys or hides beyond ASCII: C1 controls, marks, embeddings, overrides and isolates of
/// direction (Unicode Standard Annex 9), separators of lines and paragraphs.
constexpr std::array kObeyed{Range{0x80, 0x9F}, Range{0x61C, 0x61C}, Range{0x200E, 0x200F},
                             Range{0x2028, 0x202E}, Range{0x2066, 0x2069}};

/// The code point of a sequence of two or three bytes that begins here, and its length; 0 for any other.
std::uint32_t code_point(std::string_view text, std::size_t& length) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  if ((byte(0) & 0xE0) == 0xC0 && continues(1)) {
    length = 2;
    return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
  }
  if ((byte(0) & 0xF0) == 0xE0 && continues(1) && continues(2)) {
    length = 3;
    return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  }
  return 0;
}

std::string escaped(std::string_view text, std::string_view kept) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    std::size_t length = 1;
    const auto first = static_cast<unsigned char>(text.front());
    if ((first < 0x20 && kept.find(text.front()) == std::string_view::npos) || first == 0x7F) {
      result += first == '\n' ? "\\n" : first == '\t' ? "\\t" : fmt::format("\\x{:02x}", first);
    } else if (const std::uint32_t code = code_point(text, length); code != 0) {
      bool obeyed = false;
      for (const Range& range : kObeyed) obeyed = obeyed || (range.first <= code && code <= range.last);
      result += obeyed ? fmt::format("\\u{:04x}", code) : std::string(text.substr(0, length));
    } else {
      result += text.front();
    }
    text.remove_prefix(length);
  }
  return result;
}

}  // namespace

std::string printable(std::string_view text) { return escaped(text, ""); }

std::string printable_lines(std::string_view text) { return escaped(text, "\n\t"); }

}  // namespace synergy::input
