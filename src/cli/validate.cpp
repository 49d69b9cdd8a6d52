#include "synergy/calibrate/file.hpp"
#include "synergy/device/load.hpp"
#include "synergy/input/error.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/doubts.hpp"
#include "synergy/results/reasons.hpp"
#include "synergy/scenario/body_channel.hpp"
#include "synergy/scenario/load.hpp"
#include "synergy/sweep/sweep.hpp"

#include <filesystem>
#include <map>

#include "problems_json.hpp"
#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

const input::Node* find(const input::Node& root, std::string_view key) {
  for (const input::Node::Entry& entry : root.entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

/// Files of the scenarios checked so far, by the scenario's name.
using ScenarioFiles = std::map<std::string, std::string>;

/// The file of the scenario that a plan names: one checked before, a path from where the plan lies, or a
/// shipped one.
input::Document scenario_file(const input::Document& plan, const ScenarioFiles& scenarios,
                              const scenario::Library& library) {
  const auto [name, where] = plan::scenario_of(plan);
  if (const auto own = scenarios.find(name); own != scenarios.end()) return input::load(own->second);
  try {
    return scenario::load_document(name, library, std::filesystem::path(plan.name).parent_path());
  } catch (const InputError& error) {
    const Problem& problem = error.problems().front();
    if (problem.where.line != 0) throw;  // in the scenario's file
    throw InputError(where,
                     fmt::format("this is a plan for the scenario '{}', which is not at hand: {}; name a "
                                 "scenario file of your own before its plans",
                                 name, problem.message));
  }
}

/// A plan must fit the scenario that it names, and be feasible.
std::string validate_plan(const input::Document& document, const ScenarioFiles& scenarios,
                          scenario::Library& library) {
  const scenario::Scenario scenario = read_scenario(scenario_file(document, scenarios, library), library);
  const plan::CollaborationPlan plan = plan::read_plan(document, scenario);
  plan::TableCache cache;
  const plan::PlanningProblem problem(scenario, cache);
  const auto compiled = plan::compile(problem, plan);
  if (const auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) {
    std::vector<Problem> problems;
    for (std::string& line : results::reason_lines(infeasible->reasons, scenario))
      problems.push_back({{document.name}, std::move(line)});
    throw InputError(std::move(problems));
  }
  return "plan";
}

/// Reads a file as what its keys say it is; the name of that kind of file.
/// Kinds are told by keys that only they have, not by name or folder: people put files where they like. The
/// order matters: a plan too has `apps`, so `scenario` is asked for first.
std::string validate_file(const std::string& file, const std::vector<std::string>& settings,
                          ScenarioFiles& scenarios, scenario::Library& library,
                          const planner::Registry& planners, std::vector<std::string>& warnings) {
  const input::Document document = input::load(file);
  const bool is_plan = find(document.root, "scenario") != nullptr;
  if (!settings.empty() && (find(document.root, "apps") == nullptr || is_plan))
    throw UsageError(fmt::format("--set changes scenarios; {} is {}", file, is_plan ? "a plan" : "none"));
  const input::Node* kind = find(document.root, "kind");
  if (find(document.root, "layers") != nullptr)
    return (void)library.families().read_network(document), "model";
  if (find(document.root, "form") != nullptr)
    return (void)library.families().read_network(document), "network";
  if (find(document.root, "device") != nullptr && find(document.root, "rail") != nullptr)
    return (void)calibrate::read_file(document), "calibration";
  if (is_plan) return validate_plan(document, scenarios, library);
  if (kind != nullptr && kind->scalar == "accelerator")
    return (void)library.families().read(document), "accelerator profile";
  if (kind != nullptr && kind->scalar == "radio") return (void)device::read_radio(document), "radio profile";
  if (kind != nullptr && kind->scalar == "sensor")
    return (void)device::read_sensor(document), "sensor profile";
  if (kind != nullptr && kind->scalar == "actuator")
    return (void)device::read_actuator(document), "actuator profile";
  if (kind != nullptr && kind->scalar == "body_channel")
    return (void)scenario::read_body_channel(document), "body channel";
  if (const auto* links = kind == nullptr ? nullptr : library.link_kinds().of_profile(kind->scalar))
    return (void)links->read_profile(document), std::string(links->profile_title);
  if (find(document.root, "scenarios") != nullptr || find(document.root, "parts") != nullptr)
    return (void)sweep::read_sweep(document, library, planners), "sweep";
  if (find(document.root, "apps") != nullptr || find(document.root, "body") != nullptr) {
    const scenario::Scenario scenario = scenario::read_scenario(document, library, overrides(settings));
    warnings = results::doubts(scenario);
    scenarios[scenario.name] = file;
    if (std::string problem = planners.problem_with(scenario.planner); !problem.empty())
      throw InputError(scenario.planner.where, std::move(problem));
    return "scenario";
  }
  if (find(document.root, "devices") != nullptr) return (void)scenario::read_body(document, library), "body";
  throw InputError(
      {file},
      "not a file of this program: expected a scenario (body, apps), a body (devices), a model "
      "(layers) or network (form), a profile (kind), a plan (scenario, apps), a sweep (scenarios) or a "
      "calibration (device, rail)");
}

struct ValidateOptions {
  std::vector<std::string> files;
  std::vector<std::string> settings;
  std::string format = "text";
};

/// For people as before there were formats: "FILE: warning: ...", and what is wrong on stderr.
void tell_warnings(const Checked& checked, const Common& common) {
  for (const std::string& warning : checked.warnings) {
    if (common.errors == "json")
      tell(common, {{{checked.file}, warning}}, kOk);
    else
      to_stderr("{}: warning: {}\n", checked.file, warning);
  }
}

int validate(const ValidateOptions& options, const Common& common) {
  scenario::Library library(common.data);
  ScenarioFiles scenarios;
  bool all_good = true;
  const bool for_people = options.format == "text";
  std::vector<Checked> all;
  // One bad file does not keep the others from being checked.
  for (const std::string& file : options.files) {
    Checked& checked = all.emplace_back(Checked{file, {}, {}});
    try {
      const std::string kind =
          validate_file(file, options.settings, scenarios, library, *common.planners, checked.warnings);
      if (for_people) tell_warnings(checked, common);
      if (for_people && !common.quiet) to_stdout("{}: valid {}\n", file, kind);
    } catch (const InputError& error) {
      if (for_people) tell_warnings(checked, common);
      checked.errors = error.problems();
      if (for_people) tell(common, checked.errors, kInvalidInput);
      all_good = false;
    }
  }
  if (!for_people) fmt::print("{}", sarif(all));
  return all_good ? kOk : kInvalidInput;
}

}  // namespace

void add_validate(Program& program) {
  auto [command, o] = program.add("validate",
                                  "Check files (scenario, body, model, profile, plan; a plan after its "
                                  "scenario) and say all problems",
                                  validate);
  command.arguments("FILE", o.files, "Files to check")
      .settings(o.settings)
      .option("--format", o.format, "text, or sarif: a report for code hosts and editors, on stdout",
              Command::Needed::no, {"text", "sarif"});
}

}  // namespace synergy::cli
