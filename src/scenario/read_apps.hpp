#pragma once

#include "synergy/scenario/scenario.hpp"

#include <cstddef>

#include "definitions.hpp"

namespace synergy::scenario {

/// Eight times those of the largest scenario that ships (stress). A limit, so that a slip in a generated file
/// is told and does not fill the memory.
inline constexpr std::size_t kMaxApps = 256;

/// Reads `apps`. The scenario's body, load and defaults have been read.
void read_apps(const input::Value& list, const Definitions& definitions, Scenario& scenario);

}  // namespace synergy::scenario
