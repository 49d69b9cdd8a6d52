#pragma once

#include "synergy/simulation/result.hpp"

#include <string_view>

namespace synergy::results {

/// The name of a phase as in phases.csv, which traces have, too: part of the file formats, so not to be
/// changed.
[[nodiscard]] std::string_view phase_name(simulation::PhaseResult::Kind kind);

}  // namespace synergy::results
