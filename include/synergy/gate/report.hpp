#pragma once

#include "synergy/gate/compare.hpp"

#include <string>
#include <vector>

namespace synergy::gate {

/// One row per metric, then one per column or row that only one side has. `only_changes` leaves out metrics
/// that are the same.
[[nodiscard]] results::Table report_table(const std::vector<TableChange>& changes, bool only_changes);

/// One sentence per table: how much was compared and what came of it.
[[nodiscard]] std::string summary(const std::vector<TableChange>& changes);

/// A table and what is declared of it; both stay with the caller.
struct Source {
  const results::Table* declared;
  const input::Csv* csv;
};

/// The values of tables as JSON for github-action-benchmark, tool `customSmallerIsBetter`: one object per row
/// and metric of which one direction is better, empty cells and what the tolerances leave out apart. Where
/// larger is better, the reciprocal is given ("time per inference" for inferences per second), and nothing
/// for 0. `keys` as in Options. Throws as compare().
[[nodiscard]] std::string github_benchmark(const std::vector<Source>& sources, const Options& options);

}  // namespace synergy::gate
