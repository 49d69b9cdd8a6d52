#include "synergy/results/explain.hpp"

#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/plan/view.hpp"

#include <filesystem>

#include "selection.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct Options {
  std::string scenario;
  std::string plan;
  std::string policy;
  std::vector<std::string> settings;
};

/// A name of a planner or a file; what is neither was probably meant to be a planner.
void require_plan(const std::string& plan) {
  const bool is_path = plan.find_first_of("/.") != std::string::npos || std::filesystem::exists(plan);
  if (planner::find_planner(plan) != nullptr || is_path) return;
  throw UsageError(unknown_name("planner", plan, planner_names()) + " (or a path to a plan file)");
}

int explain(const Options& options, const Common& common) {
  require_plan(options.plan);
  scenario::Library library(common.data);
  const scenario::Scenario scenario = load_scenario(options.scenario, library, overrides(options.settings));
  plan::TableCache cache;
  const plan::PlanningProblem problem(scenario, cache);
  plan::CollaborationPlan plan;
  scenario::Policy policy = scenario.policy.value_or(scenario::Policy::adaptive);
  if (const planner::Planner* planner = planner::find_planner(options.plan)) {
    planner::Effort effort;
    const plan::PlannerView view(problem);
    const plan::PlanResult result = planner->plan(view.problem(), parameters_of(*planner, scenario), effort);
    if (const auto* infeasible = std::get_if<plan::Infeasible>(&result)) {
      fmt::print("{}", results::explain_infeasible(*infeasible, scenario));
      return kInfeasible;
    }
    plan = std::get<plan::CollaborationPlan>(result);
  } else {
    plan = plan::read_plan(input::load(options.plan), scenario);
  }
  if (!options.policy.empty()) policy = chosen_policies({options.policy}, scenario).front().value_or(policy);
  const auto compiled = plan::compile(problem, plan);
  if (const auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) {
    fmt::print("{}", results::explain_infeasible(*infeasible, scenario));
    return kInfeasible;
  }
  fmt::print("{}", results::explain(problem, std::get<plan::CompiledPlan>(compiled), policy));
  return kOk;
}

}  // namespace

void add_explain(Program& program) {
  auto [command, o] =
      program.add("explain", "Where the time and energy of a plan go, or why it is not feasible", explain);
  command.argument("SCENARIO", o.scenario, "Scenario file, or a name such as w1")
      .argument("PLAN", o.plan, "Plan file, or the name of a planner")
      .option("--policy", o.policy, "Policy for the prediction (default: the scenario's, else adaptive)")
      .settings(o.settings);
}

}  // namespace synergy::cli
