#include "synergy/base/ensure.hpp"
#include "synergy/results/dynamic_tables.hpp"
#include "synergy/results/tables.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace synergy::results {
namespace {

struct NamedTable {
  std::string_view name;
  Table (*make)(const std::vector<RunRecord>& records);
  bool of_changes = false;  ///< bodies that stay as they are have nothing to say there
};

/// The order is that of `list metrics` and of datapackage.json.
constexpr std::array kAllTables{NamedTable{"runs", runs_table},
                                NamedTable{"apps", apps_table},
                                NamedTable{"devices", devices_table},
                                NamedTable{"units", units_table},
                                NamedTable{"links", links_table},
                                NamedTable{"segments", segments_table},
                                NamedTable{"phases", phases_table},
                                NamedTable{"summary", summary_table},
                                NamedTable{"dynamics", dynamics_table, true},
                                NamedTable{"epochs", epochs_table, true},
                                NamedTable{"changes", changes_table, true},
                                NamedTable{"over_time", over_time_table, true},
                                NamedTable{"devices_over_time", devices_over_time_table, true}};

}  // namespace

std::vector<std::string_view> names_of_all_tables(const std::vector<RunRecord>& records) {
  const bool changes = std::any_of(records.begin(), records.end(),
                                   [](const RunRecord& record) { return record.dynamic != nullptr; });
  std::vector<std::string_view> names;
  for (const NamedTable& table : kAllTables) {
    if (changes || !table.of_changes) names.push_back(table.name);
  }
  return names;
}

Table table_named(std::string_view name, const std::vector<RunRecord>& records) {
  const auto* const found = std::find_if(kAllTables.begin(), kAllTables.end(),
                                         [&](const NamedTable& table) { return table.name == name; });
  ensure(found != kAllTables.end(), "a table of results has a known name");
  return found->make(records);
}

std::vector<Table> all_tables(const std::vector<RunRecord>& records) {
  std::vector<Table> tables;
  for (const std::string_view name : names_of_all_tables(records))
    tables.push_back(table_named(name, records));
  return tables;
}

}  // namespace synergy::results
