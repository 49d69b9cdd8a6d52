#pragma once

#include "synergy/gate/compare.hpp"

#include <string>
#include <vector>

namespace synergy::gate {

/// The comparison as a table of its own, "comparison": one row per metric, then one per column or row that
/// only one side has, table by table. `only_changes` leaves out metrics that are the same, which people need
/// not see and scripts may want to count.
[[nodiscard]] results::Table report_table(const std::vector<TableChange>& changes, bool only_changes);

/// One line per table, for people: whether it passed, how much was compared and what came of it. Ends with a
/// line end; empty without tables.
[[nodiscard]] std::string summary(const std::vector<TableChange>& changes);

/// A table and what is declared of it; both stay with the caller. Neither is null.
struct Source {
  /// Name, columns, units and which direction is better; rows are not looked at.
  const results::Table* declared;
  const input::Csv* csv;
};

/// The values of tables as JSON for github-action-benchmark, tool `customSmallerIsBetter`: one object per row
/// and metric of which one direction is better, empty cells and what the tolerances leave out apart. Where
/// larger is better, the reciprocal is given ("time per inference" for inferences per second), and nothing
/// for 0. `keys` as in Options. Throws as compare().
/// Reciprocals, because the tool has one direction for the whole file. Names are "KEY COLUMN": they change
/// with the keys.
[[nodiscard]] std::string github_benchmark(const std::vector<Source>& sources, const Options& options);

}  // namespace synergy::gate
