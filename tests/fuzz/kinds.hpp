#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::fuzz {

/// A kind of input that comes from anywhere: what reads it, and sound examples.
struct Kind {
  std::string_view name;
  /// Ends normally, or with InputError or UsageError, whatever the bytes; everything else is a finding.
  void (*read)(const std::string& bytes);
  std::vector<std::string> (*seeds)();
};

[[nodiscard]] const std::vector<Kind>& kinds();
/// Null if there is none of this name.
[[nodiscard]] const Kind* find_kind(std::string_view name);

/// Reads an input and says whether it was sound; false: an InputError or a UsageError. Everything else that
/// is thrown passes through.
[[nodiscard]] bool accepts(const Kind& kind, const std::string& bytes);

/// One to four changes: of bits, bytes, digits and pieces, and of what text files are made of: values
/// replaced by those that hurt (numbers at the ends of ranges, quantities in all units, flow collections,
/// escapes), lines doubled, taken out, moved in, exchanged. `other` gives pieces; the same seed gives the
/// same bytes.
[[nodiscard]] std::string mutated(std::string bytes, const std::string& other, std::uint64_t seed,
                                  std::size_t max_bytes = 1 << 16);

}  // namespace synergy::fuzz
