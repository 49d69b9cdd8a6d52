#include "synergy/results/tables.hpp"

namespace synergy::results {

/// The order is that of `list metrics` and of datapackage.json.
std::vector<Table> all_tables(const std::vector<RunRecord>& records) {
  return {runs_table(records),  apps_table(records),     devices_table(records), units_table(records),
          links_table(records), segments_table(records), phases_table(records),  summary_table(records)};
}

}  // namespace synergy::results
