#pragma once

#include "synergy/quantities/duration.hpp"

#include <cstdint>

namespace synergy::simulation {

/// An event that the kernel has been given: when it is due, and its place among simultaneous ones.
struct Pending {
  Time due = Time::max();  ///< max(): none
  std::uint64_t order = 0;
};

}  // namespace synergy::simulation
