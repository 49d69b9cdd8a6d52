#pragma once

#include "synergy/outside/planners.hpp"
#include "synergy/planner/registry.hpp"

namespace synergy::cli {

/// The program synergy-sim: parses the command line, runs the command, maps every error to the documented
/// exit code, which it returns; no exception of a command leaves it.
///
/// It knows the `planners` of a registry, which must outlive the call: a program with planners of its own
/// gives its own registry and gets every command; `whence`: what they are made of, for manifests. Results go
/// to stdout, messages to stderr; stdout is made line-buffered. The data folder is that of --data, else the
/// one that api::data_folder() finds.
[[nodiscard]] int run(int argc, char** argv, const planner::Registry& planners = planner::Registry::builtin(),
                      const outside::Provenance& whence = {});

}  // namespace synergy::cli
