#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/sweep/sweep.hpp"

#include <filesystem>
#include <map>
#include <string>

#include "keys.hpp"

namespace synergy::sweep {

/// Axes, zips, settings and exclusions that parts share by name.
using AxisGroups = std::map<std::string, Part>;

/// Reads `groups`.
[[nodiscard]] AxisGroups read_groups(const input::Value& value, const planner::Registry& planners);

/// Reads what stands under the keys of a part, those of a file's root or of an item of `parts`. `part` holds
/// what it starts from: lists of scenarios, planners and policies are replaced, axes and the like are added.
void read_part(const PartKeys& keys, const AxisGroups& groups, const std::filesystem::path& base,
               scenario::Library& library, Sweep& sweep, Part& part);

/// Records a problem for each axis of which no level makes a valid scenario, and for settings that do not.
/// Axes are looked at one by one, so that the cost is that of their levels added, not multiplied. Throws
/// InputError for problems of a scenario's own file.
void check_paths(const Sweep& sweep, const Part& part, scenario::Library& library, input::Problems& problems);

}  // namespace synergy::sweep
