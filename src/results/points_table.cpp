#include "synergy/results/points_table.hpp"

namespace synergy::results {

std::vector<Column> points_columns(const std::vector<Column>& factors) {
  std::vector<Column> columns{
      {"run_id", "", "the point's id, as in the sweep's tables", Type::text, Role::key}};
  // In the place that they have in the sweep's runs.csv, so that both join column by column.
  columns.insert(columns.end(), factors.begin(), factors.end());
  columns.push_back({"scenario", "", "name in the scenario's file"});
  // Empty, not refused: a dry run shows such points as what they are, before hours are spent.
  columns.push_back({"planner", "", "planner; empty: the scenario names none that exists"});
  columns.push_back({"policy", "", "parallelisation policy"});
  columns.push_back({"replication", "", "index of the replication, from 0", Type::integer});
  return columns;
}

}  // namespace synergy::results
