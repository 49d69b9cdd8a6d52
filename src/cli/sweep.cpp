#include "synergy/results/folder_lock.hpp"
#include "synergy/results/points_table.hpp"
#include "synergy/sweep/whole.hpp"

#include <algorithm>
#include <thread>

#include "interrupt.hpp"
#include "progress.hpp"
#include "selection.hpp"
#include "shard.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct SweepOptions {
  std::string sweep;
  std::string out;
  std::string shard = "1/1";
  std::int64_t jobs = 0;
  std::vector<std::string> parts;
  std::string steady = "on";
  bool overwrite = false;
  bool dry_run = false;
};

struct MergeOptions {
  std::vector<std::string> shards;
  std::string out;
};

/// A table that is printed while it is made, so many rows at a time, since there may be millions.
class PrintedInParts {
 public:
  PrintedInParts(results::Table table, const Common& common) : table_(std::move(table)), common_(common) {}

  void add(std::vector<results::Cell> row) {
    if (table_.rows.size() == kRows) flush();
    table_.rows.push_back(std::move(row));
  }
  void finish() {
    if (parts_ == 0) return print(table_, common_);
    flush();
    if (common_.format == "json") fmt::print("\n]\n");
  }

 private:
  static constexpr std::size_t kRows = 10'000;

  void flush() {
    std::string text = common_.format == "csv"        ? results::to_csv(table_)
                       : common_.format == "json"     ? results::to_json(table_)
                       : common_.format == "markdown" ? results::to_markdown(table_)
                                                      : results::to_aligned(table_);
    if (common_.format == "json") {
      // "[", the rows, "]": the list goes on where the last part ended.
      text = (parts_ == 0 ? "[" : ",") + text.substr(1, text.size() - 4);
    } else if (parts_ > 0 && common_.format != "table") {
      const std::size_t header_lines = common_.format == "csv" ? 1 : 2;
      for (std::size_t line = 0; line < header_lines; ++line) text.erase(0, text.find('\n') + 1);
    }
    fmt::print("{}", text);
    table_.rows.clear();
    ++parts_;
  }

  results::Table table_;
  const Common& common_;
  int parts_ = 0;
};

/// What --dry-run prints: one row per point of this shard, its id and its factors, equal ones once, as a run
/// would do them.
void print_points(const sweep::Points& points, sweep::Shard shard, const Common& common) {
  PrintedInParts table({"points", results::points_columns(points.factor_columns()), {}}, common);
  const std::vector<sweep::Key> keys = keys_of(points, shard);
  for (const sweep::Task& task : points.tasks()) {
    const sweep::Group& group = points.groups()[static_cast<std::size_t>(task.group)];
    for (int point = task.first_point; point < task.last_point; ++point) {
      if (!points.distinct(point) || !std::binary_search(keys.begin(), keys.end(), points.key(point)))
        continue;
      std::vector<results::Cell> row{sweep::to_id(points.key(point))};
      const auto factors = points.factor_cells(group);
      row.insert(row.end(), factors.begin(), factors.end());
      row.emplace_back(points.scenario_name(group));
      row.emplace_back(task.planner == nullptr ? std::string() : std::string(task.planner->name));
      row.emplace_back(std::string(to_text(task.policy)));
      row.emplace_back(std::int64_t{point - task.first_point});
      table.add(std::move(row));
    }
  }
  table.finish();
}

void say(const Common& common, const std::string& text) {
  if (!common.quiet) to_stderr("{}\n", text);
}

std::string counted(std::int64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string in_words(const sweep::StatusCounts& counts) {
  std::string text;
  for (const auto& [status, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, status);
  if (counts.contains("failed") || counts.contains("failed_check"))
    text += "; column reasons of runs.csv says why";
  return text;
}

/// Infeasible points are results of a sweep; only one without any run that is ok ends as infeasible.
int exit_code(const sweep::StatusCounts& counts) {
  if (counts.contains("failed") || counts.contains("failed_check")) return kSweepPartly;
  return counts.contains("ok") ? kOk : kInfeasible;
}

/// Going on is the default, so the user is told what is taken over and what is done again.
void say_what_was_found(const sweep::Journal& journal, const SweepOptions& options, const Common& common) {
  if (!journal.done().empty()) {
    say(common, fmt::format("{}: {} points are there already", options.out, journal.done().size()));
  }
  if (journal.stale_count() > 0) {
    say(common, fmt::format("{}: {} points left out, their inputs changed or they are no longer in the sweep",
                            options.out, journal.stale_count()));
  }
  if (journal.torn_count() > 0) {
    say(common, fmt::format("{}: {} left out: what was being written when the sweep was killed is done again",
                            options.out, counted(journal.torn_count(), "torn line")));
  }
}

/// The last words of a call, and its exit code.
int told_end(const sweep::Points& points, const sweep::FolderEnd& end, const SweepOptions& options,
             const Common& common) {
  if (!end.finished()) {
    if (!points.sweep().is_study())
      say(common, fmt::format("interrupted: {} of {} points are done; the same command goes on from there",
                              end.progress.skipped + end.progress.ran, end.progress.total));
    return kInterrupted;
  }
  for (const std::string& problem : end.problems) to_stderr("left out: {}\n", problem);
  say(common, fmt::format("wrote {}: {}", options.out, in_words(end.counts)));
  return end.problems.empty() ? exit_code(end.counts) : kSweepPartly;
}

int run_sweep(const SweepOptions& options, const Common& common) {
  const sweep::Shard shard = read_shard(options.shard);
  if (options.out.empty() && !options.dry_run) throw UsageError("sweep needs --out DIR, or --dry-run");
  // Points do not depend on each other, hence as many as there are cores; hardware_concurrency() may be 0 for
  // unknown.
  const int threads = options.jobs > 0 ? static_cast<int>(options.jobs)
                                       : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  scenario::Library library(common.data);
  const sweep::Points points(
      sweep::with_parts(sweep::load_sweep(options.sweep, library, *common.planners), options.parts), library,
      threads);
  const std::vector<sweep::Key> keys = keys_of(points, shard);
  const std::string shard_text =
      shard.count > 1 ? fmt::format(", {} of them in shard {}", keys.size(), options.shard) : "";
  say(common,
      fmt::format("sweep {}: {} of {}{}", points.sweep().name, counted(points.distinct_count(), "point"),
                  counted(static_cast<std::int64_t>(points.groups().size()), "scenario variant"),
                  shard_text));
  if (options.dry_run) {
    print_points(points, shard, common);
    return kOk;
  }
  sweep::FolderCall call{options.out, shard, options.overwrite, common.command_line};
  call.opened = [&](const sweep::Journal& journal) { say_what_was_found(journal, options, common); };
  sweep::RunOptions run_options;
  run_options.threads = threads;
  run_options.skip = options.steady == "on";
  run_options.more_inputs = common.outside;
  const InterruptGuard guard;
  ProgressDisplay display(common.quiet);
  run_options.stop = [&] { return guard.interrupted(); };
  run_options.report = [&](const sweep::Progress& p) { display.show(p); };
  const sweep::FolderEnd end = sweep::run_whole(points, call, library, run_options);
  display.finish(end.progress);
  return told_end(points, end, options, common);
}

int run_merge(const MergeOptions& options, const Common& common) {
  const results::FolderLock lock(options.out, common.command_line);
  const sweep::StatusCounts counts =
      sweep::merge({options.shards.begin(), options.shards.end()}, options.out, common.command_line);
  say(common, fmt::format("wrote {}: {}", options.out, in_words(counts)));
  return exit_code(counts);
}

}  // namespace

void add_sweep(Program& program) {
  auto [command, options] = program.add("sweep",
                                        "Run every point of a sweep file; goes on where an earlier call "
                                        "ended. A study gets a result folder for "
                                        "each of its settings instead",
                                        run_sweep);
  command.argument("SWEEP", options.sweep, "Sweep file, or the name of a shipped one such as links");
  command.option("--out", options.out, "Folder for the journal, the tables and manifest.json");
  command.option("-j,--jobs", options.jobs, 1, 4096,
                 "Threads; default: one per core. Results do not depend on it");
  command.option("--shard", options.shard, "K/N: only the K-th of N shares, to be joined by merge");
  command.option("--part", options.parts, "Only the part of this name (repeatable); default: all parts");
  command.option("--steady", options.steady,
                 "on: what repeats is simulated once and counted as often as it happens; off: event by "
                 "event, with the same results",
                 Command::Needed::no, {"on", "off"});
  command.flag("--overwrite", options.overwrite, "Forget what the folder holds");
  command.flag("--dry-run", options.dry_run, "Print the points, run nothing");
  program.add_format(command);
}

void add_merge(Program& program) {
  auto [command, options] =
      program.add("merge", "Join the result folders of all shards of a sweep", run_merge);
  command.arguments("DIR", options.shards, "Result folders of sweep --shard");
  command.option("--out", options.out, "Folder for the joined tables", Command::Needed::yes);
}

}  // namespace synergy::cli
