#pragma once

#include <optional>
#include <string>

namespace synergy {

/// "7.5 ms to 4000 ms": the range of allowed values in messages about a value that is out of it.
///
/// Both ends in the same unit, the one in which the lower end is shortest (the upper, if there is no lower),
/// so that they can be compared at a glance; "any" for an end that is open. Ends are inclusive. Only units in
/// which both ends are written exactly count. Known for the quantities of parse.hpp.
template <class Q>
[[nodiscard]] std::string range_text(std::optional<Q> low, std::optional<Q> high);

}  // namespace synergy
