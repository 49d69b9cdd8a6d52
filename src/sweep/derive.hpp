#pragma once

#include "synergy/scenario/library.hpp"
#include "synergy/scenario/load.hpp"
#include "synergy/sweep/points.hpp"
#include "synergy/sweep/sweep.hpp"

#include <string>
#include <vector>

namespace synergy::sweep {

/// The `name` a scenario file states; empty if it does not.
[[nodiscard]] std::string scenario_name(const input::Document& document);

/// The scenario file with the settings of a part, and of one level of each axis (in the order of the axes).
/// The problem of a failure names the setting it comes from, not the path of the file. Safe to call from
/// several threads: `scenario` is not changed, and a library locks itself.
[[nodiscard]] Derived derive(const input::Document& scenario, const Part& part,
                             const std::vector<const Level*>& levels, scenario::Library& library);

}  // namespace synergy::sweep
