#include "run_report.hpp"

#include "synergy/results/doubts.hpp"
#include "synergy/results/reasons.hpp"
#include "synergy/results/summary.hpp"

#include <algorithm>
#include <map>

#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

using run::RunRecord;

/// What is to be said about a run, its status first; empty if all is well.
std::vector<std::string> trouble_with(const RunRecord& record) {
  std::vector<std::string> lines;
  if (record.status != run::Status::ok) {
    lines.emplace_back(to_text(record.status));
    for (std::string& line : results::reason_lines(record.reasons, *record.scenario))
      lines.push_back(std::move(line));
  }
  if (!record.result) return lines;
  for (const auto& check : record.result->failed_checks) lines.push_back(check.message);
  std::string starved;
  for (const scenario::AppId a : record.result->apps.ids()) {
    if (record.result->apps[a].completed_in_window > 0) continue;
    starved += (starved.empty() ? "" : ", ") + record.scenario->apps[a].name;
  }
  if (starved.empty()) return lines;
  if (lines.empty()) lines.emplace_back("ok, but");
  lines.push_back(
      fmt::format("no inference completed in the window of {} s: {}", record.result->window.s(), starved));
  return lines;
}

/// Runs that were to measure what repeats, where nothing does.
void report_not_steady(const std::vector<RunRecord>& records) {
  std::size_t runs = 0;
  const RunRecord* first = nullptr;
  for (const RunRecord& record : records) {
    if (!record.scenario->measurement.steady || !record.result || record.result->steady) continue;
    if (first == nullptr) first = &record;
    ++runs;
  }
  if (first == nullptr) return;
  const std::string others = runs > 1 ? fmt::format(" and {} more", runs - 1) : "";
  to_stderr("{}{}: nothing was found to repeat; a warm-up of {} s and a window of {} s stand in\n",
            first->run_id(), others, first->result->warm_up.s(), first->result->window.s());
}

/// A thousand replications with one trouble are one line.
constexpr std::size_t kRunsNamed = 3;

/// Runs about which the same is to be said, such as replications, are named together.
void report_trouble(const std::vector<RunRecord>& records) {
  std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> groups;  // what, of which runs
  for (const RunRecord& record : records) {
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

/// Plans that do not sustain their rates run all the same.
void report_overload(const std::vector<RunRecord>& records) {
  for (const RunRecord& record : records) {
    // Replications of a plan share its estimate: once is enough.
    if (!record.compiled || !record.estimate || record.replication > 0) continue;
    const std::string text = plan::unsustained_text(*record.scenario, *record.compiled, *record.estimate);
    if (!text.empty()) to_stderr("{}: {}\n", record.run_id(), text);
  }
}

/// Where accelerators of the runs' plans are outside what their profiles were made from. Once each, however
/// many runs it concerns.
void report_doubts(const std::vector<RunRecord>& records) {
  std::vector<std::string> told;
  for (const RunRecord& record : records) {
    if (!record.compiled || record.replication > 0) continue;
    for (std::string& doubt : results::doubts(*record.scenario, record.compiled->plan)) {
      if (std::find(told.begin(), told.end(), doubt) != told.end()) continue;
      to_stderr("warning: {}\n", doubt);
      told.push_back(std::move(doubt));
    }
  }
}

/// Columns that people always see, and those that they see if any of their cells says something.
/// By name, in the order of runs.csv, so that a column that moves there moves here.
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
const std::vector<std::string_view> kShownIfAny{
    "deadline_miss_count", "dropped_queue_full_count", "dropped_link_lost_count", "link_loss_count",
    "transient_ms",        "steady_period_ms"};

}  // namespace

void print_runs(const results::Table& runs, const Common& common) {
  if (common.format != "table") return print(runs, common);
  print(fold_replications(runs, telling_columns(runs, kShown, kShownIfAny)), common);
}

void report(const std::vector<RunRecord>& records) {
  report_trouble(records);
  report_overload(records);
  report_not_steady(records);
  report_doubts(records);
}

int exit_code(const std::vector<RunRecord>& records) {
  // Per scenario, because each is a question of its own; one that failed its check makes the answer to all
  // doubtful.
  std::map<std::string_view, bool> any_ok;  // by scenario
  for (const RunRecord& record : records) {
    if (record.status == run::Status::failed_check) return kFailedCheck;
    bool& ok = any_ok[record.scenario->name];
    ok = ok || record.status == run::Status::ok;
  }
  const bool all = std::all_of(any_ok.begin(), any_ok.end(), [](const auto& one) { return one.second; });
  return all ? kOk : kInfeasible;
}

}  // namespace synergy::cli
