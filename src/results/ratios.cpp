#include "synergy/results/claims.hpp"

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

const ColumnOf<Comparison> kRatios[] = {
    {{"scenario", "", "workload", Type::text, Role::key},
     [](const Comparison& c) { return text(c.scenario); }},
    {{"baseline", "", "planner that synergy is compared with", Type::text, Role::key},
     [](const Comparison& c) { return text(c.baseline); }},
    // A ratio where the paper gives a factor, changes where it gives percentages: each as it can be laid
    // beside it.
    {{"throughput_ratio", "ratio", "synergy / baseline", Type::number, Role::larger_is_better},
     [](const Comparison& c) { return cell(c.throughput_ratio); }},
    {{"latency_change_ratio", "ratio", "mean latency: synergy / baseline - 1", Type::number,
      Role::smaller_is_better},
     [](const Comparison& c) { return cell(c.latency_change); }},
    // The abstract does not say at which load power was compared. Each as fast as it can is the first
    // reading: more work per second draws more, so that the faster planner is at a disadvantage.
    {{"power_change_ratio", "ratio", "mean power, each as fast as it can: synergy / baseline - 1",
      Type::number, Role::smaller_is_better},
     [](const Comparison& c) { return cell(c.power_change); }},
    // The second reading: the same work on both sides, so that only how it is done makes a difference.
    {{"matched_power_change_ratio", "ratio",
      "mean power, both at the baseline's throughput: synergy / baseline - 1", Type::number,
      Role::smaller_is_better},
     [](const Comparison& c) { return cell(c.matched_power_change); }},
    // The third: per inference, a faster planner shares out the static power over more of them.
    {{"energy_change_ratio", "ratio", "energy per inference, each as fast as it can: synergy / baseline - 1",
      Type::number, Role::smaller_is_better},
     [](const Comparison& c) { return cell(c.energy_change); }},
    {{"excluded_because", "", "why the pair does not count"},
     [](const Comparison& c) -> Cell {
       if (c.why_excluded.empty()) return {};
       return c.why_excluded;
     }},
};

}  // namespace

Table ratios_table(const std::vector<Comparison>& comparisons) {
  return make_table<Comparison>("ratios", kRatios, of_definition(comparisons, kPaired));
}

Table definition_ratios_table(const std::vector<Comparison>& comparisons) {
  Table table = make_table<Comparison>("definition_ratios", kRatios, {});
  // The columns of ratios.csv behind one key: what reads the one reads the other.
  table.columns.insert(table.columns.begin(),
                       {"definition", "", "under which conditions, as in claims", Type::text, Role::key});
  for (const std::string& definition : definitions(comparisons)) {
    if (definition == kPaired) continue;
    const Table rows = make_table<Comparison>("", kRatios, of_definition(comparisons, definition));
    for (std::vector<Cell> row : rows.rows) {
      row.insert(row.begin(), text(definition));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace synergy::results
