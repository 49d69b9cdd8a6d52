#pragma once

#include <string_view>
#include <vector>

namespace synergy::measured {

// The words of profile files; those of enumerations in their order.
using Words = std::vector<std::string_view>;

[[nodiscard]] inline const Words& processor_words() {
  static const Words words = {"cpu", "accelerator"};
  return words;
}
[[nodiscard]] inline const Words& rail_words() {
  static const Words words = {"board", "soc", "accelerator"};
  return words;
}
[[nodiscard]] inline const Words& times_words() {
  static const Words words = {"laws", "table", "rate"};
  return words;
}
[[nodiscard]] inline const Words& residual_words() {
  static const Words words = {"time", "energy"};
  return words;
}
[[nodiscard]] inline const Words& left_out_words() {
  static const Words words = {"network", "none"};
  return words;
}

}  // namespace synergy::measured
