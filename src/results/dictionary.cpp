#include "synergy/results/dictionary.hpp"

#include "synergy/input/csv.hpp"
#include "synergy/results/attack_tables.hpp"
#include "synergy/results/claims.hpp"
#include "synergy/results/cost_table.hpp"
#include "synergy/results/diff.hpp"
#include "synergy/results/dynamic_tables.hpp"
#include "synergy/results/link_tables.hpp"
#include "synergy/results/order_tables.hpp"
#include "synergy/results/pareto_table.hpp"
#include "synergy/results/points_table.hpp"
#include "synergy/results/sensitivity.hpp"
#include "synergy/results/submitted.hpp"
#include "synergy/results/suite_tables.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/results/version.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

using Json = nlohmann::ordered_json;

struct Entry {
  const Table* table;
  const Column* column;
};

const ColumnOf<Entry> kDictionary[] = {
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
  // Of a sweep's summary the factors are keys, but a part of the sweep need not have them all.
  if (column.role == Role::key && !column.name.starts_with("x_")) json["constraints"] = {{"required", true}};
  return json;
}

bool has_run_id(const Table& table) { return table.columns.front().name == "run_id"; }

/// The schema with missing values and keys: what a reader needs to type and join the tables without this
/// program.
Json schema(const Table& table, bool with_runs) {
  Json json{{"fields", Json::array()}, {"missingValues", {""}}, {"primaryKey", Json::array()}};
  for (const Column& column : table.columns) {
    json["fields"].push_back(field(column));
    if (column.role == Role::key) json["primaryKey"].push_back(column.name);
  }
  // Only where runs.csv lies in the same folder: a reference to a file that is not there is an invalid
  // package.
  if (with_runs && table.name != "runs" && has_run_id(table)) {
    const Json reference{{"resource", "runs"}, {"fields", "run_id"}};
    json["foreignKeys"] = Json::array({Json{{"fields", "run_id"}, {"reference", reference}}});
  }
  return json;
}

Json resource(const std::string& name, const std::string& path, Json schema) {
  return {{"profile", "tabular-data-resource"},
          {"name", name},
          {"path", path},
          {"format", "csv"},
          {"mediatype", "text/csv"},
          {"encoding", "utf-8"},
          // Written out in full: readers differ in what they take for granted.
          {"dialect",
           {{"delimiter", ","},
            {"lineTerminator", "\n"},
            {"quoteChar", "\""},
            {"doubleQuote", true},
            {"header", true}}},
          {"schema", std::move(schema)}};
}

/// The schema of a file that another program wrote: the names in its first line; none if it is no table.
std::optional<Json> schema_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string line;
  std::getline(stream, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  try {
    Json fields = Json::array();
    const input::Csv header = input::Csv::parse(line + "\n", file.string());
    for (const std::string& column : header.columns()) fields.push_back({{"name", column}, {"type", "any"}});
    return Json{{"fields", std::move(fields)}, {"missingValues", {""}}};
  } catch (const InputError&) {  // not ours to complain about
    return {};
  }
}

/// A name as data packages want it.
std::string resource_name(std::string name) {
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '_') c = '-';
  }
  return name;
}

}  // namespace

/// Made by the functions that write them, from no records: a column that is added is declared by that alone.
std::vector<Table> declared_tables() {
  std::vector<Table> tables = all_tables({});
  for (Table& table : dynamic_tables({})) tables.push_back(std::move(table));
  tables.push_back(ratios_table({}));
  tables.push_back(definition_ratios_table({}));
  tables.push_back(claims_table({}));
  for (Table& table : order_tables({})) tables.push_back(std::move(table));
  for (Table& table : sensitivity_tables({})) tables.push_back(std::move(table));
  tables.push_back(cost_table());
  tables.push_back(pareto_table());
  tables.push_back(diff_table());
  tables.push_back({"points", points_columns({}), {}});
  tables.push_back(link_table({}));
  tables.push_back(link_throughput_table({}));
  tables.push_back(link_current_table({}));
  tables.push_back(submitted_table({}));
  tables.push_back(suite_table({}));
  tables.push_back(scorecard_table({}));
  tables.push_back(performance_profile_table({}));
  tables.push_back(best_known_table({}));
  tables.push_back(attack_restarts_table({}));
  tables.push_back(attack_pairs_table({}));
  tables.push_back(attack_findings_table({}));
  // Whatever a table says of no records, a declaration is of its columns.
  for (Table& table : tables) table.rows.clear();
  return tables;
}

bool is_printed_only(std::string_view table) {
  // By name, since a table does not know who writes it.
  constexpr std::array<std::string_view, 4> kPrinted{"cost", "diff", "points", "submitted"};
  return std::find(kPrinted.begin(), kPrinted.end(), table) != kPrinted.end();
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
  return make_table<Entry>("metrics", kDictionary, entries);
}

std::string data_package(const std::vector<Table>& tables) {
  const bool with_runs =
      std::any_of(tables.begin(), tables.end(), [](const Table& table) { return table.name == "runs"; });
  Json package{{"profile", "tabular-data-package"}, {"name", "synergy-sim-results"}};
  package["schema_version"] = kResultSchemaVersion;
  package["resources"] = Json::array();
  for (const Table& table : tables) {
    package["resources"].push_back(
        resource(std::string(table.name), fmt::format("{}.csv", table.name), schema(table, with_runs)));
  }
  return package.dump(1) + "\n";
}

/// Other tables that lie in the folder belong to the package, too. Nothing is known of them but their header,
/// so their columns are of any type.
std::string with_other_csv(const std::string& data_package, const std::filesystem::path& folder) {
  Json package = Json::parse(data_package);
  std::set<std::string> listed;
  for (const Json& known : package["resources"]) listed.insert(known["path"].get<std::string>());
  // A set, as the order of a folder's entries is not the same everywhere.
  std::set<std::filesystem::path> others;  // by name
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::filesystem::path file = entry.path().filename();
    if (file.extension() == ".csv" && !listed.contains(file.string())) others.insert(file);
  }
  for (const std::filesystem::path& file : others) {
    if (auto schema = schema_of(folder / file))
      package["resources"].push_back(
          resource(resource_name(file.stem().string()), file.string(), std::move(*schema)));
  }
  return package.dump(1) + "\n";
}

}  // namespace synergy::results
