#pragma once

#include <optional>
#include <string>

namespace synergy {

/// "7.5 ms to 4000 ms": both ends in the same unit, the one in which the lower end is shortest, so that they
/// can be compared at a glance; "any" for an end that is open. Known for the quantities of parse.hpp.
template <class Q>
[[nodiscard]] std::string range_text(std::optional<Q> low, std::optional<Q> high);

}  // namespace synergy
