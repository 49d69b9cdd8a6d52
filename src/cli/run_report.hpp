#pragma once

#include "synergy/results/tables.hpp"

#include <vector>

#include "command.hpp"

namespace synergy::cli {

/// Prints runs.csv; to people the columns that say something, with replications in one row.
void print_runs(const results::Table& runs, const Common& common);

/// Says on stderr which runs failed, starved an app or cannot sustain their rates. Runs about which the same
/// is to be said, such as replications, are named together.
void report(const std::vector<run::RunRecord>& records);

/// A scenario that no run got a result of is what a script wants to hear of; planners that find no plan
/// beside one that does are a result.
/// A failed self-check anywhere goes before both.
[[nodiscard]] int exit_code(const std::vector<run::RunRecord>& records);

}  // namespace synergy::cli
