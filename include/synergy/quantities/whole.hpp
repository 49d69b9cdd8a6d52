#pragma once

#include "synergy/quantities/checked.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>

namespace synergy {

/// Energy and power as whole numbers: the one encoding of everything that adds, removes and compares costs
/// (the planners' search), because sums of whole numbers do not depend on their order and leave nothing
/// behind when a part is taken out again.
///
/// | quantity | unit | range of an int64 |
/// |---|---|---|
/// | energy | femtojoule, 1e-15 J | +-9.2 kJ |
/// | power | nanowatt, 1e-9 W | +-9.2 GW |
///
/// Boundary: profiles, costs (plan/costs.hpp), estimates and the simulation's accounts hold Energy and Power,
/// doubles in SI units. A number becomes whole here, once, when the search takes it over, and a double again
/// when a result of the search is reported.

/// Rounded to the nearest, halves away from zero. Throw OutOfRange beyond the range above, which costs of one
/// inference on a body keep by far, but profiles made of extremes need not.
[[nodiscard]] inline std::int64_t femtojoules(Energy energy) { return whole(energy.si() * 1e15, "fJ"); }
[[nodiscard]] inline std::int64_t nanowatts(Power power) { return whole(power.si() * 1e9, "nW"); }

/// Back to SI, for what the search reports. Exact up to 2^53 fJ, about 9 J, but for one rounding.
[[nodiscard]] constexpr Energy energy_of_fj(std::int64_t femtojoules) {
  return Energy::from_si(static_cast<double>(femtojoules) * 1e-15);
}
[[nodiscard]] constexpr Power power_of_nw(std::int64_t nanowatts) {
  return Power::from_si(static_cast<double>(nanowatts) * 1e-9);
}

/// What a power comes to in a time, in fJ before it is rounded.
/// 1 nW x 1 ns is 1e-18 J, a thousandth of a femtojoule.
[[nodiscard]] constexpr double fj_in(std::int64_t nanowatts, Duration time) {
  return static_cast<double>(nanowatts) * static_cast<double>(time.ns()) * 1e-3;
}
/// The same in whole fJ. Monotone in both, rounding included, so that bounds stay bounds. Throws OutOfRange.
[[nodiscard]] inline std::int64_t femtojoules_in(std::int64_t nanowatts, Duration time) {
  return whole(fj_in(nanowatts, time), "fJ");
}

}  // namespace synergy
