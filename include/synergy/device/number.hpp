#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/quantities/parse.hpp"
#include "synergy/quantities/quantities.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>

namespace synergy::device {

/// A sourced number of a profile, whatever its dimension: what profile files, sensitivity analyses and tables
/// of numbers have to do with. A snapshot: changing it changes no profile (Accelerator::with_numbers does).
struct Number {
  /// One value in both forms, the one to compute with and the one to show.
  struct Amount {
    /// In `unit`, without a prefix: 67 ns/B is 67e-9.
    double si = 0;
    /// As profile files may have it, "67 ns/B"; reading it gives the same quantity again.
    std::string text;
  };
  std::string
      unit;  ///< SI: "s", "W", "J", "Hz", "A", "V", "C", "s/B", "s/MAC", "J/B", "B/s"; empty for a ratio
  /// What the simulator uses.
  Amount value;
  /// Where the sources spread, low <= value <= high; a sensitivity analysis moves the value between them.
  std::optional<Amount> low, high;
  /// How it was obtained; with `source`, where (device_profiles/README.md).
  ValueClass value_class = ValueClass::estimate;
  std::string source;
  /// The number counts for the network of this name alone, like a measured power; empty: for all.
  std::string network;
};

/// The value in the SI unit of its dimension, and back.
[[nodiscard]] inline double to_si(Duration d) { return static_cast<double>(d.ns()) / 1e9; }
template <class Tag>
[[nodiscard]] double to_si(Scalar<Tag> q) {
  return q.si();
}

/// Durations are rounded to nanoseconds.
/// Pre: `si` is finite and in the range of the quantity.
template <class Q>
[[nodiscard]] Q from_si(double si) {
  if constexpr (std::is_same_v<Q, Duration>)
    return seconds(si);
  else
    return Q::from_si(si);
}

/// A number of a certain dimension as one of any: its unit, and its values as text too. Number::network is
/// left empty.
template <class Q>
[[nodiscard]] Number describe(const Sourced<Q>& number) {
  const auto amount = [](Q q) { return Number::Amount{to_si(q), to_text(q)}; };
  Number described;
  described.unit = UnitsOf<Q>::units().front().symbol;
  described.value = amount(number.value);
  if (number.low) described.low = amount(*number.low);
  if (number.high) described.high = amount(*number.high);
  described.value_class = number.value_class;
  described.source = number.source;
  return described;
}

/// Gives a number another value, in the SI unit of its dimension. It becomes an `estimate` whose source says
/// what the profile says; its bounds are widened if need be, so that the copy loads and tells no tales.
/// Nothing is checked: whether a profile may have such a value, its reader judges.
template <class Q>
void set(Sourced<Q>& number, double si) {
  number.source = "set; the profile says " + to_text(number.value) + ": " + number.source;
  number.value_class = ValueClass::estimate;
  number.value = from_si<Q>(si);
  if (number.low) number.low = std::min(*number.low, number.value);
  if (number.high) number.high = std::max(*number.high, number.value);
}

}  // namespace synergy::device
