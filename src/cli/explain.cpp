#include "synergy/results/explain.hpp"

#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/plan/view.hpp"

#include "selection.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct Options {
  std::string scenario;
  std::string plan;
  std::string policy = "adaptive";
  std::vector<std::string> settings;
};

int explain(const Options& options, const Common& common) {
  scenario::Library library(common.data);
  const scenario::Scenario scenario = load_scenario(options.scenario, library, overrides(options.settings));
  plan::TableCache cache;
  const plan::PlanningProblem problem(scenario, cache);
  plan::CollaborationPlan plan;
  if (const planner::Planner* planner = planner::find_planner(options.plan)) {
    planner::Effort effort;
    const plan::PlannerView view(problem);
    const plan::PlanResult result = planner->plan(view.problem(), parameters_of(*planner, scenario), effort);
    if (const auto* infeasible = std::get_if<plan::Infeasible>(&result)) {
      fmt::print("{}", results::explain_infeasible(*infeasible));
      return kInfeasible;
    }
    plan = std::get<plan::CollaborationPlan>(result);
  } else {
    plan = plan::read_plan(input::load(options.plan), scenario);
  }
  const auto policy = chosen_policies({options.policy}, scenario).front();
  const auto compiled = plan::compile(problem, plan);
  if (const auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) {
    fmt::print("{}", results::explain_infeasible(*infeasible));
    return kInfeasible;
  }
  fmt::print("{}", results::explain(problem, std::get<plan::CompiledPlan>(compiled),
                                    policy.value_or(scenario::Policy::adaptive)));
  return kOk;
}

}  // namespace

void add_explain(Program& program) {
  auto [command, o] =
      program.add("explain", "Where the time and energy of a plan go, or why it is not feasible", explain);
  command.argument("SCENARIO", o.scenario, "Scenario file, or a name such as w1")
      .argument("PLAN", o.plan, "Plan file, or the name of a planner")
      .option("--policy", o.policy, "Policy for the predicted throughput (default adaptive)")
      .settings(o.settings);
}

}  // namespace synergy::cli
