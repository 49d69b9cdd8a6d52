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
  datasheet,
  app_note,
  vendor_file,
  measured,
  secondary,
  derived,
  estimate
};

/// The word of profile files, such as "app_note".
[[nodiscard]] std::string_view to_text(ValueClass c);
/// The words of profile files for the classes, in their order. The position of a word is the value of its
/// enumerator.
[[nodiscard]] const std::vector<std::string_view>& class_names();

/// A physical number with its provenance. low/high bound it where the sources spread; a sensitivity analysis
/// moves it between them. Q is a quantity with units (UnitsOf). Only `value` enters results; the rest is
/// there so that they can be judged.
template <class Q>
struct Sourced {
  /// In files at least 0.
  Q value{};
  /// Nothing where the sources agree, else low <= value <= high.
  std::optional<Q> low;
  std::optional<Q> high;
  /// Document and page, measurement or derivation, for people. Not empty in files.
  std::string source;
  ValueClass value_class = ValueClass::estimate;
};

}  // namespace synergy::device
