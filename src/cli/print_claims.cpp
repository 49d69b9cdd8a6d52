#include "print_claims.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/results/claims.hpp"
#include "synergy/results/order_tables.hpp"

#include <algorithm>

#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

using results::Cell;
using results::Claim;
using results::Comparison;
using results::OrderPoint;
using results::Table;
using results::Type;

constexpr std::string_view kThroughput = "throughput ratio";
constexpr std::string_view kLatency = "latency change";
constexpr std::string_view kMatchedPower = "power change at matched load";

/// Pre: one of them is called so.
const Claim& named(std::string_view name, const std::vector<Claim>& claims) {
  const auto found =
      std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.name == name; });
  ensure(found != claims.end(), "results::claims() gives every claim");
  return *found;
}

Cell cell(std::optional<double> value) { return value ? Cell(*value) : Cell(); }

/// What every row of the claim table means.
void print_meanings(const std::vector<Comparison>& comparisons) {
  for (const Claim& claim : results::claims(results::of_definition(comparisons, results::kPaired))) {
    to_stdout("  {}: {}; better in {} of {} pairs, the same in {}.\n", claim.name, claim.metric,
              better_count(claim), claim.values.size(), equal_count(claim));
  }
  to_stdout(
      "  {}.\n  per_baseline: for each baseline the ratio of the means over its workloads, then their "
      "geometric mean.\n",
      results::definition_in_words(results::kPaired));
}

/// The two claims that every definition has an opinion on, and the power at matched load, a definition a row.
void print_definitions(const std::vector<Comparison>& comparisons, const Common& common) {
  Table table{"definitions",
              {{"definition", "", ""},
               {"throughput_mean", "ratio", "", Type::number},
               {"throughput_geometric", "ratio", "", Type::number},
               {"throughput_per_baseline", "ratio", "", Type::number},
               {"latency_mean", "ratio", "", Type::number},
               {"latency_geometric", "ratio", "", Type::number},
               {"matched_power_mean", "ratio", "", Type::number},
               {"pair_count", "", "", Type::integer},
               {"excluded_count", "", "", Type::integer}},
              {}};
  for (const std::string& definition : results::definitions(comparisons)) {
    const std::vector<Claim> c = results::claims(results::of_definition(comparisons, definition));
    const Claim& throughput = named(kThroughput, c);
    const Claim& latency = named(kLatency, c);
    table.rows.push_back({definition, cell(mean(throughput)), cell(geometric_mean(throughput)),
                          cell(per_baseline(throughput)), cell(mean(latency)), cell(geometric_mean(latency)),
                          cell(mean(named(kMatchedPower, c))),
                          static_cast<std::int64_t>(throughput.values.size()),
                          static_cast<std::int64_t>(throughput.excluded_count)});
  }
  // One definition is the claim table itself.
  if (table.rows.size() < 2) return;
  to_stdout("\nThe same under other definitions:\n");
  print(table, common);
  for (const std::string& definition : results::definitions(comparisons))
    to_stdout("  {}: {}.\n", definition, results::definition_in_words(definition));
}

/// How far the order of the devices moves the throughput of Synergy, and its ratio to the baselines.
void print_orders(const std::vector<OrderPoint>& orders, const Common& common) {
  if (orders.empty()) return;
  const Table ratios = results::order_claims_table(orders), planners = results::order_planners_table(orders);
  Table table =
      select(ratios, {"scenario", "order_count", "shipped_ratio", "min_ratio", "median_ratio", "max_ratio"});
  table.columns.push_back({"synergy_min_inf_per_s", "inf/s", "", Type::number});
  table.columns.push_back({"synergy_max_inf_per_s", "inf/s", "", Type::number});
  const Table keys = select(ratios, {"claim", "summary"});
  const std::vector<Cell> wanted = {Cell(std::string(kThroughput)), Cell(std::string("geometric_mean"))};
  const Table reached =
      select(planners, {"scenario", "planner", "min_throughput_inf_per_s", "max_throughput_inf_per_s"});
  // The first of those compared is Synergy.
  const Cell name(common.planners->compared().front()->name);
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (keys.rows[r] != wanted) continue;
    std::vector<Cell> row = table.rows[r];
    std::vector<Cell> synergy(2);
    for (const std::vector<Cell>& planner : reached.rows) {
      if (planner[0] == row[0] && planner[1] == name) synergy = {planner[2], planner[3]};
    }
    row.insert(row.end(), synergy.begin(), synergy.end());
    rows.push_back(std::move(row));
  }
  table.rows = std::move(rows);
  to_stdout(
      "\nThe baselines take the first device that will do. Throughput ratio, geometric mean, over the "
      "distinct "
      "orders of\nthe body's devices (shipped: as the body lists them), and what Synergy itself reaches in "
      "them:\n");
  print(table, common);
}

}  // namespace

void print_claims(const std::vector<Comparison>& comparisons, const std::vector<OrderPoint>& orders,
                  const Common& common) {
  to_stdout(
      "Synergy against the seven baselines (reconstructed), over all workloads above; infeasible pairs "
      "excluded.\n"
      "The paper's column is its abstract's mean; it does not say which power is meant, hence three "
      "definitions.\n");
  const Table own = results::claims_table(results::of_definition(comparisons, results::kPaired), orders);
  print(own, common,
        {"claim", "paper_ratio", "mean_ratio", "geometric_mean_ratio", "per_baseline_ratio", "median_ratio",
         "min_ratio", "max_ratio", "pair_count", "excluded_count"});
  print_meanings(comparisons);
  print_definitions(comparisons, common);
  print_orders(orders, common);
}

}  // namespace synergy::cli
