#include "synergy/results/order_tables.hpp"
#include "synergy/results/claims.hpp"
#include "synergy/results/summary.hpp"
#include "synergy/results/write.hpp"

#include "comparisons.hpp"
#include "selection.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios{"w1", "w2", "w3", "w4", "w5"};
  std::vector<std::string> settings;
  std::string out;
  std::int64_t orders = 24;
  bool only_paired = false;
};

using results::Cell;
using results::Claim;
using results::Column;
using results::Comparison;
using results::OrderPoint;
using results::RunRecord;
using results::Table;
using results::Type;

Cell cell(std::optional<double> value) { return value ? Cell(*value) : Cell(); }

/// What every row of the claim table means.
void print_meanings(const std::vector<Comparison>& comparisons) {
  for (const Claim& claim : results::claims(of_definition(comparisons, results::kPaired))) {
    fmt::print("  {}: {}; better in {} of {} pairs, the same in {}.\n", claim.name, claim.metric,
               better_count(claim), claim.values.size(), equal_count(claim));
  }
  fmt::print(
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
    const std::vector<Claim> c = results::claims(of_definition(comparisons, definition));
    table.rows.push_back({definition, cell(mean(c[0])), cell(geometric_mean(c[0])), cell(per_baseline(c[0])),
                          cell(mean(c[1])), cell(geometric_mean(c[1])), cell(mean(c[3])),
                          static_cast<std::int64_t>(c[0].values.size()),
                          static_cast<std::int64_t>(c[0].excluded_count)});
  }
  if (table.rows.size() < 2) return;
  fmt::print("\nThe same under other definitions:\n");
  print(table, common);
  for (const std::string& definition : results::definitions(comparisons))
    fmt::print("  {}: {}.\n", definition, results::definition_in_words(definition));
}

/// How far the order of the devices moves the throughput of Synergy, and its ratio to the baselines.
void print_orders(const std::vector<OrderPoint>& orders, const Common& common) {
  if (orders.empty()) return;
  const Table ratios = order_claims_table(orders), planners = order_planners_table(orders);
  Table table =
      select(ratios, {"scenario", "order_count", "shipped_ratio", "min_ratio", "median_ratio", "max_ratio"});
  table.columns.push_back({"synergy_min_inf_per_s", "inf/s", "", Type::number});
  table.columns.push_back({"synergy_max_inf_per_s", "inf/s", "", Type::number});
  std::vector<std::vector<Cell>> rows;
  const std::vector<Claim> claims = results::claims({});
  for (std::size_t r = 1; r < ratios.rows.size(); r += 2 * claims.size()) {  // throughput's geometric mean
    std::vector<Cell> row = table.rows[r];
    std::vector<Cell> synergy(2);
    for (const std::vector<Cell>& planner : planners.rows) {
      if (planner[0] == row[0] && planner[1] == Cell("synergy")) synergy = {planner[6], planner[8]};
    }
    row.insert(row.end(), synergy.begin(), synergy.end());
    rows.push_back(std::move(row));
  }
  table.rows = std::move(rows);
  fmt::print(
      "\nThe baselines take the first device that will do. Throughput ratio, geometric mean, over the "
      "distinct "
      "orders of\nthe body's devices (shipped: as the body lists them), and what Synergy itself reaches in "
      "them:\n");
  print(table, common);
}

int reproduce(const Options& options, const Common& common) {
  scenario::Library library(common.data);
  plan::TableCache cache;
  std::deque<scenario::Scenario> scenarios;
  std::vector<RunRecord> records;
  std::vector<Comparison> comparisons, others;
  std::vector<OrderPoint> orders;
  for (const std::string& name : options.scenarios)
    scenarios.push_back(load_scenario(name, library, overrides(options.settings)));
  require_distinct_names(scenarios);
  if (!options.out.empty()) results::make_folder(options.out);
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    const scenario::Scenario& scenario = scenarios[s];
    const plan::PlanningProblem problem(scenario, cache);
    const std::size_t first = records.size();
    for (const planner::Planner* planner : planner::planners()) {
      const bool bound = !options.only_paired && planner == planner::find_planner("optimal");
      if (planner->origin == "reconstructed" || bound)
        records.push_back(simulation::run_planner(problem, *planner, {}, 0));
    }
    simulation::share_bounds(records);
    std::vector<RunRecord> compared;
    for (std::size_t r = first; r < records.size(); ++r) {
      if (records[r].planner != "optimal") compared.push_back(records[r]);  // which is what there is to reach
    }
    for (std::size_t r = 1; r < compared.size(); ++r)
      comparisons.push_back(results::compare_matched(compared[0], compared[r], cache));
    if (!options.only_paired) {
      for (Comparison& c : other_definitions(scenario, compared, cache)) others.push_back(std::move(c));
      if (options.orders > 0) {
        const auto most = static_cast<std::size_t>(options.orders);
        const auto settings = overrides(options.settings);
        for (OrderPoint& p : in_device_orders(options.scenarios[s], settings, most, library, cache))
          orders.push_back(std::move(p));
      }
    }
    if (common.format == "table") {
      const std::vector<RunRecord> rows(records.begin() + static_cast<std::ptrdiff_t>(first), records.end());
      fmt::print("Workload {} on {}\n", scenario.name, scenario.body);
      const results::Table runs = results::runs_table(rows);
      print(runs, common,
            telling_columns(
                runs,
                {"planner", "policy", "status", "throughput_inf_per_s", "latency_mean_ms", "latency_p95_ms",
                 "power_mean_mw", "energy_per_inference_uj", "bottleneck_unit", "optimality_gap_ratio"},
                {"deadline_miss_count", "dropped_queue_full_count", "dropped_link_lost_count",
                 "link_loss_count"}));
      fmt::print("\n");
    }
  }
  comparisons.insert(comparisons.end(), others.begin(), others.end());
  const Table claims = results::claims_table(comparisons, orders);
  if (common.format == "table") {
    fmt::print(
        "Synergy against the seven baselines (reconstructed), over all workloads above; infeasible pairs "
        "excluded.\n"
        "The paper's column is its abstract's mean; it does not say which power is meant, hence three "
        "definitions.\n");
    const Table own = results::claims_table(of_definition(comparisons, results::kPaired), orders);
    print(own, common,
          {"claim", "paper_ratio", "mean_ratio", "geometric_mean_ratio", "per_baseline_ratio", "median_ratio",
           "min_ratio", "max_ratio", "pair_count", "excluded_count"});
    print_meanings(comparisons);
    print_definitions(comparisons, common);
    print_orders(orders, common);
  } else {
    print(claims, common);
  }
  if (!options.out.empty()) {
    std::vector<Table> tables{results::ratios_table(comparisons)};
    if (!options.only_paired) tables.push_back(results::definition_ratios_table(comparisons));
    tables.push_back(claims);
    if (!orders.empty()) {
      for (Table& table : results::order_tables(orders)) tables.push_back(std::move(table));
    }
    results::write_directory(options.out, records, library.files_read(), common.command_line, tables);
    if (!common.quiet) fmt::print(stderr, "wrote {}\n", options.out);
  }
  for (const RunRecord& record : records) {
    if (record.status == simulation::Status::failed_check) return kFailedCheck;
  }
  return kOk;
}

}  // namespace

void add_reproduce(Program& program) {
  auto [command, o] = program.add("reproduce",
                                  "Run workloads with synergy, the seven baselines and the optimum; print a "
                                  "table each and the claim table",
                                  reproduce);
  command
      .arguments("SCENARIO", o.scenarios, "Scenario files or names (default: w1 w2 w3 w4 w5)",
                 Command::Needed::no)
      .settings(o.settings)
      .option(
          "--orders", o.orders, 0, 5040,
          "Most orders of a body's devices to try; bodies with more have this many drawn (default: 24; 0: "
          "none)")
      .flag("--only-paired", o.only_paired,
            "Synergy and the baselines under their own policies, nothing else: no optimum, no other "
            "definitions, no "
            "orders")
      .option("--out", o.out, "Folder for the result tables, ratios.csv, claims.csv and others");
  program.add_format(command);
}

}  // namespace synergy::cli
