#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/input/reader.hpp"

namespace synergy::link {

/// Reads {value, low, high, source, class}, value between the bounds.
template <class Q>
device::Sourced<Q> read_sourced(const input::Value& value, std::optional<Q> lowest,
                                std::optional<Q> highest) {
  device::Sourced<Q> number;
  const std::size_t problems = value.problems().count();
  input::Mapping keys = value.mapping();
  if (const auto v = keys.required("value")) number.value = v->quantity<Q>(lowest, highest);
  if (const auto v = keys.optional("low")) number.low = v->quantity<Q>(lowest, highest);
  if (const auto v = keys.optional("high")) number.high = v->quantity<Q>(lowest, highest);
  if (const auto v = keys.required("source")) number.source = v->text();
  if (const auto v = keys.required("class")) {
    number.value_class = static_cast<device::ValueClass>(v->choice("class", device::class_names()));
  }
  keys.finish();
  const bool between =
      (!number.low || *number.low <= number.value) && (!number.high || number.value <= *number.high);
  if (!between && value.problems().count() == problems) {
    value.fail("value is not between low and high");
  }
  return number;
}

}  // namespace synergy::link
