#pragma once

#include <span>

#include "columns.hpp"

// Columns of runs.csv, by what they tell of; runs_table.cpp puts them together.
namespace synergy::results {

using RunColumn = ColumnOf<RunRecord>;

/// What was measured in the window of a simulated run.
[[nodiscard]] std::span<const RunColumn> simulated_columns();
/// What the planner's estimate says beforehand.
[[nodiscard]] std::span<const RunColumn> predicted_columns();
/// What no plan can be better than, and how far the row's own is from it.
[[nodiscard]] std::span<const RunColumn> bound_columns();

/// A cell that only a simulated run has.
template <class Value>
Cell simulated(const RunRecord& row, Value value) {
  if (!row.result) return {};
  return value(*row.result);
}

}  // namespace synergy::results
