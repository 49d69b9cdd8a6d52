#pragma once

#include "synergy/quantities/quantities.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace synergy {

/// One spelling of a unit and what it is worth in the SI unit of its dimension (Duration: in seconds,
/// DataRate: in bytes per second). Letters count as written: "mW" is not "MW".
struct Unit {
  /// What stands behind the number; empty for a ratio without a unit.
  std::string_view symbol;
  /// value in SI = number x factor
  double factor;
};

/// What a quantity may be written in: one table for the reader, the writer, messages and JSON schemas, so
/// that none of them knows a unit that another does not.
///
/// Known for Duration, Bytes, Power, Energy, Frequency, Current, Voltage, Charge, TimePerByte, TimePerMac,
/// EnergyPerByte, DataRate and Ratio; for other types it does not link.
template <class Q>
struct UnitsOf {
  /// In messages, "power": "expected a power in one of: ...".
  static std::string_view dimension();
  /// The SI unit first. The array lives as long as the program. Ratio has the unit "" and "%".
  static std::span<const Unit> units();
};

/// A quantity read from text such as "7.5 ms" or "432 KiB" (KiB is 1024 bytes, kB 1000), or why not: a value
/// and no exception, because the caller knows the place in the file and this does not.
///
/// A number in C notation with '.' whatever the locale, an optional plus, any number of blanks, a unit;
/// nothing before or behind. Powers of ten are applied to the text, so that "2.1 mW" is the double nearest to
/// 0.0021. Durations are rounded to nanoseconds, sizes to bytes. Signs are not judged: bounds are the
/// caller's (Value::quantity).
///
/// The error names the units of the dimension. It is one for a number without a unit (except for Ratio), a
/// wrong unit, a duration above 9.2e9 s either way, a size above 9e18 bytes, infinity, NaN, and a number that
/// no double is near.
template <class Q>
[[nodiscard]] std::variant<Q, std::string> parse_quantity(std::string_view text);

/// Text that parse_quantity reads back to exactly the same value, in the unit that makes it shortest, the
/// first of equals: what saved files and tables show. Locale-independent. Empty where no text reads back:
/// NaN, what lies beyond the limits of parse_quantity, a size above 2^53 bytes that no double holds.
template <class Q>
[[nodiscard]] std::string to_text(Q quantity);

}  // namespace synergy
