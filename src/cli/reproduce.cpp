#include "synergy/results/claims.hpp"
#include "synergy/results/write.hpp"

#include "selection.hpp"
#include "to_stderr.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios{"w1", "w2", "w3", "w4", "w5"};
  std::vector<std::string> settings;
  std::string out;
};

using results::Comparison;
using results::RunRecord;

int reproduce(const Options& options, const Common& common) {
  scenario::Library library(common.data);
  plan::TableCache cache;
  std::deque<scenario::Scenario> scenarios;
  std::vector<RunRecord> records;
  std::vector<Comparison> comparisons;
  for (const std::string& name : options.scenarios)
    scenarios.push_back(load_scenario(name, library, overrides(options.settings)));
  require_distinct_names(scenarios);
  if (!options.out.empty()) results::make_folder(options.out);
  for (const scenario::Scenario& scenario : scenarios) {
    const plan::PlanningProblem problem(scenario, cache);
    const std::size_t first = records.size();
    for (const planner::Planner* planner : planner::planners()) {
      const bool bound = planner == planner::find_planner("optimal");
      if (planner->origin == "reconstructed" || bound)
        records.push_back(simulation::run_planner(problem, *planner, {}, 0));
    }
    simulation::share_bounds(records);
    for (std::size_t r = first + 1; r < records.size(); ++r) {
      if (records[r].planner == "optimal") continue;  // what there is to reach, not a baseline
      comparisons.push_back(results::compare_matched(records[first], records[r], cache));
    }
    if (common.format == "table") {
      const std::vector<RunRecord> rows(records.begin() + static_cast<std::ptrdiff_t>(first), records.end());
      fmt::print("Workload {} on {}\n", scenario.name, scenario.body);
      print(results::runs_table(rows), common,
            {"planner", "policy", "status", "throughput_inf_per_s", "latency_mean_ms", "latency_p95_ms",
             "power_mean_mw", "energy_per_inference_uj", "bottleneck_unit", "optimality_gap_ratio"});
      fmt::print("\n");
    }
  }
  const results::Table claims = results::claims_table(comparisons);
  if (common.format == "table") {
    fmt::print(
        "Synergy against the seven baselines (reconstructed), over all workloads above; infeasible pairs "
        "excluded.\n"
        "The paper's column is its abstract's mean; it does not say which power is meant, hence three "
        "definitions.\n");
  }
  print(claims, common,
        {"claim", "paper_ratio", "mean_ratio", "geometric_mean_ratio", "median_ratio", "min_ratio",
         "max_ratio", "pair_count", "excluded_count"});
  if (!options.out.empty()) {
    results::write_directory(options.out, records, library.files_read(), common.command_line,
                             {results::ratios_table(comparisons), claims});
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
      .option("--out", o.out, "Folder for the result tables, ratios.csv and claims.csv");
  program.add_format(command);
}

}  // namespace synergy::cli
