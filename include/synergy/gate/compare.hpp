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
enum class Verdict : std::uint8_t {
  same,            ///< every row exactly
  within,          ///< changed within the tolerance
  better,          ///< changed more, always for the better, which was allowed
  breach,          ///< changed more
  missing_column,  ///< only the old table has it
  missing_row,
  new_column,  ///< only the new table has it
  new_row,
};
[[nodiscard]] std::string_view to_text(Verdict verdict);
[[nodiscard]] bool fails(Verdict verdict);

/// How a column that is not a key changed over the rows that both tables have. A change is new / old - 1; a
/// pair has none if one of the two is empty or text, or the old one alone is 0: then it counts as changed
/// beyond any tolerance.
struct MetricChange {
  std::string metric;
  std::string unit;
  results::Role role = results::Role::value;
  std::optional<double> tolerance;  ///< none for text, which must be the same
  std::int64_t changed_count = 0;   ///< rows whose values differ
  std::int64_t breach_count = 0;    ///< rows beyond the tolerance
  std::optional<double> mean_change;
  /// The worst row: a breach before others, a change for the worse before others, a larger one before others.
  std::optional<double> worst_change;
  std::string worst_row;               ///< its key; empty if nothing changed
  results::Cell worst_old, worst_new;  ///< its values
  Verdict verdict = Verdict::same;
};

/// Two versions of one table.
struct TableChange {
  std::string table;
  std::int64_t joined_count = 0;  ///< rows that both have
  std::vector<MetricChange> metrics;
  std::vector<std::string> missing_columns, new_columns;
  std::vector<std::string> missing_rows, new_rows;  ///< their keys

  [[nodiscard]] bool failed() const;
};

/// What to compare, and how.
struct Options {
  Tolerances tolerances;
  bool allow_better = false;  ///< changes for the better are no breach, where one direction is better
  std::vector<std::string>
      keys;  ///< columns that name a row; empty: those the table declares, or the factors of a sweep
};

/// Compares two versions of the table that `declared` describes (its rows are not looked at). Columns that it
/// does not know (`x_*` of a sweep) count as numbers if all their cells are. Rows are joined by their keys;
/// the order of rows and columns does not matter. Throws InputError: a key column is missing, two rows have
/// the same key, a cell of a number column is no number.
[[nodiscard]] TableChange compare(const results::Table& declared, const input::Csv& old_table,
                                  const input::Csv& new_table, const Options& options);

}  // namespace synergy::gate
