#include "synergy/sweep/tables.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/dynamic_tables.hpp"
#include "synergy/results/summary.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>

#include "summary.hpp"
#include <fmt/format.h>

namespace synergy::sweep {
namespace {

using results::Cell;
using results::Table;
using Records = std::vector<run::RunRecord>;

/// In the order of table_names().
constexpr Table (*kTables[])(const Records&) = {
    results::runs_table,   results::apps_table,     results::devices_table, results::units_table,
    results::links_table,  results::segments_table, results::phases_table,  results::dynamics_table,
    results::epochs_table, results::changes_table};

Table table_of(std::string_view name, const Records& records) {
  const auto found = std::find(table_names().begin(), table_names().end(), name);
  ensure(found != table_names().end(), "a sweep writes known tables");
  return kTables[found - table_names().begin()](records);
}

/// Takes the wall-clock columns out.
void drop_wall(Table& table) {
  for (std::size_t c = table.columns.size(); c-- > 0;) {
    if (!table.columns[c].name.starts_with("wall_")) continue;
    const auto at = static_cast<std::ptrdiff_t>(c);
    table.columns.erase(table.columns.begin() + at);
    for (auto& row : table.rows) row.erase(row.begin() + at);
  }
}

/// Puts the factors after the first column, run_id.
void add_factors(Table& table, const std::vector<results::Column>& columns, const std::vector<Cell>& cells) {
  table.columns.insert(table.columns.begin() + 1, columns.begin(), columns.end());
  for (auto& row : table.rows) row.insert(row.begin() + 1, cells.begin(), cells.end());
}

/// The CSV lines of a table without its header.
std::string rows_of(const Table& table) {
  const std::string csv = to_csv(table);
  return csv.substr(csv.find('\n') + 1);
}

/// A sweep's tables are those of `run` changed at the end, so that both have the same columns and
/// definitions.
Table finished(const Points& points, const Group& group, Table table) {
  drop_wall(table);
  if (table.name == "runs") add_factors(table, points.factor_columns(), points.factor_cells(group));
  return table;
}

/// The tables of a sweep without rows.
std::vector<Table> empty_tables(const Points& points) {
  std::vector<Table> tables;
  for (const std::string& name : points.sweep().tables)
    tables.push_back(finished(points, points.groups().front(), table_of(name, {})));
  return tables;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> table_headers(const Points& points) {
  std::vector<std::pair<std::string, std::string>> headers;
  for (const Table& table : empty_tables(points)) {
    std::string header = to_csv(table);
    // The line feed, which the header of a journal does not have.
    header.pop_back();
    headers.emplace_back(table.name, std::move(header));
  }
  return headers;
}

std::string data_package(const Points& points) {
  std::vector<Table> tables = empty_tables(points);
  tables.push_back({"summary", results::summary_columns(points.factor_columns()), {}});
  return results::data_package(tables);
}

Entry entry_of(const Points& points, const Group& group, Key key, const Records& record) {
  Entry entry{key, std::string(to_text(record.front().status)), {}};
  for (const std::string& name : points.sweep().tables)
    entry.rows.push_back(rows_of(finished(points, group, table_of(name, record))));
  return entry;
}

Entry failed_entry(const Points& points, const Task& task, Key key, int replication,
                   const std::string& reason) {
  const Group& group = points.groups()[static_cast<std::size_t>(task.group)];
  Entry entry{key, "failed", {}};
  for (const std::string& name : points.sweep().tables) {
    if (name != "runs") {
      entry.rows.emplace_back();
      continue;
    }
    // By name, not by place: columns come and go, and those that are not listed stay empty.
    Table runs = table_of(name, {});
    auto& row = runs.rows.emplace_back();
    for (const results::Column& column : runs.columns) {
      if (column.name == "run_id")
        row.emplace_back(to_id(key));
      else if (column.name == "scenario")
        row.emplace_back(points.scenario_name(group));
      else if (column.name == "planner" && task.planner != nullptr)
        row.emplace_back(std::string(task.planner->name));
      else if (column.name == "policy" && task.planner != nullptr)
        row.emplace_back(std::string(to_text(task.policy)));
      else if (column.name == "replication")
        row.emplace_back(std::int64_t{replication});
      else if (column.name == "status")
        row.emplace_back(entry.status);
      else if (column.name == "reasons")
        row.emplace_back(reason);
      else
        row.emplace_back();
    }
    entry.rows.push_back(rows_of(finished(points, group, std::move(runs))));
  }
  return entry;
}

StatusCounts write_tables(const std::filesystem::path& folder, std::span<JournalContent> journals) {
  struct Where {
    JournalContent::Place place;
    JournalContent* journal;
  };
  std::vector<Where> order;
  for (JournalContent& journal : journals) {
    for (const JournalContent::Place& place : journal.places()) order.push_back({place, &journal});
  }
  std::sort(order.begin(), order.end(), [](const Where& a, const Where& b) { return a.place < b.place; });
  const auto& tables = journals.front().header().tables;
  // What an earlier call left behind would be read together with the new tables.
  std::set<std::string> kept;
  for (const auto& table : tables) kept.insert(table.first + ".csv");
  // Of runs alone: journals of other searches have points of another kind.
  std::optional<Summary> summary;
  if (tables.front().first == "runs") {
    summary.emplace(tables.front().second);
    kept.insert("summary.csv");
  }
  results::clear_results(folder, kept);
  // All are written before any is put in place: an interruption, but for the moment of renaming, leaves all
  // old tables or all new ones.
  std::vector<results::FileAside> files;
  for (const auto& [name, header] : tables) files.emplace_back(folder / (name + ".csv")).write(header + "\n");
  StatusCounts counts;
  for (const Where& where : order) {
    const Entry entry = where.journal->read(where.place);
    ++counts[entry.status];
    for (std::size_t t = 0; t < files.size(); ++t) files[t].write(entry.rows.at(t));
    if (summary) summary->add(entry.rows.front());
  }
  if (summary) files.emplace_back(folder / "summary.csv").write(summary->to_csv());
  for (results::FileAside& file : files) file.commit();
  results::write_file(folder / "datapackage.json",
                      results::with_other_csv(journals.front().header().data_package, folder));
  return counts;
}

}  // namespace synergy::sweep
