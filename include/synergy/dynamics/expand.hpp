#pragma once

#include "synergy/dynamics/change.hpp"
#include "synergy/scenario/scenario.hpp"

#include <vector>

namespace synergy::dynamics {

/// All that happens to the scenario's body before `end`, whatever makes it happen: the timeline, processes
/// (drawn for this replication, 0-based) and traces, in that order at one instant, lines in file order. Times
/// ascend. Planner, policy and settings of replanning do not enter: all meet the same changes.
///
/// Several lines may be about one thing. A device is there while none of them keeps it away: the timeline's
/// leave holds until its join, a line with `for` and every process and trace for its own time. So do apps,
/// where a `start` with `for` lets an app run that the timeline has stopped. Of rates, clocks and path losses
/// that are set, the one that was set last and still lasts counts; what is added to a path loss adds up, and
/// while any line blocks a link it is blocked. What would not change anything is left out.
///
/// A pair whose path loss is added to begins at what the body says of it, or else its link, 75 dB by default.
/// Thresholds of batteries are not in the list, as charges depend on the plan. O(number of changes x log).
/// Empty for scenarios that do not change. Pre: as loaded.
[[nodiscard]] std::vector<Change> expand(const scenario::Scenario& scenario, int replication, Time end);

}  // namespace synergy::dynamics
