#include "synergy/plan/io.hpp"
#include "synergy/quantities/parse.hpp"
#include "synergy/results/reasons.hpp"
#include "synergy/results/summary.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/results/trace.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <map>

#include "selection.hpp"
#include "to_stderr.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct Options {
  std::vector<std::string> scenarios;
  std::vector<std::string> planners;
  std::vector<std::string> plans;
  std::vector<std::string> policies;
  std::vector<std::string> settings;
  std::string out;
  std::string trace;
  std::string trace_from;
  std::string trace_duration;
  std::int64_t trace_max_events = results::TraceOptions{}.max_events;
};

Duration duration_of(std::string_view option, const std::string& text) {
  const auto parsed = parse_quantity<Duration>(text);
  if (const auto* problem = std::get_if<std::string>(&parsed))
    throw UsageError(fmt::format("{}: {}", option, *problem));
  const Duration duration = std::get<Duration>(parsed);
  if (duration < Duration()) throw UsageError(fmt::format("{} must not be negative", option));
  return duration;
}

/// Which part of the run a trace is to show.
results::TraceOptions trace_options(const Options& options) {
  results::TraceOptions trace;
  trace.max_events = options.trace_max_events;
  if (!options.trace_from.empty()) trace.from = duration_of("--trace-from", options.trace_from);
  if (!options.trace_duration.empty()) trace.length = duration_of("--trace-duration", options.trace_duration);
  if (options.trace.empty() && (!options.trace_from.empty() || !options.trace_duration.empty()))
    throw UsageError("--trace-from and --trace-duration need --trace FILE");
  return trace;
}

/// A trace shows one run; the selection must not give several.
void require_one_run(const Options& options, const std::deque<scenario::Scenario>& scenarios) {
  std::size_t runs = 0;
  for (const scenario::Scenario& scenario : scenarios) {
    const std::size_t plans =
        options.plans.empty() ? chosen_planners(options.planners, scenario).size() : options.plans.size();
    runs += plans * chosen_policies(options.policies, scenario).size() *
            static_cast<std::size_t>(scenario.replications);
  }
  if (runs == 1) return;
  throw UsageError(fmt::format(
      "--trace shows one run, but there are {}: name one scenario, --planner or --plan, and --policy, and "
      "--set replications=1",
      runs));
}

void write_trace(const Options& options, const results::RunRecord& record, bool quiet) {
  if (!record.result) return;  // infeasible: said elsewhere
  plan::TableCache cache;
  const plan::PlanningProblem problem(*record.scenario, cache);
  const results::Trace trace = results::trace(problem, record, trace_options(options));
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
  std::deque<scenario::Scenario> scenarios;
  std::vector<PlanFile> plan_files;
};

Inputs read_inputs(const Options& options, scenario::Library& library) {
  if (!options.plans.empty() && !options.planners.empty())
    throw UsageError("--plan takes the place of a planner: give --plan or --planner, not both");
  Inputs inputs{{}, load_plan_files(options.plans)};
  for (const std::string& file : options.scenarios) {
    inputs.scenarios.push_back(load_scenario(file, library, overrides(options.settings)));
    const scenario::Scenario& scenario = inputs.scenarios.back();
    for (const PlanFile& plan : inputs.plan_files) (void)plan::read_plan(plan.document, scenario);
    if (options.plans.empty()) {
      for (const planner::Planner* planner : chosen_planners(options.planners, scenario))
        (void)parameters_of(*planner, scenario);
    }
    (void)chosen_policies(options.policies, scenario);
  }
  require_distinct_names(inputs.scenarios);
  if (!options.trace.empty()) require_one_run(options, inputs.scenarios);
  if (!options.out.empty()) results::make_folder(options.out);
  return inputs;
}

/// Calls `run_one(policy, replication)` for every policy x replication of a scenario, in that order.
template <class RunOne>
void for_each_run(const Options& options, const scenario::Scenario& scenario, const RunOne& run_one) {
  for (const auto& policy : chosen_policies(options.policies, scenario)) {
    for (int replication = 0; replication < scenario.replications; ++replication)
      run_one(policy, replication);
  }
}

/// Every scenario x planner or plan file x policy x replication, in that order.
std::vector<results::RunRecord> run_all(const Options& options, const Inputs& inputs) {
  std::vector<results::RunRecord> records;
  plan::TableCache cache;
  for (const scenario::Scenario& scenario : inputs.scenarios) {
    const plan::PlanningProblem problem(scenario, cache);
    for (const PlanFile& file : inputs.plan_files) {
      const plan::CollaborationPlan plan = plan::read_plan(file.document, scenario);
      for_each_run(options, scenario, [&](std::optional<scenario::Policy> policy, int replication) {
        records.push_back(simulation::run_plan(problem, plan, file.planner,
                                               policy.value_or(scenario::Policy::adaptive), replication));
      });
    }
    if (!inputs.plan_files.empty()) continue;
    for (const planner::Planner* planner : chosen_planners(options.planners, scenario)) {
      for_each_run(options, scenario, [&](std::optional<scenario::Policy> policy, int replication) {
        records.push_back(simulation::run_planner(problem, *planner, policy, replication));
      });
    }
  }
  simulation::share_bounds(records);
  return records;
}

/// A scenario that no run got a result of is what a script wants to hear of; planners that find no plan
/// beside one that does are a result.
int exit_code(const std::vector<results::RunRecord>& records) {
  std::map<std::string_view, bool> any_ok;  // by scenario
  for (const results::RunRecord& record : records) {
    if (record.status == simulation::Status::failed_check) return kFailedCheck;
    bool& ok = any_ok[record.scenario->name];
    ok = ok || record.status == simulation::Status::ok;
  }
  const bool all = std::all_of(any_ok.begin(), any_ok.end(), [](const auto& one) { return one.second; });
  return all ? kOk : kInfeasible;
}

/// What is to be said about a run, its status first; empty if all is well.
std::vector<std::string> trouble_with(const results::RunRecord& record) {
  std::vector<std::string> lines;
  if (record.status != simulation::Status::ok) {
    lines.emplace_back(to_text(record.status));
    for (std::string& line : results::reason_lines(record.reasons, *record.scenario))
      lines.push_back(std::move(line));
  }
  if (!record.result) return lines;
  for (const auto& check : record.result->failed_checks) lines.push_back(check.message);
  std::string starved;
  for (std::size_t a = 0; a < record.result->apps.size(); ++a) {
    if (record.result->apps[a].completed_in_window > 0) continue;
    starved += (starved.empty() ? "" : ", ") + record.scenario->apps[a].name;
  }
  if (starved.empty()) return lines;
  if (lines.empty()) lines.emplace_back("ok, but");
  lines.push_back(
      fmt::format("no inference completed in the window of {} s: {}", record.result->window.s(), starved));
  return lines;
}

constexpr std::size_t kRunsNamed = 3;

/// Runs about which the same is to be said, such as replications, are named together.
void report_trouble(const std::vector<results::RunRecord>& records) {
  std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> groups;  // what, of which runs
  for (const results::RunRecord& record : records) {
    const std::vector<std::string> lines = trouble_with(record);
    if (lines.empty()) continue;
    const auto known =
        std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.first == lines; });
    (known == groups.end() ? groups.emplace_back(lines, std::vector<std::string>{}) : *known)
        .second.push_back(record.run_id());
  }
  for (const auto& [lines, runs] : groups) {
    const std::size_t named = std::min(runs.size(), kRunsNamed);
    std::string who =
        fmt::format("{}", fmt::join(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(named), ", "));
    if (runs.size() > named) who += fmt::format(" and {} more", runs.size() - named);
    to_stderr("{}: {}\n", who, lines.front());
    for (std::size_t i = 1; i < lines.size(); ++i) to_stderr("  {}\n", lines[i]);
  }
}

/// Columns that people always see, and those that they see if any of their cells says something.
const std::vector<std::string_view> kShown{"scenario",
                                           "planner",
                                           "policy",
                                           "status",
                                           "throughput_inf_per_s",
                                           "latency_mean_ms",
                                           "power_mean_mw",
                                           "energy_per_inference_uj",
                                           "bottleneck_unit",
                                           "predicted_throughput_inf_per_s"};
const std::vector<std::string_view> kShownIfAny{"deadline_miss_count", "dropped_queue_full_count",
                                                "dropped_link_lost_count", "link_loss_count"};

void print_runs(const results::Table& runs, const Common& common) {
  if (common.format != "table") return print(runs, common);
  print(fold_replications(runs, telling_columns(runs, kShown, kShownIfAny)), common);
}

/// Plans that do not sustain their rates run all the same.
void report_overload(const std::vector<results::RunRecord>& records) {
  for (const results::RunRecord& record : records) {
    if (!record.compiled || !record.estimate || record.replication > 0) continue;
    const std::string text = plan::unsustained_text(*record.scenario, *record.compiled, *record.estimate);
    if (!text.empty()) to_stderr("{}: {}\n", record.run_id(), text);
  }
}

int run(const Options& options, const Common& common) {
  (void)trace_options(options);  // its mistakes come first
  scenario::Library library(common.data);
  const Inputs inputs = read_inputs(options, library);
  const auto records = run_all(options, inputs);
  const results::Table runs = results::runs_table(records);
  print_runs(runs, common);
  if (!common.quiet) {
    report_trouble(records);
    report_overload(records);
  }
  if (!options.out.empty()) {
    results::write_directory(options.out, records, input_hashes(library, inputs.plan_files),
                             common.command_line);
    if (!common.quiet) to_stderr("wrote {}\n", options.out);
  }
  if (!options.trace.empty()) write_trace(options, records.front(), common.quiet);
  return exit_code(records);
}

}  // namespace

void add_run(Program& program) {
  auto [command, o] =
      program.add("run",
                  "Plan and simulate scenarios; print one row per run (replications in one). Exit code 4 if "
                  "for some scenario "
                  "no run has status ok: no plan is feasible, or nothing completed in the window",
                  run);
  command.arguments("SCENARIO", o.scenarios, "Scenario files, or names such as w1")
      .option("--planner", o.planners, "Planner (repeatable), or all; default: the scenario's")
      .option("--plan", o.plans,
              "Plan file instead of a planner (repeatable); its planner is called fixed:NAME, paired with "
              "policy adaptive")
      .option("--policy", o.policies,
              "Parallelisation policy (repeatable), paired (each planner's own) or all")
      .settings(o.settings)
      .option("--out", o.out, "Folder for the result tables, manifest.json and resolved.yaml")
      .option("--trace", o.trace, "File for a timeline of the run, for Perfetto or Chrome (one run only)")
      .option("--trace-max-events", o.trace_max_events, 1, 100'000'000,
              "The timeline ends before more events")
      .option("--trace-from", o.trace_from,
              "Where the timeline begins, e.g. \"5 s\"; default: 0, the warm-up")
      .option("--trace-duration", o.trace_duration, "How long it lasts; default: to the end of the run");
  program.add_format(command);
}

}  // namespace synergy::cli
