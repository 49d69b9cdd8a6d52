#pragma once

#include "synergy/base/random.hpp"
#include "synergy/scenario/dynamics.hpp"

namespace synergy::dynamics {

/// What no drawn time is below and above: with less, a list of changes would have no end.
inline constexpr Duration kLeastDrawn = milliseconds(1);
inline constexpr Duration kMostDrawn = seconds(1e8);

/// One time by a law, rounded to whole nanoseconds, from kLeastDrawn to kMostDrawn. `fixed` takes no number
/// from the stream, a lognormal may take several, all others one.
[[nodiscard]] Duration draw(const scenario::Distribution& law, RandomStream& random);

}  // namespace synergy::dynamics
