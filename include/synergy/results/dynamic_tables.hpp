#pragma once

#include "synergy/results/table.hpp"
#include "synergy/run/record.hpp"

#include <vector>

// Tables of bodies that change. They join on run_id, and have no rows of other runs; a result folder has them
// if one of its bodies changes.
namespace synergy::results {

/// One row per run: how often the body and its plan changed, what that took, what became of batteries.
[[nodiscard]] Table dynamics_table(const std::vector<run::RunRecord>& records);
/// One row per stretch of a run in which body, apps and plan stay as they are.
[[nodiscard]] Table epochs_table(const std::vector<run::RunRecord>& records);
/// One row per lasting change, with the replanning that answered it; then those that answered none.
[[nodiscard]] Table changes_table(const std::vector<run::RunRecord>& records);
/// One row per step of time and run: throughput and power of the body; for figures.
[[nodiscard]] Table over_time_table(const std::vector<run::RunRecord>& records);
/// One row per step of time, run and device: charge and temperature.
[[nodiscard]] Table devices_over_time_table(const std::vector<run::RunRecord>& records);

/// All five, in this order.
[[nodiscard]] std::vector<Table> dynamic_tables(const std::vector<run::RunRecord>& records);

}  // namespace synergy::results
