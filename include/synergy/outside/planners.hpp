#pragma once

#include "synergy/planner/registry.hpp"
#include "synergy/quantities/duration.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

// Planners that are no part of the program: in shared libraries (synergy/planner/module.hpp) and in other
// processes (process.hpp). Once they are in a registry, nothing tells them from those that ship: what they
// return is checked by the same rules, and a plan that breaks one is infeasible with the reason.
namespace synergy::outside {

/// What outside planners to add, as the user named them.
struct Sources {
  std::vector<std::string> modules;   ///< files of shared libraries
  std::vector<std::string> commands;  ///< of processes, for the shell
  Duration time_out = seconds(60);    ///< for each answer of a process
};

/// Those that the environment names, before those that are given: SYNERGY_SIM_PLANNERS has files of modules
/// with colons between them, SYNERGY_SIM_PLANNER_COMMANDS a command on each line. Nothing else, above all no
/// scenario file, can make the program run anything.
[[nodiscard]] Sources with_environment(Sources given);

/// What was added, for the manifest of results: names and hashes as of files that were read.
using Provenance = std::vector<std::pair<std::string, std::string>>;

/// Loads the planners of a module and adds them. The library stays loaded to the end of the program. Throws
/// UsageError, naming the file, if it is no library that can be loaded, has no synergy_planner_module, was
/// built with another ABI, or has a planner that the registry does not take (a name that is taken) or whose
/// name is none for files and tables (lower case, digits and _, and not one of all, fixed, paired).
/// What a planner throws later makes its plan infeasible with that reason.
[[nodiscard]] Provenance add_module(planner::Registry& registry, const std::filesystem::path& file);

/// Starts a command, asks it which planner it is, and adds that. The process, and others that calls from
/// several threads need, end with the last copy of the registry. Throws UsageError if it does not answer as
/// the protocol says (process.hpp), or the registry does not take it.
[[nodiscard]] Provenance add_process(planner::Registry& registry, const std::string& command,
                                     Duration time_out);

/// All of them, in their order: modules, then commands.
[[nodiscard]] Provenance add(planner::Registry& registry, const Sources& sources);

}  // namespace synergy::outside
