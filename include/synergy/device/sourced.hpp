#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::device {

/// How a profile number was obtained, best first. The words and what each means: device_profiles/README.md,
/// "The format". They say how far to trust a number and change no result.
enum class ValueClass : std::uint8_t {
  /// Specified by the manufacturer.
  datasheet,
  /// Measured by the manufacturer.
  app_note,
  /// Found in the manufacturer's code or the documentation of it.
  vendor_file,
  /// Measured by others than the manufacturer.
  measured,
  /// Quoted by a third party.
  secondary,
  /// Computed from others that have a source.
  derived,
  /// Judged by us; the source says from what.
  estimate
};

/// The word of profile files, such as "app_note".
/// Static.
[[nodiscard]] std::string_view to_text(ValueClass c);
/// The words of profile files for the classes, in their order. The position of a word is the value of its
/// enumerator.
[[nodiscard]] const std::vector<std::string_view>& class_names();

/// A physical number with its provenance. low/high bound it where the sources spread; a sensitivity analysis
/// moves it between them. Q is a quantity with units (UnitsOf). Only `value` enters results; the rest is
/// there so that they can be judged.
/// Copies are independent of each other and of the file.
template <class Q>
struct Sourced {
  /// In files at least 0.
  /// Finite; what a run computes with, unless a setting replaces it.
  Q value{};
  /// Nothing where the sources agree, else low <= value <= high.
  /// The two are independent: either may be stated without the other.
  std::optional<Q> low;
  std::optional<Q> high;
  /// Document and page, measurement or derivation, for people. Not empty in files.
  /// A number that was set for a run says so here, with what the profile says (set()).
  std::string source;
  /// Where nothing is stated, the class that promises least.
  ValueClass value_class = ValueClass::estimate;
};

}  // namespace synergy::device
