#include "synergy/results/dictionary.hpp"

#include "synergy/results/claims.hpp"
#include "synergy/results/cost_table.hpp"
#include "synergy/results/order_tables.hpp"
#include "synergy/results/pareto_table.hpp"
#include "synergy/results/sensitivity.hpp"
#include "synergy/results/tables.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

using Json = nlohmann::ordered_json;

struct Entry {
  const Table* table;
  const Column* column;
};

const ColumnOf<Entry> kColumns[] = {
    {{"table", "", "table: the CSV file's name", Type::text, Role::key},
     [](const Entry& e) { return text(e.table->name); }},
    {{"column", "", "column", Type::text, Role::key}, [](const Entry& e) { return text(e.column->name); }},
    {{"type", "", "text, integer or number; cells without a value are empty"},
     [](const Entry& e) { return text(to_text(e.column->type)); }},
    {{"unit", "", "unit of its numbers; empty for text and counts"},
     [](const Entry& e) -> Cell {
       if (e.column->unit.empty()) return {};
       return text(e.column->unit);
     }},
    {{"key", "", "y if it is one of the keys that name a row of the table, else n"},
     [](const Entry& e) { return text(e.column->role == Role::key ? "y" : "n"); }},
    {{"better", "", "smaller, larger or neither"},
     [](const Entry& e) { return text(direction(e.column->role)); }},
    {{"definition", "", "meaning"}, [](const Entry& e) { return text(e.column->definition); }},
};

std::string_view frictionless_type(Type type) { return type == Type::text ? "string" : to_text(type); }

Json field(const Column& column) {
  Json json{{"name", column.name}, {"type", frictionless_type(column.type)}};
  if (!column.unit.empty()) json["unit"] = column.unit;
  json["description"] = column.definition;
  if (column.role == Role::key) json["constraints"] = {{"required", true}};
  return json;
}

bool has_run_id(const Table& table) { return table.columns.front().name == "run_id"; }

Json schema(const Table& table, bool with_runs) {
  Json json{{"fields", Json::array()}, {"missingValues", {""}}, {"primaryKey", Json::array()}};
  for (const Column& column : table.columns) {
    json["fields"].push_back(field(column));
    if (column.role == Role::key) json["primaryKey"].push_back(column.name);
  }
  if (with_runs && table.name != "runs" && has_run_id(table)) {
    const Json reference{{"resource", "runs"}, {"fields", "run_id"}};
    json["foreignKeys"] = Json::array({Json{{"fields", "run_id"}, {"reference", reference}}});
  }
  return json;
}

}  // namespace

std::vector<Table> declared_tables() {
  std::vector<Table> tables = all_tables({});
  tables.push_back(ratios_table({}));
  tables.push_back(definition_ratios_table({}));
  tables.push_back(claims_table({}));
  for (Table& table : order_tables({})) tables.push_back(std::move(table));
  for (Table& table : sensitivity_tables({})) tables.push_back(std::move(table));
  tables.push_back(cost_table());
  tables.push_back(pareto_table());
  for (Table& table : tables) table.rows.clear();
  return tables;
}

std::string_view to_text(Type type) {
  switch (type) {
    case Type::text:
      return "text";
    case Type::integer:
      return "integer";
    case Type::number:
      break;
  }
  return "number";
}

std::string_view direction(Role role) {
  if (role == Role::smaller_is_better) return "smaller";
  return role == Role::larger_is_better ? "larger" : "neither";
}

Table dictionary_table() {
  const std::vector<Table> tables = declared_tables();
  std::vector<Entry> entries;
  for (const Table& table : tables) {
    for (const Column& column : table.columns) entries.push_back({&table, &column});
  }
  return make_table<Entry>("metrics", kColumns, entries);
}

std::string data_package(const std::vector<Table>& tables) {
  const bool with_runs =
      std::any_of(tables.begin(), tables.end(), [](const Table& table) { return table.name == "runs"; });
  Json package{{"profile", "tabular-data-package"}, {"name", "synergy-sim-results"}};
  package["resources"] = Json::array();
  for (const Table& table : tables) {
    package["resources"].push_back({{"profile", "tabular-data-resource"},
                                    {"name", table.name},
                                    {"path", fmt::format("{}.csv", table.name)},
                                    {"format", "csv"},
                                    {"mediatype", "text/csv"},
                                    {"encoding", "utf-8"},
                                    {"dialect",
                                     {{"delimiter", ","},
                                      {"lineTerminator", "\n"},
                                      {"quoteChar", "\""},
                                      {"doubleQuote", true},
                                      {"header", true}}},
                                    {"schema", schema(table, with_runs)}});
  }
  return package.dump(1) + "\n";
}

}  // namespace synergy::results
