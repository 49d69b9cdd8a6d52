#pragma once

#include "synergy/device/profile_fields.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/input/write.hpp"
#include "synergy/quantities/parse.hpp"

#include <string>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>

// What profile files of the family are made of: numbers that stand in lists, where keys repeat.
namespace synergy::measured {

/// What something is divided by, or what would make no sense at 0. By key: a key means the same wherever it
/// stands.
template <class Q>
[[nodiscard]] device::SourcedAmount<Q> amount_of(std::string_view key) {
  // A whole inference at most, and what several of them are fitted to.
  if constexpr (std::is_same_v<Q, Duration>) {
    if (key == "time") return {nanoseconds(1), seconds(10'000)};
  } else if constexpr (std::is_same_v<Q, Ratio>) {
    // Between two operating points of one chip.
    if (key == "time_scale") return {Ratio::from_si(1e-3), Ratio::from_si(1e3)};
  } else if constexpr (std::is_same_v<Q, Energy>) {
    // 100 W in the longest time.
    if (key == "energy") return {Energy(), Energy::from_si(1e6)};
  } else if constexpr (!std::is_same_v<Q, Power> && !std::is_same_v<Q, TimePerByte>) {
    const bool divides = key == "clock" || key == "cpu_clock" || key == "voltage" || key == "rate";
    if (divides) return device::positive<Q>();
  }
  return {};
}

template <class Q>
void read_number(input::Mapping& from, std::string_view key, device::Sourced<Q>& to) {
  if (const auto value = from.required(key)) amount_of<Q>(key).read(*value, to);
}

inline void read_size(input::Mapping& from, std::string_view key, Bytes& to) {
  if (const auto value = from.required(key)) to = value->quantity<Bytes>(Bytes(1), device::kMostMemory);
}

/// The lines that read_number() reads back to exactly the same; `indent` is that of the key. Ends with a line
/// feed.
template <class Q>
[[nodiscard]] std::string number_text(std::string_view key, const device::Sourced<Q>& number,
                                      std::string_view indent = "") {
  input::Yaml mapping = input::Yaml::mapping();
  mapping.put(key, amount_of<Q>(key).save(number));
  const std::string lines = input::to_yaml(mapping);
  std::string text;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin);
    text += fmt::format("{}{}\n", indent, lines.substr(begin, end - begin));
    begin = end + 1;
  }
  return text;
}

[[nodiscard]] inline std::string size_text(std::string_view key, Bytes size) {
  return fmt::format("{}: {}\n", key, input::in_quotes(to_text(size)));
}

}  // namespace synergy::measured
