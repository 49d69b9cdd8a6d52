// What counts as a text: UTF-8 as RFC 3629 has it.
#include "synergy/input/text_file.hpp"

#include "synergy/input/error.hpp"

#include <cstdint>
#include <string>

#include <catch2/catch.hpp>

using namespace synergy;

namespace {

bool is_text(const std::string& text) {
  try {
    input::require_text(text, "t", 100);
  } catch (const InputError&) {
    return false;
  }
  return true;
}

/// As RFC 3629 writes a number in `bytes` bytes, also in more than it takes.
std::string in_bytes(std::uint32_t code, int bytes) {
  if (bytes == 1) return {static_cast<char>(code)};
  std::string text;
  for (int i = bytes - 1; i > 0; --i, code >>= 6)
    text.insert(text.begin(), static_cast<char>(0x80 | (code & 0x3F)));
  const int head = bytes == 2 ? 0xC0 : bytes == 3 ? 0xE0 : 0xF0;
  text.insert(text.begin(), static_cast<char>(head | static_cast<int>(code)));
  return text;
}

}  // namespace

TEST_CASE("is a character text in its shortest form alone, and only if it is one?") {
  const auto length = [](std::uint32_t code) {
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  };
  for (std::uint32_t code = 0x20; code < 0x120000; code += code < 0x1000 ? 1 : 0x3F) {
    const bool is_character = code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
    for (int bytes = 1; bytes <= 4; ++bytes) {
      if (bytes < length(code)) continue;  // it does not fit
      CAPTURE(code, bytes);
      REQUIRE(is_text("a" + in_bytes(code, bytes) + "b") == (is_character && bytes == length(code)));
    }
  }
  for (const std::uint32_t edge :
       {0x7Fu, 0x80u, 0x7FFu, 0x800u, 0xD7FFu, 0xE000u, 0xFFFFu, 0x10000u, 0x10FFFFu})
    CHECK(is_text(in_bytes(edge, length(edge))));
  for (const std::uint32_t edge : {0xD800u, 0xDFFFu, 0x110000u})
    CHECK(!is_text(in_bytes(edge, length(edge))));
}

TEST_CASE("is half a character no text, and neither a byte that belongs to none?") {
  CHECK(!is_text("\xC3"));
  CHECK(!is_text("\xC3("));
  CHECK(!is_text("\xE2\x82"));
  CHECK(!is_text("\x80"));
  CHECK(!is_text("\xFE"));
  CHECK(!is_text(std::string("a\0b", 3)));
  CHECK(is_text("\t\r\n\xC3\xA9"));
}
