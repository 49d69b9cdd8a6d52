#include "synergy/results/dynamic_tables.hpp"
#include "synergy/results/tables.hpp"

#include <algorithm>

namespace synergy::results {

/// The order is that of `list metrics` and of datapackage.json.
std::vector<Table> all_tables(const std::vector<RunRecord>& records) {
  std::vector<Table> tables{runs_table(records),   apps_table(records),   devices_table(records),
                            units_table(records),  links_table(records),  segments_table(records),
                            phases_table(records), summary_table(records)};
  // Bodies that stay as they are have nothing to say here.
  const auto changes = [](const RunRecord& record) { return record.dynamic != nullptr; };
  if (std::any_of(records.begin(), records.end(), changes)) {
    for (Table& table : dynamic_tables(records)) tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace synergy::results
