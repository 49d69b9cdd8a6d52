#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/write.hpp"
#include "synergy/suite/improve.hpp"
#include "synergy/suite/run.hpp"
#include "synergy/suite/score.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <thread>

#include "command.hpp"
#include "interrupt.hpp"
#include "progress.hpp"
#include "selection.hpp"
#include "split.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kNoSeed = -1, kNoBudget = 0;

struct SuiteOptions {
  std::vector<std::string> planners;
  std::vector<std::string> families;
  std::string out;
  std::int64_t seed = kNoSeed;
  std::int64_t node_budget = kNoBudget;
  std::int64_t jobs = 0;
  bool quick = false;
  bool improve = false;
};

/// Those named, in the order named; without names all, but for those that a quick run leaves out.
std::vector<const planner::Planner*> suite_planners(const SuiteOptions& options,
                                                    const planner::Registry& registry) {
  std::vector<const planner::Planner*> chosen;
  const std::vector<std::string> names = split(options.planners);
  const bool all = names.empty() || std::find(names.begin(), names.end(), "all") != names.end();
  if (all) {
    chosen = registry.all();
    // What they would prove is in best_known.csv, and proving takes longer than everything else together.
    if (options.quick && names.empty())
      std::erase_if(chosen, [](const planner::Planner* p) { return p->role == planner::Role::bound; });
    return chosen;
  }
  for (const std::string& name : names) {
    const planner::Planner* planner = registry.find(name);
    if (planner == nullptr) throw UsageError(unknown_name("planner", name, registry.names()));
    if (std::find(chosen.begin(), chosen.end(), planner) == chosen.end()) chosen.push_back(planner);
  }
  return chosen;
}

std::vector<std::string> suite_families(const SuiteOptions& options, const fs::path& folder) {
  std::vector<std::string> known = suite::families(folder);
  const std::vector<std::string> names = split(options.families);
  if (names.empty() || std::find(names.begin(), names.end(), "all") != names.end()) return known;
  std::vector<std::string> chosen;
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw UsageError(unknown_name("family", name, {known.begin(), known.end()}));
    if (std::find(chosen.begin(), chosen.end(), name) == chosen.end()) chosen.push_back(name);
  }
  return chosen;
}

std::vector<results::SuiteRow> rows_of(const std::vector<suite::Outcome>& outcomes) {
  std::vector<results::SuiteRow> rows;
  for (const suite::Outcome& outcome : outcomes) rows.push_back(outcome.row);
  return rows;
}

/// "scale/16_apps: 84.75 by synergy, was 90.1 by refine"
std::string suite_words(const suite::Improvement& improvement) {
  const auto value = [](const results::BestKnown& known) {
    return known.best.answer == results::Answer::none ? std::string("no plan")
                                                      : fmt::format("{:.6g}", known.best.value);
  };
  const auto& [instance, before, after] = improvement;
  std::string text = fmt::format("{}: {} by {}", instance, value(after), after.found_by);
  if (before && before->best != after.best)
    text += fmt::format(", was {} by {}", value(*before), before->found_by);
  if (after.proven()) return text + ", proven";
  if (after.bound) text += fmt::format(", bound {:.6g}", *after.bound);
  return text;
}

void improve_suite(const fs::path& folder, const std::vector<suite::Outcome>& outcomes,
                   suite::BestKnownValues& known, const Common& common) {
  const auto improvements = suite::improve(folder, outcomes, known);
  suite::save_best_known(folder, known);
  if (common.quiet) return;
  for (const suite::Improvement& improvement : improvements) to_stderr("{}\n", suite_words(improvement));
  to_stderr("{} of the best known values are new or better proven\n", improvements.size());
}

void say_if_better(const std::vector<results::SuiteRow>& rows, const Common& common) {
  std::set<std::string> better;
  for (const results::SuiteRow& row : rows) {
    if (row.value < row.best.best) better.insert(row.instance);
  }
  if (better.empty() || common.quiet) return;
  to_stderr("better than the best known on {}; --improve takes it over\n", fmt::join(better, ", "));
}

void write_suite(const fs::path& out, const std::vector<results::SuiteRow>& rows,
                 const std::vector<results::SuiteScore>& scores, const SuiteOptions& options,
                 const scenario::Library& library, const Common& common) {
  const std::vector<results::Table> tables{
      results::suite_table(rows), results::scorecard_table(scores),
      results::performance_profile_table(suite::performance_profile(rows))};
  constexpr std::string_view kLeaderboard = "leaderboard.md";
  std::set<std::string> kept{"datapackage.json", std::string(kLeaderboard)};
  for (const results::Table& table : tables) kept.insert(fmt::format("{}.csv", table.name));
  results::clear_results(out, kept);
  for (const results::Table& table : tables)
    results::write_file(out / fmt::format("{}.csv", table.name), to_csv(table));
  results::write_file(out / kLeaderboard, suite::leaderboard(scores));
  results::write_file(out / "datapackage.json", results::with_other_csv(results::data_package(tables), out));
  results::ManifestFacts facts;
  facts.command_line = common.command_line;
  facts.input_hashes = input_hashes(library, common);
  facts.run_count = static_cast<std::int64_t>(rows.size());
  if (options.seed != kNoSeed) facts.seeds.emplace_back("suite", static_cast<std::uint64_t>(options.seed));
  results::write_manifest(out, facts);
  if (!common.quiet) to_stderr("wrote {}\n", out.string());
}

int run_suite(const SuiteOptions& options, const Common& common) {
  const fs::path folder = common.data / "scenarios" / "suite";
  suite::RunOptions run_options;
  run_options.planners = suite_planners(options, *common.planners);
  run_options.quick = options.quick;
  if (options.seed != kNoSeed) run_options.seed = static_cast<std::uint64_t>(options.seed);
  if (options.node_budget != kNoBudget) run_options.node_budget = options.node_budget;
  run_options.threads = options.jobs > 0 ? static_cast<int>(options.jobs)
                                         : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const std::vector<suite::Instance> instances = suite::instances(folder, suite_families(options, folder));
  suite::BestKnownValues known = suite::load_best_known(folder);
  std::optional<results::FolderLock> lock;
  if (!options.out.empty()) lock.emplace(options.out, common.command_line);
  scenario::Library library(common.data);
  const InterruptGuard guard;
  ProgressDisplay display(common.quiet);
  sweep::Progress progress;
  run_options.stop = [&] { return guard.interrupted(); };
  run_options.report = [&](std::int64_t done, std::int64_t total) {
    progress = {total, 0, done, 0};
    display.show(progress);
  };
  const std::vector<suite::Outcome> outcomes = suite::run(instances, known, library, run_options);
  display.finish(progress);
  if (outcomes.empty()) return kInterrupted;
  for (const std::string& doubt : suite::stale_rows(folder, outcomes, known)) to_stderr("{}\n", doubt);
  const std::vector<results::SuiteRow> rows = rows_of(outcomes);
  const std::vector<results::SuiteScore> scores = suite::scorecard(rows);
  print(results::scorecard_table(scores), common,
        {"family", "planner", "instance_count", "solved_count", "best_count", "regret_geometric_mean_ratio",
         "regret_worst_ratio", "worst_instance", "throughput_ratio", "latency_ratio", "power_ratio",
         "candidates_considered"});
  if (!options.out.empty()) write_suite(options.out, rows, scores, options, library, common);
  if (options.improve)
    improve_suite(folder, outcomes, known, common);
  else
    say_if_better(rows, common);
  const bool failed = std::any_of(rows.begin(), rows.end(),
                                  [](const results::SuiteRow& r) { return r.status == "failed_check"; });
  return failed ? kFailedCheck : kOk;
}

}  // namespace

void add_suite(Program& program) {
  auto [command, o] = program.add(
      "suite", "Score planners on the instances of scenarios/suite against the best that is known of each",
      run_suite);
  command.option("--planner", o.planners, "Planners (repeatable, or with commas between them); default: all")
      .option("--family", o.families, "Families of instances, likewise, or all; default: all")
      .flag("--quick", o.quick,
            "A tenth of the simulated time, and no planners that prove bounds unless they are named")
      .option("--seed", o.seed, 0, INT64_MAX,
              "In place of every instance's seed, where the body stays as it is")
      .option("--node-budget", o.node_budget, 1, INT64_MAX, "For planners that have a parameter node_budget")
      .flag("--improve", o.improve,
            "Take better answers and better bounds into best_known.csv, with their plans, once they replay")
      .option("-j,--jobs", o.jobs, 1, 4096, "Threads; default: one per core. Results do not depend on it")
      .option("--out", o.out,
              "Folder for suite.csv, scorecard.csv, performance_profile.csv and leaderboard.md");
  program.add_format(command);
}

}  // namespace synergy::cli
