#pragma once

#include "synergy/device/number_bounds.hpp"
#include "synergy/input/error.hpp"
#include "synergy/quantities/checked.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>

#include <fmt/format.h>

namespace synergy::link {

/// The time of a transfer as planners ask for it. A rate of 1 B/s and packets with 1 MB of overhead are each
/// within what a profile may say; a transfer of centuries by both of them is the profile's mistake, and is
/// told as one. `profile`: its name. Throws InputError beyond device::kLongestPhase.
[[nodiscard]] inline Duration within_limit(double seconds, Bytes size, const std::string& profile) {
  if (!(seconds <= device::kLongestPhase.s())) {
    throw InputError(
        {"link profile '" + profile + "'"},
        fmt::format("a transfer of {} B takes {:.3g} s by its numbers, more than the {:.0f} s that "
                    "one may take",
                    size.count(), seconds, device::kLongestPhase.s()));
  }
  return whole_ns(seconds * 1e9);
}

}  // namespace synergy::link
