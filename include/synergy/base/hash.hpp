#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace synergy {

/// FNV-1a, 64 bit: names inputs and random streams. Not for security.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325u) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return hash;
}

/// The hash as 16 hexadecimal digits.
[[nodiscard]] std::string hex_hash(std::string_view text);

}  // namespace synergy
