#include "synergy/gate/report.hpp"

#include "synergy/results/dictionary.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rows.hpp"
#include <fmt/format.h>

namespace synergy::gate {
namespace {

using results::Cell;
using results::Role;
using results::Type;

/// Units of metrics differ by row, so old and new are cells of no unit, and `unit` says which is meant.
constexpr results::Column kColumns[] = {
    {"table", "", "table compared"},
    {"metric", "", "its column; empty for a row that only one side has"},
    {"unit", "", "unit of the metric"},
    {"better", "", "smaller, larger or neither"},
    {"tolerance_ratio", "ratio", "change allowed; 0: exactly the same; empty for text", Type::number},
    {"row_count", "", "rows that both sides have", Type::integer},
    {"changed_count", "", "of these, rows whose value differs", Type::integer},
    {"breach_count", "", "of these, rows beyond the tolerance", Type::integer},
    {"mean_change_ratio", "ratio", "mean of new / old - 1", Type::number},
    {"worst_change_ratio", "ratio", "new / old - 1 of the worst row; empty for text, and where one is empty",
     Type::number},
    {"row", "", "key of the worst row, or of the row that only one side has"},
    {"old", "", "value there, in the unit of the metric"},
    {"new", "", "value there, in the unit of the metric"},
    {"verdict", "",
     "same, within (the tolerance), better (than it), breach; missing_column, missing_row (only in the old "
     "table); new_column, new_row"},
};

Cell cell(const std::optional<double>& value) {
  if (!value) return {};
  return *value;
}
Cell cell(const std::string& text) {
  if (text.empty()) return {};
  return text;
}

std::vector<Cell> row_of(const TableChange& table, const MetricChange& m) {
  return {table.table,         m.metric,
          cell(m.unit),        std::string(results::direction(m.role)),
          cell(m.tolerance),   table.joined_count,
          m.changed_count,     m.breach_count,
          cell(m.mean_change), cell(m.worst_change),
          cell(m.worst_row),   m.worst_old,
          m.worst_new,         std::string(to_text(m.verdict))};
}

/// A column or row that only one side has.
std::vector<Cell> row_of(const TableChange& table, const std::string& column, const std::string& row,
                         Verdict verdict) {
  // All that a row without a partner cannot have stays empty: no counts, no change.
  std::vector<Cell> cells(std::size(kColumns));
  cells[0] = table.table;
  cells[1] = cell(column);
  cells[10] = cell(row);
  cells.back() = std::string(to_text(verdict));
  return cells;
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string sentence(const TableChange& table) {
  // Indexed by Verdict, whose values are 0 to 7; the worst is told first.
  std::size_t of_verdict[8] = {};
  for (const MetricChange& m : table.metrics) ++of_verdict[static_cast<std::size_t>(m.verdict)];
  std::string text = fmt::format(
      "{}: {}: {} in {} compared", table.table, table.failed() ? "failed" : "passed",
      counted(static_cast<std::size_t>(table.joined_count), "row"), counted(table.metrics.size(), "metric"));
  const char* between = ": ";
  const auto tell = [&](std::size_t count, const std::string& words) {
    if (count == 0) return;
    text += between + words;
    between = ", ";
  };
  tell(of_verdict[3], fmt::format("{} beyond the tolerance", of_verdict[3]));
  tell(of_verdict[2], fmt::format("{} better", of_verdict[2]));
  tell(of_verdict[1], fmt::format("{} within the tolerance", of_verdict[1]));
  tell(of_verdict[0], fmt::format("{} the same", of_verdict[0]));
  tell(table.missing_columns.size(), counted(table.missing_columns.size(), "column") + " missing");
  tell(table.missing_rows.size(), counted(table.missing_rows.size(), "row") + " missing");
  tell(table.new_columns.size(), counted(table.new_columns.size(), "new column"));
  tell(table.new_rows.size(), counted(table.new_rows.size(), "new row"));
  return text + '\n';
}

/// The tool wants numbers of which smaller is better, without exception; 1 / 0 has no such number, so it is
/// left out.
void add_entries(const Source& source, const Options& options, nlohmann::ordered_json& entries) {
  const input::Csv& csv = *source.csv;
  const Rows rows(csv, std::string(source.declared->name),
                  key_columns(*source.declared, options.keys, {&csv}));
  for (std::size_t row = 0; row < csv.row_count(); ++row) {
    for (const results::Column& column : source.declared->columns) {
      const auto index = csv.find(column.name);
      const bool larger = column.role == Role::larger_is_better;
      // Columns without a direction would be drawn as if less were better.
      if (!index || !(larger || column.role == Role::smaller_is_better)) continue;
      if (!options.tolerances.of(column.name)) continue;
      const auto value = number(csv, row, *index);
      if (!value || (larger && *value == 0)) continue;
      std::string name = fmt::format("{} {}", rows.key(row), column.name);
      std::string unit(column.unit.empty() ? "count" : column.unit);
      if (larger) {
        name += unit == "inf/s" ? " as time per inference" : " as reciprocal";
        unit = unit == "inf/s" ? "s/inf" : fmt::format("1/{}", unit);
      }
      entries.push_back({{"name", name}, {"unit", unit}, {"value", larger ? 1 / *value : *value}});
    }
  }
}

}  // namespace

results::Table report_table(const std::vector<TableChange>& changes, bool only_changes) {
  results::Table report{"comparison", {std::begin(kColumns), std::end(kColumns)}, {}};
  for (const TableChange& table : changes) {
    for (const MetricChange& metric : table.metrics) {
      if (!only_changes || metric.verdict != Verdict::same) report.rows.push_back(row_of(table, metric));
    }
    for (const auto& [columns, verdict] : {std::pair{&table.missing_columns, Verdict::missing_column},
                                           std::pair{&table.new_columns, Verdict::new_column}}) {
      for (const std::string& column : *columns) report.rows.push_back(row_of(table, column, "", verdict));
    }
    for (const auto& [rows, verdict] : {std::pair{&table.missing_rows, Verdict::missing_row},
                                        std::pair{&table.new_rows, Verdict::new_row}}) {
      for (const std::string& row : *rows) report.rows.push_back(row_of(table, "", row, verdict));
    }
  }
  return report;
}

std::string summary(const std::vector<TableChange>& changes) {
  std::string text;
  for (const TableChange& table : changes) text += sentence(table);
  return text;
}

std::string github_benchmark(const std::vector<Source>& sources, const Options& options) {
  auto entries = nlohmann::ordered_json::array();
  for (const Source& source : sources) add_entries(source, options, entries);
  return entries.dump(1) + "\n";
}

}  // namespace synergy::gate
