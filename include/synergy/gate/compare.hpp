#pragma once

#include "synergy/gate/tolerances.hpp"
#include "synergy/input/csv.hpp"
#include "synergy/results/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::gate {

/// What came of one metric, or of a column or row that only one side has. `breach`, `missing_column` and
/// `missing_row` fail the gate.
/// In tables, a verdict is the name of its value here.
enum class Verdict : std::uint8_t {
  same,  ///< every row exactly
  /// Changed, within the tolerance in every row.
  within,
  /// Changed by more in some row, always for the better, which was allowed.
  better,
  /// Changed by more than the tolerance in some row.
  breach,
  /// Only the old table has this column.
  missing_column,
  /// A row of the old table has no partner: something is no longer measured.
  missing_row,
  /// Only the new table has this column.
  new_column,
  /// Likewise only in the new table: more is measured, which is no fault.
  new_row,
};
/// The name as in the enumeration; a literal.
[[nodiscard]] std::string_view to_text(Verdict verdict);
/// Whether a gate with this verdict fails: the three named above.
[[nodiscard]] bool fails(Verdict verdict);

/// How a column that is not a key changed over the rows that both tables have. A change is new / old - 1
/// (of a negative old value, relative to its size); a pair has none if one of the two is empty or text, or
/// the old one alone is 0: then it counts as changed beyond any tolerance.
struct MetricChange {
  std::string metric;
  /// Empty for counts, text and columns that the program does not declare.
  std::string unit;
  /// Which direction is better, if any: it decides what `better` may mean.
  results::Role role = results::Role::value;
  /// Relative to the old value; none for text, which must be the same.
  std::optional<double> tolerance;
  /// Rows whose values differ; numbers that are written differently and are equal do not.
  std::int64_t changed_count = 0;
  /// Of these, rows beyond the tolerance; not those that are better where that is allowed.
  std::int64_t breach_count = 0;
  /// Over all rows that have a change, unchanged ones included as 0; none if no row has one.
  std::optional<double> mean_change;
  /// The worst row: a breach before others, a change for the worse before others, a larger one before others.
  std::optional<double> worst_change;
  /// Its key, as people read it; empty if nothing changed.
  std::string worst_row;
  /// Its values, in the unit of the metric.
  results::Cell worst_old, worst_new;
  Verdict verdict = Verdict::same;
};

/// Two versions of one table.
/// Lists are in the order of the files that they come from; every list is empty where both tables are alike.
struct TableChange {
  std::string table;
  std::int64_t joined_count = 0;  ///< rows that both have
  /// One for each column that both have, but for keys and what the tolerances leave out.
  std::vector<MetricChange> metrics;
  std::vector<std::string> missing_columns, new_columns;
  std::vector<std::string> missing_rows, new_rows;  ///< their keys

  /// Whether something is missing or breached.
  [[nodiscard]] bool failed() const;
};

/// What to compare, and how.
struct Options {
  /// Default: everything the same, wall_* left out.
  Tolerances tolerances;
  /// Changes for the better are no breach, where one direction is better: a gate against losses only.
  bool allow_better = false;
  /// Columns that name a row; empty: those the table declares, or the factors of a sweep.
  std::vector<std::string> keys;
};

/// Compares two versions of the table that `declared` describes (its rows are not looked at): the core of the
/// gate that holds a changed program against the results of an earlier one.
///
/// Columns that it does not know (`x_*` of a sweep) count as numbers if all their cells are. Rows are joined
/// by their keys; the order of rows and columns does not matter. A change from 0, and from or to an empty
/// cell, is beyond every tolerance. O(rows log rows) for each table, then O(rows) for each metric.
///
/// Throws InputError with the file and line: a key column is missing, two rows have the same key, a cell of a
/// number column is no number.
[[nodiscard]] TableChange compare(const results::Table& declared, const input::Csv& old_table,
                                  const input::Csv& new_table, const Options& options);

}  // namespace synergy::gate
