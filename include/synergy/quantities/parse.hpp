#pragma once

#include "synergy/quantities/quantities.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace synergy {

/// One spelling of a unit and what it is worth in the SI unit of its dimension (Duration: in seconds).
struct Unit {
  std::string_view symbol;
  double factor;
};

/// The units a quantity may be written in, first the SI unit, and the dimension's name ("power").
/// Known for Duration, Bytes, Power, Energy, Frequency, Current, Voltage, Charge, TimePerByte,
/// EnergyPerByte, DataRate and Ratio (whose only unit is none; "%" is allowed).
template <class Q>
struct UnitsOf {
  static std::string_view dimension();
  static std::span<const Unit> units();
};

/// A quantity read from text such as "7.5 ms" or "432 KiB" (KiB is 1024 bytes, kB 1000), or why not.
/// The error names the units of the dimension. A number without a unit is an error except for Ratio.
template <class Q>
[[nodiscard]] std::variant<Q, std::string> parse_quantity(std::string_view text);

/// Text that parse_quantity reads back to exactly the same value, in the unit that makes it shortest.
template <class Q>
[[nodiscard]] std::string to_text(Q quantity);

}  // namespace synergy
