#include "synergy/sweep/sensitivity.hpp"

#include "synergy/results/claims.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <thread>

#include "interrupt.hpp"
#include "progress.hpp"
#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct SensitivityOptions {
  std::string scenario;
  std::vector<std::string> planners;
  std::vector<std::string> settings;
  std::string out;
  std::int64_t jobs = 0;
};

using results::MovedNumber;
using results::Sensitivity;

/// What moves less is left out of what people see. A tenth of a per cent is our choice; tables in files have
/// every number.
constexpr double kWorthShowing = 1e-3;
constexpr std::size_t kNumbersPerClaim = 3;
constexpr std::size_t kPairsPerLine = 3;

/// The numbers that move anything, the one that moves it most first.
Sensitivity worth_showing(const Sensitivity& analysis) {
  Sensitivity shown = analysis;
  std::erase_if(shown.moved, [&](const MovedNumber& m) { return largest_move(analysis, m) < kWorthShowing; });
  std::stable_sort(shown.moved.begin(), shown.moved.end(), [&](const MovedNumber& a, const MovedNumber& b) {
    return largest_move(analysis, a) > largest_move(analysis, b);
  });
  return shown;
}

/// "max78000.input_load 67 ns/B (64 ns/B to 70 ns/B)".
std::string in_words(const scenario::ProfileNumber& number) {
  return fmt::format("{} {} ({} to {})", number.path, number.value.text,
                     number.low.value_or(number.value).text, number.high.value_or(number.value).text);
}

/// Each claim's geometric mean, and where the numbers that move it most take it.
void print_claims(const Sensitivity& analysis) {
  const std::vector<results::Claim> base = results::claims(analysis.base.comparisons);
  to_stdout("\nSynergy against the baselines, geometric mean of {} pairs, and what moves it most:\n",
            analysis.base.comparisons.size());
  for (std::size_t c = 0; c < base.size(); ++c) {
    const std::optional<double> at_base = geometric_mean(base[c]);
    to_stdout("  {} {}\n", base[c].name, at_base ? fmt::format("{:.4g}", *at_base) : "has no pair");
    if (!at_base) continue;
    const auto values = [&](const MovedNumber& m) {
      const auto at = [&](const results::PlannersAtPoint& point) {
        return geometric_mean(results::claims(point.comparisons)[c]).value_or(*at_base);
      };
      return std::pair(at(m.low), at(m.high));
    };
    const auto move = [&](const MovedNumber& m) {
      const auto [low, high] = values(m);
      return std::max({low, high, *at_base}) - std::min({low, high, *at_base});
    };
    std::vector<const MovedNumber*> sorted;
    for (const MovedNumber& moved : analysis.moved) sorted.push_back(&moved);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const MovedNumber* a, const MovedNumber* b) { return move(*a) > move(*b); });
    // A claim that is a change (latency -20 %) is measured from 1, as its ratio is.
    const double scale = base[c].is_change ? 1 + *at_base : *at_base;
    for (std::size_t i = 0; i < std::min(kNumbersPerClaim, sorted.size()); ++i) {
      if (move(*sorted[i]) < kWorthShowing * scale) break;
      const auto [low, high] = values(*sorted[i]);
      to_stdout("    {:.4g} to {:.4g} with {}\n", low, high, in_words(sorted[i]->number));
    }
  }
}

/// Which planners swap, by what and when.
void print_swaps(const Sensitivity& analysis) {
  bool any = false;
  for (std::size_t m = 0; m < results::kMovedMetrics.size(); ++m) {
    for (const MovedNumber& moved : analysis.moved) {
      // Each end is a world of its own, in which all planners plan anew.
      for (const bool low : {true, false}) {
        std::vector<std::string> pairs =
            swapped(analysis.base.outcomes, (low ? moved.low : moved.high).outcomes, m);
        if (pairs.empty()) continue;
        if (pairs.size() > kPairsPerLine) {
          const std::size_t more = pairs.size() - kPairsPerLine;
          pairs.resize(kPairsPerLine);
          pairs.push_back(fmt::format("{} more", more));
        }
        if (!any) to_stdout("\nPlanners swap (rankings.csv of --out has all):\n");
        any = true;
        to_stdout("  by {} with {} at its {}: {}\n", results::kMovedMetrics[m].column, moved.number.path,
                  low ? "low" : "high", fmt::join(pairs, "; "));
      }
    }
  }
  if (!any) to_stdout("\nNo two planners swap by any metric.\n");
}

void print_for_people(const Sensitivity& analysis, const Common& common) {
  const Sensitivity shown = worth_showing(analysis);
  to_stdout(
      "{}: {} uncertain profile numbers, each moved alone to its low and high; {} planners plan anew.\n"
      "Share by which a number moves a metric, of the planner it moves most; metrics by which planners "
      "swap.\n",
      analysis.scenario, analysis.moved.size(), analysis.base.outcomes.size());
  print(moved_numbers_table(shown), common,
        {"number", "value", "low", "high", "throughput_span_ratio", "latency_span_ratio", "power_span_ratio",
         "energy_span_ratio", "rankings_changed"});
  const std::size_t left = analysis.moved.size() - shown.moved.size();
  if (left > 0) to_stdout("{} others move nothing by {} %.\n", left, 100 * kWorthShowing);
  if (!analysis.base.comparisons.empty()) print_claims(analysis);
  print_swaps(analysis);
}

int run_sensitivity(const SensitivityOptions& options, const Common& common) {
  scenario::Library library(common.data);
  const scenario::Scenario scenario = load_scenario(options.scenario, library, overrides(options.settings));
  const auto planners = options.planners.empty()
                            ? common.planners->compared()
                            : chosen_planners(*common.planners, options.planners, scenario);
  for (const planner::Planner* planner : planners) (void)planner::values_of(*planner, scenario.planner);
  sweep::RunOptions run_options;
  run_options.threads = options.jobs > 0 ? static_cast<int>(options.jobs)
                                         : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::optional<results::FolderLock> lock;
  if (!options.out.empty()) lock.emplace(options.out, common.command_line);
  const InterruptGuard guard;
  ProgressDisplay display(common.quiet);
  run_options.stop = [&] { return guard.interrupted(); };
  run_options.report = [&](const sweep::Progress& p) { display.show(p); };
  const sweep::SensitivityRuns runs = sweep::run_sensitivity(scenario, planners, run_options);
  display.finish(runs.progress);
  if (runs.progress.ran < runs.progress.total) return kInterrupted;
  if (common.format == "table")
    print_for_people(runs.analysis, common);
  else
    print(sensitivity_table(runs.analysis), common);
  if (!options.out.empty()) {
    std::vector<results::Table> tables = sensitivity_tables(runs.analysis);
    tables.push_back(results::ratios_table(runs.analysis.base.comparisons));
    results::write_directory(options.out, runs.base, input_hashes(library, common), common.command_line,
                             tables);
    if (!common.quiet) to_stderr("wrote {}\n", options.out);
  }
  for (const std::string& check : runs.failed_checks) to_stderr("{}\n", check);
  if (!runs.failed_checks.empty()) return kFailedCheck;
  // Exit codes look at the base alone: the moved points may be infeasible, which is what was to be found out.
  const bool any_plan = std::any_of(runs.base.begin(), runs.base.end(),
                                    [](const results::RunRecord& r) { return r.result.has_value(); });
  return any_plan ? kOk : kInfeasible;
}

}  // namespace

void add_sensitivity(Program& program) {
  auto [command, o] = program.add(
      "sensitivity", "Move every uncertain profile number to its low and high; print what moves how far",
      run_sensitivity);
  command.argument("SCENARIO", o.scenario, "Scenario file, or a name such as w1")
      .option("--planner", o.planners,
              "Planner (repeatable), or all; default: synergy and the seven baselines")
      .settings(o.settings)
      .option("-j,--jobs", o.jobs, 1, 4096, "Threads; default: one per core. Results do not depend on it")
      .option("--out", o.out, "Folder for the result tables, sensitivity.csv, rankings.csv and others");
  program.add_format(command);
}

}  // namespace synergy::cli
