#pragma once

#include "synergy/results/table.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::results {

/// Every table of the program, without rows: those of a result directory, `ratios` and `claims` of
/// `reproduce`, those of `sensitivity`, `suite` and `attack`, `pareto` of `plan --pareto`, and those that
/// commands only print: `cost`, `diff`, and `points` of `sweep --dry-run`.
[[nodiscard]] std::vector<Table> declared_tables();

/// Whether no command writes this table as a file: a file of that name in a result directory is not ours.
[[nodiscard]] bool is_printed_only(std::string_view table);

/// "text", "integer", "number".
[[nodiscard]] std::string_view to_text(Type type);
/// Which is better: "smaller", "larger", "neither".
[[nodiscard]] std::string_view direction(Role role);

/// One row per column of the declared tables: what `list metrics` prints.
[[nodiscard]] Table dictionary_table();

/// A descriptor of tables that lie as NAME.csv in one folder, as JSON: a Tabular Data Package of the
/// Frictionless standards (specs.frictionlessdata.io), with a table schema for each. A column's unit is the
/// property `unit` of its field. Depends on the columns alone, not on the rows.
[[nodiscard]] std::string data_package(const std::vector<Table>& tables);

/// The descriptor with every other CSV file that lies in the folder itself, with the columns of its header.
[[nodiscard]] std::string with_other_csv(const std::string& data_package,
                                         const std::filesystem::path& folder);

}  // namespace synergy::results
