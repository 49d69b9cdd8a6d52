#include "synergy/results/claims.hpp"
#include "synergy/results/order_tables.hpp"
#include "synergy/results/summary.hpp"
#include "synergy/results/write.hpp"

#include "comparisons.hpp"
#include "print_claims.hpp"
#include "selection.hpp"
#include "to_stderr.hpp"
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

using results::Comparison;
using results::OrderPoint;
using results::RunRecord;
using results::Table;

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
    print_claims(comparisons, orders, common);
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
    if (!common.quiet) to_stderr("wrote {}\n", options.out);
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
