#include "synergy/attack/campaign.hpp"
#include "synergy/attack/findings.hpp"
#include "synergy/results/attack_tables.hpp"
#include "synergy/sweep/tables.hpp"

#include <algorithm>
#include <thread>

#include "interrupt.hpp"
#include "progress.hpp"
#include "selection.hpp"
#include "shard.hpp"
#include "split.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

constexpr std::string_view kTruth = "truth";

struct AttackOptions {
  std::string space;
  std::vector<std::string> planners, against;
  std::string metric = "throughput";
  std::string policy = "adaptive";
  std::string conditions;
  std::string out;
  std::string shard = "1/1";
  std::int64_t budget = 2000;
  std::int64_t restarts = 20;
  std::int64_t seed = 1;
  std::int64_t node_budget = 20'000;
  std::int64_t findings = 3;
  std::int64_t jobs = 0;
  bool overwrite = false;
};

template <class Enum>
Enum value_of(std::string_view name) {
  const auto& names = names_of(Enum{});
  return static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// "a,b", "all" and "truth" as sides; none of them is truth.
std::vector<std::optional<attack::Side>> sides_of(const std::vector<std::string>& texts,
                                                  const AttackOptions& options, const Common& common) {
  std::vector<std::optional<attack::Side>> sides;
  const auto policy = value_of<scenario::Policy>(options.policy);
  const auto add = [&](std::optional<attack::Side> side) {
    if (std::find(sides.begin(), sides.end(), side) == sides.end()) sides.push_back(std::move(side));
  };
  for (const std::string& text : split(texts)) {
    if (text == kTruth) {
      add({});
    } else if (text == "all") {
      for (const std::string_view name : common.planners->names())
        add(attack::side_of(std::string(name), policy, *common.planners));
    } else {
      add(attack::side_of(text, policy, *common.planners));
    }
  }
  return sides;
}

/// Every planner with every other one.
std::vector<attack::Question> questions_of(const AttackOptions& options, const Common& common) {
  const auto defaults = [](const std::vector<std::string>& given, const char* otherwise) {
    return given.empty() ? std::vector<std::string>{otherwise} : given;
  };
  const auto metric = value_of<attack::Metric>(options.metric);
  const auto against = sides_of(defaults(options.against, "optimal"), options, common);
  std::vector<attack::Question> questions;
  for (const auto& planner : sides_of(defaults(options.planners, "synergy"), options, common)) {
    if (!planner) throw UsageError("--planner truth: only --against takes it");
    for (const auto& other : against) {
      if (!other && metric == attack::Metric::objective)
        throw UsageError(
            "--against truth: no simulation has an objective; choose throughput, latency or power");
      if (planner != other) questions.push_back({*planner, other, metric});
    }
  }
  if (questions.empty()) throw UsageError("--planner and --against name the same planner and nothing else");
  return questions;
}

attack::Campaign campaign_of(const AttackOptions& options, scenario::Library& library, const Common& common) {
  if (options.restarts > options.budget)
    throw UsageError(fmt::format("--restarts {}: more than --budget {} has evaluations", options.restarts,
                                 options.budget));
  attack::Campaign campaign;
  campaign.questions = questions_of(options, common);
  campaign.space = attack::load_space(options.space, library);
  if (!options.conditions.empty()) campaign.conditions = attack::load_conditions(options.conditions);
  campaign.budget = options.budget;
  campaign.restarts = static_cast<int>(options.restarts);
  campaign.node_budget = options.node_budget;
  campaign.seed = static_cast<std::uint64_t>(options.seed);
  campaign.inputs = input_hashes(library, common);
  return campaign;
}

/// Planners down, what they are compared with across, the largest loss of each pair in the cells.
std::string heat_map(const std::vector<results::AttackPair>& pairs) {
  std::vector<std::string> rows, columns;
  const auto note = [](std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const results::AttackPair& pair : pairs) {
    note(rows, pair.planner);
    note(columns, pair.against);
  }
  std::size_t first = 0;
  for (const std::string& row : rows) first = std::max(first, row.size());
  std::string text = fmt::format("{:{}}", "", first);
  for (const std::string& column : columns) text += fmt::format("  {:>11}", column);
  text += '\n';
  for (const std::string& row : rows) {
    text += fmt::format("{:{}}", row, first);
    for (const std::string& column : columns) {
      const auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const results::AttackPair& p) {
        return p.planner == row && p.against == column;
      });
      const bool known = pair != pairs.end() && pair->most;
      text += fmt::format("  {:>{}}", known ? fmt::format("{:.4g}", *pair->most) : "",
                          std::max<std::size_t>(11, column.size()));
    }
    text += '\n';
  }
  return text;
}

/// Of a space with a scenario of its own: whether the search found a place where the planner loses.
void say_turned(const attack::Campaign& campaign, const std::vector<results::AttackPair>& pairs,
                scenario::Library& library) {
  for (std::size_t q = 0; q < pairs.size(); ++q) {
    const attack::Question& question = campaign.questions[q];
    if (!question.against || !pairs[q].most) continue;
    const attack::Judge judge(question, campaign.conditions, campaign.node_budget, campaign.space.base_file,
                              library);
    const attack::Verdict base = judge(campaign.space.base);
    if (base.kind != attack::Verdict::Kind::judged) continue;
    const bool won = base.ratio <= 1;
    const bool loses = *pairs[q].most > 1;
    const char* what = won && loses ? "the winner turns"
                       : won        ? "no scenario tried turns the winner"
                                    : "the planner loses from the start";
    to_stdout("{} against {}: {:.4g} at the base, {:.4g} to {:.4g} over the restarts: {}.\n",
              pairs[q].planner, pairs[q].against, base.ratio, *pairs[q].least, *pairs[q].most, what);
  }
}

void print_results(const attack::Campaign& campaign, const std::vector<results::AttackPair>& pairs,
                   const std::vector<attack::Finding>& findings, scenario::Library& library,
                   const Common& common) {
  print(results::attack_pairs_table(pairs), common,
        {"planner", "against", "restart_count", "judged_count", "evaluations", "best_min_ratio",
         "best_p25_ratio", "best_p50_ratio", "best_p75_ratio", "best_max_ratio", "near_count"});
  if (common.format != "table") return;
  if (pairs.size() > 1)
    to_stdout("\nLargest loss found, planner (down) against planner (across):\n{}", heat_map(pairs));
  if (campaign.space.has_base) say_turned(campaign, pairs, library);
  if (findings.empty()) return;
  std::vector<results::AttackFinding> rows;
  for (const attack::Finding& finding : findings) rows.push_back(finding.row);
  to_stdout("\n");
  print(results::attack_findings_table(rows), common,
        {"file", "planner", "against", "found_ratio", "left_ratio", "planner_value", "against_value",
         "app_count", "device_count", "number_count"});
}

/// What the journal of a shard holds, as tables; the whole search also as findings.
int finish_attack(const attack::Campaign& campaign, sweep::Shard shard, const AttackOptions& options,
                  scenario::Library& library, const sweep::RunOptions& run_options, const Common& common) {
  sweep::JournalContent content(options.out);
  const sweep::StatusCounts counts = sweep::write_tables(options.out, {&content, 1});
  if (shard.count == 1) {
    const std::vector<results::AttackRow> rows = attack::rows_of(campaign, content);
    const std::vector<results::AttackPair> pairs = attack::pairs_of(campaign, rows);
    const auto findings =
        attack::findings_of(campaign, rows, static_cast<int>(options.findings), library, run_options);
    if (run_options.stop()) return kInterrupted;
    attack::write_findings(options.out, pairs, findings);
    print_results(campaign, pairs, findings, library, common);
  }
  sweep::write_manifest(options.out, attack::header_of(campaign, shard), counts, common.command_line);
  if (!common.quiet) to_stderr("wrote {}\n", options.out);
  if (counts.contains("failed")) return kSweepPartly;
  return counts.contains("ok") ? kOk : kInfeasible;
}

int run_attack(const AttackOptions& options, const Common& common) {
  const sweep::Shard shard = read_shard(options.shard);
  scenario::Library library(common.data);
  const attack::Campaign campaign = campaign_of(options, library, common);
  const std::vector<sweep::Key> keys = keys_of(campaign, shard);
  const InterruptGuard guard;
  sweep::RunOptions run_options;
  run_options.threads = options.jobs > 0 ? static_cast<int>(options.jobs)
                                         : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  run_options.stop = [&] { return guard.interrupted(); };
  ProgressDisplay display(common.quiet);
  run_options.report = [&](const sweep::Progress& p) { display.show(p); };
  sweep::Progress progress;
  {
    sweep::Journal journal(
        options.out, header_of(campaign, shard),
        [&](sweep::Key key) { return std::binary_search(keys.begin(), keys.end(), key); }, options.overwrite);
    if (!common.quiet && !journal.done().empty())
      to_stderr("{}: {} restarts are there already\n", options.out, journal.done().size());
    progress = attack::run(campaign, shard, journal, library, run_options);
    display.finish(progress);
  }
  if (progress.skipped + progress.ran < progress.total) {
    if (!common.quiet)
      to_stderr("interrupted: {} of {} restarts are done; the same command goes on from there\n",
                progress.skipped + progress.ran, progress.total);
    return kInterrupted;
  }
  return finish_attack(campaign, shard, options, library, run_options, common);
}

}  // namespace

void add_attack(Program& program) {
  auto [command, o] = program.add(
      "attack", "Search for scenarios on which a planner does worse than another, and shrink what is found",
      run_attack);
  const auto choices = [](const std::vector<std::string_view>& names) {
    return Command::Choices(names.begin(), names.end());
  };
  command
      .option("--space", o.space, "Space file, or the name of a shipped one such as two_apps",
              Command::Needed::yes)
      .option("--planner", o.planners,
              "Who is attacked: planners (repeatable, or with commas between them), or all; with parameters "
              "\"lns node_budget=500\", with a policy synergy/sequential, with what makes it plan again "
              "synergy@never. Default: synergy")
      .option("--against", o.against,
              "Whom it is compared with, likewise; truth: its estimate with its simulation. Default: optimal")
      .option("--metric", o.metric, "What is compared", Command::Needed::no,
              choices(attack::names_of(attack::Metric{})))
      .option("--policy", o.policy, "Under which plans run, where none is named; default: adaptive",
              Command::Needed::no, choices(scenario::names_of(scenario::Policy{})))
      .option("--conditions", o.conditions, "File of what scenarios and plans must keep to count")
      .option("--budget", o.budget, 1, 1'000'000'000,
              "Scenarios to plan for each pair, over all its restarts; default: 2000")
      .option("--restarts", o.restarts, 1, 1'000'000, "Restarts of each pair; default: 20")
      .option("--seed", o.seed, 0, INT64_MAX, "Of the search; default: 1")
      .option("--node-budget", o.node_budget, 1, INT64_MAX,
              "For planners that have a parameter node_budget; default: 20000")
      .option("--findings", o.findings, 0, 999, "So many of the best of each pair are shrunk; default: 3")
      .option("-j,--jobs", o.jobs, 1, 4096, "Threads; default: one per core. Results do not depend on it")
      .option("--shard", o.shard,
              "K/N: only the K-th of N shares, to be joined by merge; the same command on what is joined, "
              "without --shard, then shrinks")
      .option("--out", o.out, "Folder for the journal, tables and findings", Command::Needed::yes)
      .flag("--overwrite", o.overwrite, "Forget what the folder holds");
  program.add_format(command);
}

}  // namespace synergy::cli
