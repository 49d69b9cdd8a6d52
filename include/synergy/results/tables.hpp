#pragma once

#include "synergy/results/table.hpp"
#include "synergy/run/record.hpp"

#include <string_view>
#include <vector>

namespace synergy::results {

using run::RunRecord;

/// The tidy tables of a result directory, which join on `run_id`. Records of infeasible runs have a row in
/// `runs` only. Rows follow the records, then the scenario's order of apps, devices and the plan's of units.
[[nodiscard]] Table runs_table(const std::vector<RunRecord>& records);
[[nodiscard]] Table apps_table(const std::vector<RunRecord>& records);
[[nodiscard]] Table devices_table(const std::vector<RunRecord>& records);
[[nodiscard]] Table units_table(const std::vector<RunRecord>& records);
[[nodiscard]] Table links_table(const std::vector<RunRecord>& records);
[[nodiscard]] Table segments_table(const std::vector<RunRecord>& records);
[[nodiscard]] Table phases_table(const std::vector<RunRecord>& records);
/// Mean and 95 % confidence interval (Student t) over replications, one row per scenario, planner and policy.
[[nodiscard]] Table summary_table(const std::vector<RunRecord>& records);

/// All tables of the given records, in the order above; then, if one of their bodies changes, those of
/// dynamic_tables.hpp.
[[nodiscard]] std::vector<Table> all_tables(const std::vector<RunRecord>& records);
/// Their names, and one of them by its name. Pre: it is one of the names.
[[nodiscard]] std::vector<std::string_view> names_of_all_tables(const std::vector<RunRecord>& records);
[[nodiscard]] Table table_named(std::string_view name, const std::vector<RunRecord>& records);

}  // namespace synergy::results
