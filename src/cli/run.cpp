#include "synergy/api/api.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/quantities/parse.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/results/trace.hpp"
#include "synergy/results/write.hpp"
#include "synergy/run/experiment.hpp"

#include <iterator>
#include <optional>

#include "interrupt.hpp"
#include "run_report.hpp"
#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

using run::RunRecord;
using run::Workload;

struct RunOptions {
  std::vector<std::string> scenarios;
  std::vector<std::string> planners;
  std::vector<std::string> plans;
  std::vector<std::string> policies;
  std::vector<std::string> settings;
  std::string out;
  std::string steady = "on";
  std::string trace;
  std::string trace_from;
  std::string trace_duration;
  std::int64_t trace_max_events = results::TraceOptions{}.max_events;
};

/// An event takes some 600 bytes until the file is written.
constexpr std::int64_t kMostTraceEvents = 2'000'000;

/// Rows for apps and devices that one call keeps, in all runs together: some 17 KB each, so that it stays
/// below 2 GiB.
constexpr std::size_t kMostKept = 100'000;

/// With a unit, as in files. 0 is a time like any other.
Duration duration_of(std::string_view option, const std::string& text) {
  const auto parsed = parse_quantity<Duration>(text);
  if (const auto* problem = std::get_if<std::string>(&parsed))
    throw UsageError(fmt::format("{}: {}", option, *problem));
  const Duration duration = std::get<Duration>(parsed);
  if (duration < Duration()) throw UsageError(fmt::format("{} must not be negative", option));
  return duration;
}

/// Which part of the run a trace is to show.
results::TraceOptions trace_options(const RunOptions& options) {
  results::TraceOptions trace;
  trace.max_events = options.trace_max_events;
  if (!options.trace_from.empty()) trace.from = duration_of("--trace-from", options.trace_from);
  if (!options.trace_duration.empty()) trace.length = duration_of("--trace-duration", options.trace_duration);
  if (options.trace.empty() && (!options.trace_from.empty() || !options.trace_duration.empty()))
    throw UsageError("--trace-from and --trace-duration need --trace FILE");
  return trace;
}

/// How many runs the selection gives, and of how many the tables have to be kept in memory at most. A trace
/// shows one run. Counted from the options, before planning, which may take long.
void require_few_runs(const RunOptions& options, const std::vector<Workload>& workloads,
                      const planner::Registry& planners) {
  std::size_t runs = 0;
  std::size_t kept = 0;
  for (const Workload& workload : workloads) {
    const scenario::Scenario& scenario = workload.scenario();
    const std::size_t plans = options.plans.empty()
                                  ? chosen_planners(planners, options.planners, scenario).size()
                                  : options.plans.size();
    const std::size_t of_scenario = plans * chosen_policies(options.policies, scenario).size() *
                                    static_cast<std::size_t>(scenario.replications);
    runs += of_scenario;
    kept += of_scenario * (scenario.apps.size() + scenario.devices.size());
  }
  if (kept > kMostKept) {
    throw UsageError(fmt::format(
        "{} runs have {} rows for apps and devices together, and one call of run keeps at most {}: "
        "a sweep (command sweep) keeps none of them in memory",
        runs, kept, kMostKept));
  }
  if (runs == 1 || options.trace.empty()) return;
  throw UsageError(fmt::format(
      "--trace shows one run, but there are {}: name one scenario, --planner or --plan, and --policy, and "
      "--set replications=1",
      runs));
}

void write_trace(const RunOptions& options, const Workload& workload, const RunRecord& record, bool quiet) {
  if (!record.result) return;  // infeasible: said elsewhere
  const results::Trace trace = results::trace(workload.problem(), record, trace_options(options));
  results::write_file(options.trace, trace.json);
  if (quiet) return;
  if (trace.capped) {
    to_stderr("the timeline ends at {:.3f} s, with {} events; see --trace-max-events\n", trace.until.s(),
              options.trace_max_events);
  }
  to_stderr("wrote {}; open it in ui.perfetto.dev or chrome://tracing\n", options.trace);
}

/// What is to be run, all of it read before anything runs.
struct Inputs {
  std::vector<Workload> workloads;
  std::vector<run::Experiment> experiments;  ///< one per workload
  std::vector<PlanFile> plan_files;
};

/// What is asked of one scenario; mistakes in it are found before anything runs.
run::Experiment experiment_of(const RunOptions& options, const std::vector<PlanFile>& plan_files,
                              const scenario::Scenario& scenario, const planner::Registry& planners) {
  run::Experiment experiment;
  for (const PlanFile& file : plan_files)
    experiment.plans.push_back({file.planner, plan::read_plan(file.document, scenario)});
  if (plan_files.empty()) experiment.planners = chosen_planners(planners, options.planners, scenario);
  for (const planner::Planner* planner : experiment.planners)
    (void)planner::values_of(*planner, scenario.planner);
  experiment.policies = chosen_policies(options.policies, scenario);
  experiment.replications = scenario.replications;
  experiment.skip = options.steady == "on";
  return experiment;
}

Inputs read_inputs(const RunOptions& options, api::Simulator& simulator) {
  if (!options.plans.empty() && !options.planners.empty())
    throw UsageError("--plan takes the place of a planner: give --plan or --planner, not both");
  Inputs inputs{{}, {}, load_plan_files(options.plans)};
  for (const std::string& file : options.scenarios) {
    inputs.workloads.push_back(simulator.load(file, overrides(options.settings)));
    inputs.experiments.push_back(
        experiment_of(options, inputs.plan_files, inputs.workloads.back().scenario(), simulator.registry()));
  }
  require_distinct_names(inputs.workloads);
  require_few_runs(options, inputs.workloads, simulator.registry());
  return inputs;
}

/// Every scenario x plan file or planner x policy x replication, in that order.
std::vector<RunRecord> run_all(const Inputs& inputs) {
  std::vector<RunRecord> records;
  for (std::size_t i = 0; i < inputs.workloads.size(); ++i) {
    run::Findings findings = run::perform(inputs.experiments[i], inputs.workloads[i]);
    records.insert(records.end(), std::make_move_iterator(findings.records.begin()),
                   std::make_move_iterator(findings.records.end()));
  }
  return records;
}

int run_scenarios(const RunOptions& options, const Common& common) {
  (void)trace_options(options);  // its mistakes come first
  api::Simulator simulator(common.data, *common.planners);
  const Inputs inputs = read_inputs(options, simulator);
  // Before the first run: a folder that cannot be written, or that another process is writing, is said at
  // once.
  std::optional<results::FolderLock> lock;
  if (!options.out.empty()) lock.emplace(options.out, common.command_line);
  const auto records = run_all(inputs);
  const results::Table runs = results::runs_table(records);
  print_runs(runs, common);
  if (!common.quiet) report(records);
  // A signal while files are written waits until all of them are there: old results are gone by then.
  const InterruptGuard writing;
  // Hashes include plan files, which the library has not read.
  if (!options.out.empty()) {
    results::write_directory(options.out, records,
                             input_hashes(simulator.library(), common, inputs.plan_files),
                             common.command_line);
    if (!common.quiet) to_stderr("wrote {}\n", options.out);
  }
  if (!options.trace.empty()) write_trace(options, inputs.workloads.front(), records.front(), common.quiet);
  return writing.interrupted() ? kInterrupted : exit_code(records);
}

}  // namespace

void add_run(Program& program) {
  auto [command, o] =
      program.add("run",
                  "Plan and simulate scenarios; print one row per run (replications in one). Exit code 4 if "
                  "for some scenario "
                  "no run has status ok: no plan is feasible, or nothing completed in the window",
                  run_scenarios);
  command.arguments("SCENARIO", o.scenarios, "Scenario files, or names such as w1")
      .option("--planner", o.planners, "Planner (repeatable), or all; default: the scenario's")
      .option("--plan", o.plans,
              "Plan file instead of a planner (repeatable); its planner is called fixed:NAME, paired with "
              "policy adaptive")
      .option("--policy", o.policies,
              "Parallelisation policy (repeatable), paired (each planner's own) or all")
      .settings(o.settings)
      .option("--out", o.out, "Folder for the result tables, manifest.json and resolved.yaml")
      .option("--steady", o.steady,
              "on: what repeats is simulated once and counted as often as it happens; off: event by event, "
              "with the same results",
              Command::Needed::no, {"on", "off"})
      .option("--trace", o.trace, "File for a timeline of the run, for Perfetto or Chrome (one run only)")
      .option("--trace-max-events", o.trace_max_events, 1, kMostTraceEvents,
              "The timeline ends before more events")
      .option("--trace-from", o.trace_from,
              "Where the timeline begins, e.g. \"5 s\"; default: 0, the warm-up")
      .option("--trace-duration", o.trace_duration, "How long it lasts; default: to the end of the run");
  program.add_format(command);
}

}  // namespace synergy::cli
