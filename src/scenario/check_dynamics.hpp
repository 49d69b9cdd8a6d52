#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/scenario/scenario.hpp"

namespace synergy::scenario {

/// What the lines of a body that changes cannot mean together: an app that starts twice, a device that comes
/// though it is there, a path loss where no link looks at it. Recorded at the lines. Pre: each line is good.
void check_dynamics(const Scenario& scenario, input::Problems& problems);

}  // namespace synergy::scenario
