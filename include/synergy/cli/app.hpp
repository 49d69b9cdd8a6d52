#pragma once

#include "synergy/planner/registry.hpp"

namespace synergy::cli {

/// The command line: parses, runs, maps every error to the documented exit code. It knows the `planners` of a
/// registry, which must outlive the call.
[[nodiscard]] int run(int argc, char** argv,
                      const planner::Registry& planners = planner::Registry::builtin());

}  // namespace synergy::cli
