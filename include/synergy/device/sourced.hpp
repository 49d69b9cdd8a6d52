#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::device {

/// How a profile number was obtained, best first.
enum class ValueClass : std::uint8_t {
  datasheet,
  app_note,
  vendor_file,
  measured,
  secondary,
  derived,
  estimate
};

[[nodiscard]] std::string_view to_text(ValueClass c);
/// The words of profile files for the classes, in their order.
[[nodiscard]] const std::vector<std::string_view>& class_names();

/// A physical number with its provenance. low/high bound it where the sources spread; a sensitivity analysis
/// moves it between them.
template <class Q>
struct Sourced {
  Q value{};
  std::optional<Q> low;
  std::optional<Q> high;
  std::string source;
  ValueClass value_class = ValueClass::estimate;
};

}  // namespace synergy::device
