#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace synergy {

/// The hash of the program, FNV-1a with 64 bits: it names input files in manifests and the points of sweeps.
/// The same on every platform and in every version, because its values are written to files. Not for
/// security: who wants two texts of one hash can make them.
///
/// `hash` begins with the offset basis of the FNV specification; the hash of a first part in its place goes
/// on with a second part, as if both were one text. O(size), without allocation, usable in constant
/// expressions.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325u) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return hash;
}

/// fnv1a() of the text as 16 lower-case hexadecimal digits, with leading zeros: what manifests show, as
/// columns of one width.
[[nodiscard]] std::string hex_hash(std::string_view text);

}  // namespace synergy
