#pragma once

#include "synergy/input/document.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/run/workload.hpp"
#include "synergy/scenario/load.hpp"

#include <memory>
#include <string>
#include <vector>

#include "command.hpp"

namespace synergy::cli {

/// The planners of a registry that are named on the command line ("all" for every one), or else the
/// scenario's own.
/// Each once, in the order named. A name that is not known is a UsageError on the command line and an
/// InputError, with its place, in the scenario.
[[nodiscard]] std::vector<const planner::Planner*> chosen_planners(const planner::Registry& registry,
                                                                   const std::vector<std::string>& names,
                                                                   const scenario::Scenario& scenario);

/// The policies named ("all", "paired" or names), or else the scenario's own; none stands for paired.
[[nodiscard]] std::vector<std::optional<scenario::Policy>> chosen_policies(
    const std::vector<std::string>& names, const scenario::Scenario& scenario);

/// A plan file in the place of a planner: in results its planner is "fixed:NAME", NAME the file's name
/// without folder and extension.
struct PlanFile {
  std::string planner;
  input::Document document;
};
/// Reads the files. Throws InputError if one is not YAML, UsageError if two have the same name.
[[nodiscard]] std::vector<PlanFile> load_plan_files(const std::vector<std::string>& files);

/// Name and hash of every file that was read, and of what planners from outside were made of.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> input_hashes(
    const scenario::Library& library, const Common& common, const std::vector<PlanFile>& plans = {});

/// Rows of different scenarios are told apart by name: throws UsageError if two have the same.
void require_distinct_names(const std::vector<run::Workload>& workloads);

/// `--set path=value` arguments as overrides.
/// Throws UsageError where api::settings() has an InputError: here it is the command line that is wrong.
[[nodiscard]] std::vector<scenario::Override> overrides(const std::vector<std::string>& settings);

}  // namespace synergy::cli
