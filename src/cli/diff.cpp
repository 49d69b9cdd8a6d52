#include "synergy/results/diff.hpp"

#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"

#include <algorithm>
#include <filesystem>

#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct DiffOptions {
  std::string first;
  std::string second;
  std::string scenario;
  std::string policy = "adaptive";
  std::vector<std::string> settings;
};

/// The scenario asked for, or else the one that both plan files name.
/// Two plans are only comparable on one scenario. That they name it alike is taken for being alike: a plan
/// file holds no copy of it.
std::string common_scenario(const DiffOptions& options, const input::Document& first,
                            const input::Document& second, const scenario::Library& library) {
  if (!options.scenario.empty()) return options.scenario;
  const auto [first_name, first_place] = plan::scenario_of(first);
  const auto [second_name, second_place] = plan::scenario_of(second);
  // A path starts where the plan lies.
  const auto file = [](const input::Document& plan, const std::string& name) {
    if (!scenario::is_path(name)) return name;
    return (std::filesystem::path(plan.name).parent_path() / name).lexically_normal().string();
  };
  if (file(first, first_name) != file(second, second_name)) {
    throw InputError(second_place,
                     fmt::format("a plan for scenario '{}', but {} is one for '{}'; to compare both on one "
                                 "scenario, name it with --scenario",
                                 second_name, first.name, first_name));
  }
  if (scenario::is_path(first_name)) return file(first, first_name);
  const std::vector<std::string> shipped = library.scenario_names();
  if (std::find(shipped.begin(), shipped.end(), first_name) == shipped.end()) {
    throw InputError(first_place, unknown_name("scenario", first_name, {shipped.begin(), shipped.end()}) +
                                      " (name one of your own with --scenario FILE)");
  }
  return first_name;
}

int diff(const DiffOptions& options, const Common& common) {
  scenario::Library library(common.data);
  const input::Document first = input::load(options.first);
  const input::Document second = input::load(options.second);
  const scenario::Scenario scenario =
      load_scenario(common_scenario(options, first, second, library), library, overrides(options.settings));
  // Both plans under one policy, or the difference would be that of the policies.
  const auto policy =
      chosen_policies({options.policy}, scenario).front().value_or(scenario::Policy::adaptive);
  plan::TableCache cache;
  const plan::PlanningProblem problem(scenario, cache);
  const results::Table table = results::diff_table(problem, plan::read_plan(first, scenario),
                                                   plan::read_plan(second, scenario), policy);
  const results::Table changed = results::differences(table);
  // Programs get every row, people those that differ.
  if (common.format != "table") {
    print(table, common);
  } else if (changed.rows.empty()) {
    to_stdout("no difference\n");
  } else {
    to_stdout("{}: {} -> {}, estimates under policy {}; what is not listed is equal\n", scenario.name,
              options.first, options.second, to_text(policy));
    print(changed, common);
  }
  return kOk;
}

}  // namespace

void add_diff(Program& program) {
  auto [command, o] =
      program.add("diff", "What moved between two plans of one scenario, and what that changed", diff);
  command.argument("FIRST", o.first, "Plan file")
      .argument("SECOND", o.second, "Plan file to compare with it")
      .option("--scenario", o.scenario,
              "Scenario file or name; default: the shipped one that both plans name")
      .option("--policy", o.policy, "Policy for round time, throughput and power (default adaptive)")
      .settings(o.settings);
  program.add_format(command);
}

}  // namespace synergy::cli
