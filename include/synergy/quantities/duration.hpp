#pragma once

#include <compare>
#include <cstdint>

namespace synergy {

/// A span of simulated time in whole nanoseconds (64-bit: about 292 years either way): the only clock of the
/// simulator.
///
/// Integer, so that sums do not depend on their order and equal times compare equal: events that are due at
/// one instant are simultaneous, not nearly so. Default: zero. Nothing checks for overflow; times read from
/// files are bounded (parse.hpp), and the kernel refuses events beyond max().
class Duration {
 public:
  constexpr Duration() = default;
  /// The only way in from a raw number; see the factories below for other units.
  static constexpr Duration from_ns(std::int64_t ns) { return Duration(ns); }
  /// The end of time; stands for "never" and "without end".
  static constexpr Duration max() { return Duration(INT64_MAX); }

  /// The exact value. The others are for people and for formulas, rounded to the nearest double.
  [[nodiscard]] constexpr std::int64_t ns() const { return ns_; }
  // Divided, not multiplied: 10^9 is exact, 10^-9 is not, and 60 s would be 60.00000000000001.
  [[nodiscard]] constexpr double us() const { return static_cast<double>(ns_) / 1e3; }
  [[nodiscard]] constexpr double ms() const { return static_cast<double>(ns_) / 1e6; }
  [[nodiscard]] constexpr double s() const { return static_cast<double>(ns_) / 1e9; }

  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration& operator+=(Duration d) { return ns_ += d.ns_, *this; }
  constexpr Duration& operator-=(Duration d) { return ns_ -= d.ns_, *this; }
  /// Sums, differences and multiples are exact.
  friend constexpr Duration operator+(Duration a, Duration b) { return Duration(a.ns_ + b.ns_); }
  friend constexpr Duration operator-(Duration a, Duration b) { return Duration(a.ns_ - b.ns_); }
  friend constexpr Duration operator*(Duration a, std::int64_t n) { return Duration(a.ns_ * n); }
  friend constexpr Duration operator*(std::int64_t n, Duration a) { return a * n; }
  /// Whole number of times `b` fits in `a` (rounded towards zero); `b` must not be zero.
  friend constexpr std::int64_t operator/(Duration a, Duration b) { return a.ns_ / b.ns_; }
  /// Rounded towards zero; `n` must not be zero.
  friend constexpr Duration operator/(Duration a, std::int64_t n) { return Duration(a.ns_ / n); }
  /// What is left of `a` after whole times of `b`, with the sign of `a`; `b` must not be zero.
  friend constexpr Duration operator%(Duration a, Duration b) { return Duration(a.ns_ % b.ns_); }

 private:
  explicit constexpr Duration(std::int64_t ns) : ns_(ns) {}
  std::int64_t ns_ = 0;
};

/// A point of simulated time: the time since the start of the simulation.
using Time = Duration;

/// Exact, as from_ns().
constexpr Duration nanoseconds(std::int64_t n) { return Duration::from_ns(n); }
/// Rounded to the nearest nanosecond, halves away from zero. Pre: the result fits in 64 bits. The three below
/// round in the same way.
constexpr Duration nanoseconds_rounded(double ns) {
  return Duration::from_ns(static_cast<std::int64_t>(ns < 0 ? ns - 0.5 : ns + 0.5));
}
constexpr Duration microseconds(double us) { return nanoseconds_rounded(us * 1e3); }
constexpr Duration milliseconds(double ms) { return nanoseconds_rounded(ms * 1e6); }
constexpr Duration seconds(double s) { return nanoseconds_rounded(s * 1e9); }

}  // namespace synergy
