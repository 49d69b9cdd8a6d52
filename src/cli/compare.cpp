#include "synergy/gate/junit.hpp"
#include "synergy/gate/report.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>

#include "command.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

namespace fs = std::filesystem;

/// The gate of the command line: what is compared is src/gate's, which columns and files is decided here.
struct CompareOptions {
  std::string base;
  std::string candidate;
  std::vector<std::string> tables;
  std::vector<std::string> tolerances;
  std::vector<std::string> ignored;
  std::vector<std::string> keys;
  bool allow_better = false;
  std::string github_benchmark;
};

/// Views into the tables, for messages.
std::vector<std::string_view> names_of(const std::vector<results::Table>& tables) {
  std::vector<std::string_view> names;
  for (const results::Table& table : tables) names.push_back(table.name);
  return names;
}

const results::Table& declared(const std::vector<results::Table>& tables, const std::string& name) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const results::Table& table) { return table.name == name; });
  if (found == tables.end()) throw UsageError(unknown_name("table", name, names_of(tables)));
  return *found;
}

/// A folder stands for the table's file in it; a file is taken whatever its name is.
fs::path file_of(const fs::path& place, std::string_view table) {
  return fs::is_directory(place) ? place / fmt::format("{}.csv", table) : place;
}

/// A file named as a table is that table; everything else is `runs`.
std::string table_of(const CompareOptions& o, const std::vector<results::Table>& known) {
  const auto names = names_of(known);
  std::string table;
  for (const std::string& place : {o.base, o.candidate}) {
    const std::string stem = fs::path(place).stem().string();
    if (fs::is_directory(place) || std::find(names.begin(), names.end(), stem) == names.end()) continue;
    if (!table.empty() && table != stem)
      throw UsageError(fmt::format("{} and {} are different tables", o.base, o.candidate));
    table = stem;
  }
  return table.empty() ? "runs" : table;
}

/// The tables asked for; "all" of a folder are those that lie in it.
std::vector<std::string> chosen_tables(const CompareOptions& o, const std::vector<results::Table>& known) {
  // One folder and one file is as good as two files: a single table.
  const bool files = !fs::is_directory(o.base) || !fs::is_directory(o.candidate);
  std::vector<std::string> chosen = o.tables;
  if (chosen.empty()) chosen.push_back(table_of(o, known));
  if (chosen == std::vector<std::string>{"all"}) {
    chosen.clear();
    for (const results::Table& table : known) {
      if (fs::exists(file_of(o.base, table.name))) chosen.emplace_back(table.name);
    }
    if (files) throw UsageError("--table all compares two folders; here is a file");
    if (chosen.empty()) throw InputError({o.base}, "no table lies in this folder");
  }
  if (files && chosen.size() > 1) throw UsageError("a file has one table: give --table once");
  return chosen;
}

/// A pattern that fits nothing is a slip of the pen, and so is a tolerance for text.
void check_patterns(const gate::Tolerances& tolerances, const results::Table& table,
                    const std::vector<input::Csv>& files) {
  std::vector<std::string_view> metrics;
  for (const input::Csv& file : files) {
    for (const std::string& column : file.columns()) {
      if (std::find(metrics.begin(), metrics.end(), column) == metrics.end()) metrics.emplace_back(column);
    }
  }
  for (const std::string_view pattern : tolerances.patterns()) {
    const bool fits = std::any_of(metrics.begin(), metrics.end(), [&](std::string_view metric) {
      return gate::Tolerances::fits(pattern, metric);
    });
    if (!fits) throw UsageError(unknown_name("metric", pattern, metrics));
  }
  for (const std::string_view name : tolerances.allowed()) {
    for (const results::Column& column : table.columns) {
      if (column.name == name && column.type == results::Type::text)
        throw UsageError(fmt::format("--tolerance {0}: {0} is text; leave it out with --ignore {0}", name));
    }
  }
}

/// Out of options, so a mistake in it is one of the command line and not of a file.
gate::Tolerances tolerances(const CompareOptions& o) {
  try {
    return {o.tolerances, o.ignored};
  } catch (const InputError& error) {
    throw UsageError(error.what());
  }
}

bool any_failed(const std::vector<gate::TableChange>& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const gate::TableChange& change) { return change.failed(); });
}

/// A gate that held nothing against anything must not pass. One table of several may be empty: a scenario
/// without links has no rows in links.csv.
bool nothing_compared(const std::vector<gate::TableChange>& changes) {
  return std::none_of(changes.begin(), changes.end(), [](const gate::TableChange& change) {
    return change.joined_count > 0 && !change.metrics.empty();
  });
}

int compare(const CompareOptions& o, const Common& common) {
  const std::vector<results::Table> known = results::declared_tables();
  const gate::Options options{tolerances(o), o.allow_better, o.keys};
  for (const std::string& place : {o.base, o.candidate}) {
    if (!fs::exists(place)) throw InputError({place}, "no such file or folder");
    // Tables of two calls may lie in it.
    if (fs::exists(fs::path(place) / results::kUnfinished))
      throw InputError({place},
                       fmt::format("its results are not complete: {} lies in it", results::kUnfinished));
  }
  const std::vector<std::string> chosen = chosen_tables(o, known);
  // Names are checked before any file is read.
  for (const std::string& name : chosen) (void)declared(known, name);
  // All are loaded before one is compared: an error in the last must not come after a verdict.
  std::vector<input::Csv> files;  // old and new in turn
  for (const std::string& name : chosen) {
    files.push_back(input::Csv::load(file_of(o.base, name)));
    files.push_back(input::Csv::load(file_of(o.candidate, name)));
  }
  // Patterns may be meant for any of the tables, so columns of all files count; text is judged by the first.
  check_patterns(options.tolerances, declared(known, chosen.front()), files);
  std::vector<gate::TableChange> changes;
  for (std::size_t t = 0; t < chosen.size(); ++t) {
    changes.push_back(gate::compare(declared(known, chosen[t]), files[2 * t], files[2 * t + 1], options));
  }
  if (!o.github_benchmark.empty()) {
    std::vector<gate::Source> sources;
    for (std::size_t t = 0; t < chosen.size(); ++t)
      sources.push_back({&declared(known, chosen[t]), &files[2 * t + 1]});
    results::write_file(o.github_benchmark, gate::github_benchmark(sources, options));
  }
  const bool nothing = nothing_compared(changes);
  if (nothing)
    tell(common,
         {{{o.candidate}, fmt::format("nothing to compare: no row or no metric of {} is in it", o.base)}},
         kGateFailed);
  if (common.format == "junit") {
    fmt::print("{}", gate::junit(changes));
    return nothing || any_failed(changes) ? kGateFailed : kOk;
  }
  const std::string summary = gate::summary(changes);
  // People want what changed; programs get every metric, so that they can count those that did not.
  const bool for_people = common.format == "table" || common.format == "markdown";
  const results::Table report = gate::report_table(changes, for_people);
  if (common.format == "markdown") fmt::print("{}\n", summary);
  if (!for_people || !report.rows.empty()) {
    const std::vector<std::string_view> shown{"table",
                                              "metric",
                                              "tolerance_ratio",
                                              "changed_count",
                                              "mean_change_ratio",
                                              "worst_change_ratio",
                                              "row",
                                              "old",
                                              "new",
                                              "verdict"};
    print(report, common, shown);
  }
  if (!common.quiet && common.format != "markdown") to_stderr("{}", summary);
  return nothing || any_failed(changes) ? kGateFailed : kOk;
}

}  // namespace

void add_compare(Program& program) {
  auto [command, o] = program.add(
      "compare",
      "Gate: compare two result folders or CSV files; exit code 7 if NEW breaches, or nothing is in both",
      compare);
  command.argument("BASE", o.base, "Result folder or CSV file to hold against")
      .argument("NEW", o.candidate, "Result folder or CSV file to judge")
      .option("--table", o.tables, "Table of the folders (repeatable), or all (default: runs)")
      .option("--tolerance", o.tolerances,
              "Let a metric change: metric=change (repeatable), such as latency_*=0.01 or "
              "wall_plan_ms=50%; without it, metrics stay exactly the same and wall_* are left out")
      .option("--ignore", o.ignored, "Metric to leave out (repeatable), such as plan or candidates_*")
      .option("--key", o.keys,
              "Column that names a row (repeatable; default: the table's keys, the factors of a sweep)")
      .flag("--allow-better", o.allow_better, "Changes for the better do not count")
      .option("--github-benchmark", o.github_benchmark,
              "Also write NEW's metrics for github-action-benchmark (customSmallerIsBetter) to this file");
  program.add_format(command, {"junit"});
}

}  // namespace synergy::cli
