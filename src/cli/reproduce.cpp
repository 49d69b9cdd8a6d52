#include "synergy/results/claims.hpp"
#include "synergy/results/write.hpp"

#include "selection.hpp"
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

/// The plan of a run again, every app at the given rate: what the body draws while it does the same work.
RunRecord at_rate(const RunRecord& run, Frequency per_app, std::deque<scenario::Scenario>& scenarios,
                  plan::TableCache& cache) {
  scenario::Scenario& scenario = scenarios.emplace_back(*run.scenario);
  scenario.load.regime = scenario::Regime::periodic;
  for (scenario::App& app : scenario.apps) app.rate = per_app;
  const plan::PlanningProblem problem(scenario, cache);
  return simulation::run_plan(problem, run.compiled->plan, run.planner, run.policy, run.replication);
}

Comparison compare_with(const RunRecord& synergy, const RunRecord& baseline,
                        std::deque<scenario::Scenario>& scenarios, plan::TableCache& cache) {
  if (!synergy.result || !baseline.result) return results::compare(synergy, baseline, nullptr, nullptr);
  const double per_app = static_cast<double>(baseline.result->completed_in_window()) /
                         baseline.result->window.s() / static_cast<double>(baseline.scenario->apps.size());
  if (per_app <= 0) return results::compare(synergy, baseline, nullptr, nullptr);
  const RunRecord matched_synergy = at_rate(synergy, Frequency::from_si(per_app), scenarios, cache);
  const RunRecord matched_baseline = at_rate(baseline, Frequency::from_si(per_app), scenarios, cache);
  return results::compare(synergy, baseline, &matched_synergy, &matched_baseline);
}

int reproduce(const Options& options, const Common& common) {
  scenario::Library library(common.data);
  plan::TableCache cache;
  std::deque<scenario::Scenario> scenarios;
  std::vector<RunRecord> records;
  std::vector<Comparison> comparisons;
  for (const std::string& name : options.scenarios)
    scenarios.push_back(load_scenario(name, library, overrides(options.settings)));
  require_distinct_names(scenarios);
  const std::size_t workloads = scenarios.size();  // runs at matched load add further ones
  for (std::size_t w = 0; w < workloads; ++w) {
    const scenario::Scenario& scenario = scenarios[w];
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
      comparisons.push_back(compare_with(records[first], records[r], scenarios, cache));
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
  print(claims, common);
  if (!options.out.empty()) {
    results::write_directory(options.out, records, library.files_read(), common.command_line,
                             {results::ratios_table(comparisons), claims});
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
      .option("--out", o.out, "Folder for the result tables, ratios.csv and claims.csv");
  program.add_format(command);
}

}  // namespace synergy::cli
