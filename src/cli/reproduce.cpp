#include "synergy/api/api.hpp"
#include "synergy/results/claims.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/order_tables.hpp"
#include "synergy/results/summary.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "print_claims.hpp"
#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

/// The workloads and the number of orders that the published figures of this program are made with.
struct ReproduceOptions {
  std::vector<std::string> scenarios{"w1", "w2", "w3", "w4", "w5"};
  std::vector<std::string> settings;
  std::string out;
  std::int64_t orders = 24;
  bool only_paired = false;
};

using results::Table;
using run::RunRecord;

/// What all workloads gave.
struct Findings {
  std::vector<RunRecord> records;
  std::vector<run::Comparison> comparisons;  ///< the paired ones first
  std::vector<run::OrderPoint> orders;
};

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Synergy, the baselines and what proves a bound, which is what there is to reach.
run::Experiment experiment_of(const ReproduceOptions& options, const planner::Registry& planners) {
  run::Experiment experiment;
  experiment.planners = planners.compared();
  for (const planner::Planner& planner : planners) {
    if (planner.role == planner::Role::bound && !options.only_paired) experiment.planners.push_back(&planner);
  }
  experiment.compare = true;
  return experiment;
}

void print_workload(const run::Workload& workload, const std::vector<RunRecord>& records,
                    const Common& common) {
  to_stdout("Workload {} on {}\n", workload.scenario().name, workload.scenario().body);
  const Table runs = results::runs_table(records);
  print(
      runs, common,
      telling_columns(
          runs,
          {"planner", "policy", "status", "throughput_inf_per_s", "latency_mean_ms", "latency_p95_ms",
           "power_mean_mw", "energy_per_inference_uj", "bottleneck_unit", "optimality_gap_ratio"},
          {"deadline_miss_count", "dropped_queue_full_count", "dropped_link_lost_count", "link_loss_count"}));
  to_stdout("\n");
}

Findings run_workloads(const ReproduceOptions& options, api::Simulator& simulator, const Common& common) {
  const std::vector<scenario::Override> settings = overrides(options.settings);
  std::vector<run::Workload> workloads;
  for (const std::string& name : options.scenarios) workloads.push_back(simulator.load(name, settings));
  // All is read and checked before the first of many runs.
  require_distinct_names(workloads);
  Findings all;
  // Collected apart: the paired ones of all workloads come first, because claims of other definitions stand
  // behind.
  std::vector<run::Comparison> others;
  for (std::size_t w = 0; w < workloads.size(); ++w) {
    run::Findings found = run::perform(experiment_of(options, *common.planners), workloads[w]);
    append(all.comparisons, found.comparisons);
    if (!options.only_paired) {
      append(others, run::other_definitions(found, workloads[w], *common.planners));
      if (options.orders > 0)
        append(all.orders, run::in_device_orders(workloads[w], options.scenarios[w], settings,
                                                 static_cast<std::size_t>(options.orders),
                                                 simulator.library(), *common.planners));
    }
    if (common.format == "table") print_workload(workloads[w], found.records, common);
    append(all.records, std::move(found.records));
  }
  append(all.comparisons, std::move(others));
  return all;
}

int reproduce(const ReproduceOptions& options, const Common& common) {
  api::Simulator simulator(common.data, *common.planners);
  std::optional<results::FolderLock> lock;
  if (!options.out.empty()) lock.emplace(options.out, common.command_line);
  const Findings all = run_workloads(options, simulator, common);
  const Table claims = results::claims_table(all.comparisons, all.orders);
  if (common.format == "table")
    print_claims(all.comparisons, all.orders, common);
  else
    print(claims, common);
  if (!options.out.empty()) {
    std::vector<Table> tables{results::ratios_table(all.comparisons)};
    if (!options.only_paired) tables.push_back(results::definition_ratios_table(all.comparisons));
    tables.push_back(claims);
    if (!all.orders.empty()) append(tables, results::order_tables(all.orders));
    results::write_directory(options.out, all.records, input_hashes(simulator.library(), common),
                             common.command_line, tables);
    if (!common.quiet) to_stderr("wrote {}\n", options.out);
  }
  // An infeasible baseline is a result; a failed self-check makes all figures doubtful.
  const bool broken = std::any_of(all.records.begin(), all.records.end(), [](const RunRecord& record) {
    return record.status == run::Status::failed_check;
  });
  return broken ? kFailedCheck : kOk;
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
