#pragma once

#include <array>
#include <charconv>
#include <cstdint>

namespace synergy::calibrate {

/// Reads a decimal number that begins at `at`, in C notation; moves `at` behind it. False if there is none
/// (NaN and infinity are none). The nearest double, as std::from_chars gives it: numbers of at most 15 digits
/// without an exponent, which instruments write, are a whole number over a power of ten, both exact, and so
/// need one division.
[[nodiscard]] inline bool scan_number(const char*& at, const char* end, double& value) {
  static constexpr std::array<double, 16> kPowers{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const char* p = at;
  while (p != end && *p == ' ') ++p;
  const char* const begin = p;
  const bool negative = p != end && *p == '-';
  if (p != end && (*p == '-' || *p == '+')) ++p;
  const char* const number = p;
  std::uint64_t digits = 0;
  unsigned digit = 0;
  while (p != end && (digit = static_cast<unsigned>(static_cast<unsigned char>(*p)) - '0') < 10) {
    digits = digits * 10 + digit;
    ++p;
  }
  std::ptrdiff_t count = p - number;
  std::size_t fraction = 0;
  if (p != end && *p == '.') {
    const char* const point = ++p;
    while (p != end && (digit = static_cast<unsigned>(static_cast<unsigned char>(*p)) - '0') < 10) {
      digits = digits * 10 + digit;
      ++p;
    }
    fraction = static_cast<std::size_t>(p - point);
    count += p - point;
  }
  if (count == 0) return false;
  if (count <= 15 && (p == end || (*p != 'e' && *p != 'E'))) [[likely]] {
    const double whole = static_cast<double>(digits) / kPowers[fraction];
    value = negative ? -whole : whole;
  } else {
    const auto [stop, error] = std::from_chars(negative ? begin : number, end, value);
    if (error != std::errc()) return false;
    p = stop;
  }
  while (p != end && (*p == ' ' || *p == '\r')) ++p;
  at = p;
  return true;
}

}  // namespace synergy::calibrate
