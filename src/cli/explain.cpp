#include "synergy/results/explain.hpp"

#include "synergy/api/api.hpp"
#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/doubts.hpp"

#include <filesystem>

#include "at_time.hpp"
#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

struct ExplainOptions {
  std::string scenario;
  std::string plan;
  std::string policy;
  std::vector<std::string> settings;
  std::string at;
};

/// A name of a planner or a file; what is neither was probably meant to be a planner.
void require_plan(const std::string& plan, const planner::Registry& planners) {
  const bool is_path = plan.find_first_of("/.") != std::string::npos || std::filesystem::exists(plan);
  if (planners.find(plan) != nullptr || is_path) return;
  throw UsageError(unknown_name("planner", plan, planners.names()) + " (or a path to a plan file)");
}

/// A planner's name goes before a file of the same name; ./NAME means the file.
run::Plan plan_of(const ExplainOptions& options, const run::Workload& workload,
                  const planner::Registry& planners) {
  const scenario::Scenario& scenario = workload.scenario();
  const planner::Planner* planner = planners.find(options.plan);
  if (planner == nullptr)
    return run::Plan::given(options.plan, plan::read_plan(input::load(options.plan), scenario), workload);
  (void)planner::values_of(*planner, scenario.planner);
  return run::Plan::made_by(*planner, workload, run::Plan::Belief::alone);
}

int explain(const ExplainOptions& options, const Common& common) {
  require_plan(options.plan, *common.planners);
  api::Simulator simulator(common.data, *common.planners);
  const run::Workload workload =
      workload_at(simulator.load(options.scenario, overrides(options.settings)), options.at);
  const scenario::Scenario& scenario = workload.scenario();
  const run::Plan plan = plan_of(options, workload, *common.planners);
  // Not the planner's own: what is explained is a plan, which may come from a file.
  scenario::Policy policy = scenario.policy.value_or(scenario::Policy::adaptive);
  if (!options.policy.empty()) policy = chosen_policies({options.policy}, scenario).front().value_or(policy);
  if (plan.compiled() == nullptr) {
    to_stdout("{}", results::explain_infeasible({plan.reasons()}, scenario));
    return kInfeasible;
  }
  to_stdout("{}", results::explain(workload.problem(), *plan.compiled(), policy));
  for (const std::string& note : results::uncut(scenario, plan.compiled()->plan))
    to_stdout("note: {}\n", note);
  for (const std::string& doubt : results::doubts(scenario, plan.compiled()->plan))
    to_stdout("warning: {}\n", doubt);
  return kOk;
}

}  // namespace

void add_explain(Program& program) {
  auto [command, o] =
      program.add("explain", "Where the time and energy of a plan go, or why it is not feasible", explain);
  command.argument("SCENARIO", o.scenario, "Scenario file, or a name such as w1")
      .argument("PLAN", o.plan, "Plan file, or the name of a planner")
      .option("--policy", o.policy, "Policy for the prediction (default: the scenario's, else adaptive)")
      .option("--at", o.at, "The body as it is then (\"30 s\"), by its timeline, processes and traces")
      .settings(o.settings);
}

}  // namespace synergy::cli
