#pragma once

#include "synergy/simulation/result.hpp"

#include <string_view>

namespace synergy::results {

/// The name of a phase as in phases.csv.
[[nodiscard]] std::string_view phase_name(simulation::PhaseResult::Kind kind);

}  // namespace synergy::results
