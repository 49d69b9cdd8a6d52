#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/sweep/sweep.hpp"

#include <string>

namespace synergy::sweep {

/// Reads one entry of `axes` (scenarios/sweeps/README.md): a list of values, or a mapping with `path` and
/// either `values`, a range, or `settings`.
[[nodiscard]] Axis read_axis(const std::string& name, const input::Value& value);

/// The levels of `axis` that `value` names, one or a list of them; a name that no level has is a problem.
[[nodiscard]] std::vector<bool> read_levels(const Axis& axis, const input::Value& value);

}  // namespace synergy::sweep
