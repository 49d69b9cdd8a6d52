#pragma once

#include "synergy/device/number_bounds.hpp"
#include "synergy/device/sourced.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/input/write.hpp"
#include "synergy/quantities/quantities.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::device {

/// What is wrong with a number of a profile.
struct NumberProblem {
  /// Which of its amounts: "value", "low" or "high".
  /// Static, so that problems may be kept.
  std::string_view part;
  /// As in InputError: what is wrong, without the place.
  std::string message;
};

/// The kind (input/field_kinds.hpp) of a number with its provenance, a member Sourced<Q>: in files a mapping
/// {value, low, high, source, class}. `value`, `source` and `class` must be there, low <= value <= high.
///
/// Says the range that all three amounts have in common, so that whatever moves a number between its bounds
/// stays within what a file may say. For every quantity that a profile may state (sourced_kind.cpp).
template <class Q>
/// Small and constant: made anew in each fields(). problems() is what with_numbers() asks, so a setting is
/// judged as a file is.
struct SourcedAmount {
  /// At least this.
  /// Itself allowed.
  Q least{};
  /// At most this; where a key says nothing, what is enough for its dimension (number_bounds.hpp), so that no
  /// number of a profile is open above.
  /// Itself allowed.
  Q most = most_of<Q>();

  /// Records what cannot be read, and if all can, problems().
  /// Reads all keys even where one is wrong, so that users see everything at once; an amount that cannot be
  /// read is judged no further. Unknown keys and an unknown class are problems too.
  void read(const input::Value& value, Sourced<Q>& to) const;
  /// Amounts and source in quotes, bounds only if there are any. read() gives exactly the same again.
  [[nodiscard]] input::Yaml save(const Sourced<Q>& from) const;
  /// Of the shape: the range of amounts with units is left to the loader.
  /// Keys, which of them must be there, and no others.
  [[nodiscard]] input::Yaml schema() const;
  /// Why no file may say this number; empty if one may. At most one problem for each part.
  /// In the order value, low, high. Bounds are compared with the value only if the value itself may be.
  [[nodiscard]] std::vector<NumberProblem> problems(const Sourced<Q>& number) const;

 private:
  /// The range alone; empty if the amount lies in it.
  [[nodiscard]] std::string why_not(Q amount) const;
};

/// What something is divided by: not 0, and not so little that the quotient would be no number.
template <class Q>
/// Bounds of the dimension, both allowed.
[[nodiscard]] constexpr SourcedAmount<Q> positive() {
  return {.least = least_divisor<Q>(), .most = most_of<Q>()};
}
/// 1 % to 1: what divides energies on their way to the battery.
/// 1 is allowed: a supply without losses.
[[nodiscard]] constexpr SourcedAmount<Ratio> efficiency() {
  return {.least = Ratio::from_si(0.01), .most = Ratio::from_si(1)};
}

}  // namespace synergy::device
