#pragma once

#include "synergy/quantities/duration.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace synergy {

/// A cost that no 64-bit count of its unit can hold. Not a mistake of the program: numbers of a profile may
/// each be in their range and their product not. `what()` is a sentence with the number and its unit, without
/// a place, which those who know it add: device::Lowered makes a problem of it, links and planners an
/// InputError.
class OutOfRange : public std::range_error {
 public:
  using std::range_error::range_error;
};

/// Throws OutOfRange. Out of line, so that the check costs its callers a branch and nothing else.
[[noreturn]] void out_of_range(double value, const char* unit);

/// The one way of a cost from a double to a whole number: rounded to the nearest, halves away from zero, and
/// never saturated, since a cost that is cut off looks like a cheap one. `unit` is a literal, for the
/// message.
///
/// Throws OutOfRange beyond +-9.2e18, which is 292 years of nanoseconds and 9.2 kJ of femtojoules, and for
/// NaN.
[[nodiscard]] inline std::int64_t whole(double value, const char* unit) {
  // Just below 2^63, which is no int64; written so that NaN fails as well.
  if (!(std::abs(value) < 9.2e18)) [[unlikely]]
    out_of_range(value, unit);
  return std::llround(value);
}

/// The same as a time. nanoseconds_rounded() is for times that are bounded already.
[[nodiscard]] inline Duration whole_ns(double ns) { return Duration::from_ns(whole(ns, "ns")); }

/// Sums and products of counts that are whole already. Throw OutOfRange where the result is not one.
[[nodiscard]] inline std::int64_t sum_of(std::int64_t a, std::int64_t b, const char* unit) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) [[unlikely]]
    out_of_range(static_cast<double>(a) + static_cast<double>(b), unit);
  return sum;
}
[[nodiscard]] inline std::int64_t product_of(std::int64_t a, std::int64_t b, const char* unit) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) [[unlikely]]
    out_of_range(static_cast<double>(a) * static_cast<double>(b), unit);
  return product;
}

}  // namespace synergy
