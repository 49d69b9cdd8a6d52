#include "synergy/api/api.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/reasons.hpp"
#include "synergy/results/write.hpp"

#include "at_time.hpp"
#include "pareto.hpp"
#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

/// `out` is a file for a plan and a folder for a front. Empty texts mean that nothing was given: stdout, the
/// planner that the scenario names.
struct PlanOptions {
  std::string scenario;
  std::string planner;
  std::vector<std::string> settings;
  std::string out;
  std::string at;
  bool pareto = false;
  std::int64_t node_budget = 200'000;
};

std::string bound_text(const planner::Bound& bound, bool at_rates) {
  using Kind = scenario::Objective::Kind;
  const std::string least = [&] {
    switch (bound.objective.kind) {
      case Kind::throughput:
        return at_rates ? fmt::format("load of its busiest unit than {:.4f}", bound.least)
                        : fmt::format("round time than {:.3f} ms", bound.least * 1e3);
      case Kind::latency:
        return fmt::format("sum of latencies than {:.3f} ms", bound.least * 1e3);
      case Kind::energy:
        return at_rates ? fmt::format("power of the body than {:.4f} mW", bound.least * 1e3)
                        : fmt::format("energy of the body in a round than {:.4f} mJ", bound.least * 1e3);
      case Kind::weighted:
        break;
    }
    return fmt::format("weighted sum than {:.3f}", bound.least);
  }();
  const std::string_view what = at_rates && bound.sustains ? "plan that sustains the rates" : "plan";
  return fmt::format("{}: no {} has a smaller {}{}",
                     bound.proven    ? "proven optimal"
                     : bound.reached ? "proven optimal but for ties"
                                     : "budget ended",
                     what, least, bound.sustains ? "" : "; none sustains the rates");
}

/// What was proved about the links' numbers of slots, where there are several.
std::string slots_text(const planner::Bound& bound) {
  const bool in_time = bound.objective.kind == scenario::Objective::Kind::throughput ||
                       bound.objective.kind == scenario::Objective::Kind::latency;
  std::string text;
  for (const planner::Bound::OfSlots& of : bound.by_slots) {
    text += fmt::format("{}{}: ", text.empty() ? "" : "; ", of.slots);
    text += !of.least ? "no plan"
            : in_time ? fmt::format("{:.3f} ms", *of.least * 1e3)
                      : fmt::format("{:.6g}", *of.least);
    if (of.nodes > 0) text += fmt::format(" ({} nodes)", of.nodes);
  }
  return "least by slots of the links: " + text;
}

/// Why there is no plan, or why the plan that there is cannot run.
void report_infeasible(const run::Plan& plan) {
  to_stderr("{}: {}\n", plan.planner(),
            plan.made() == nullptr ? "no feasible plan" : "its plan is not feasible");
  for (const std::string& line : results::reason_lines(plan.reasons(), plan.workload().scenario()))
    to_stderr("  {}\n", line);
}

void report_effort(const run::Plan& plan) {
  const planner::Effort& effort = plan.effort();
  to_stderr("{}: {} candidates considered, {} pruned\n", plan.planner(), effort.candidates_considered,
            effort.candidates_pruned);
  if (effort.budget_ended) to_stderr("a search came to its node_budget and took the best it had found\n");
  if (plan.bound()) {
    const scenario::Regime regime = plan.workload().scenario().load.regime;
    to_stderr("{}\n", bound_text(*plan.bound(), scenario::is_open_loop(regime)));
    const bool slotted = plan.bound()->by_slots.size() > 1 && !scenario::is_open_loop(regime);
    if (slotted) to_stderr("{}\n", slots_text(*plan.bound()));
  }
  if (const auto& refinement = plan.refinement()) {
    to_stderr("refined: round {:.1f} % shorter, latencies {:.1f} % lower, energy {:.1f} % less\n",
              refinement->round_ratio * 100, refinement->latency_ratio * 100, refinement->energy_ratio * 100);
  }
}

/// By the true numbers, whatever the planner believed.
void report_overload(const run::Plan& plan) {
  const plan::PlanningProblem& problem = plan.workload().problem();
  const scenario::Policy policy = problem.scenario().policy.value_or(plan.paired_policy());
  const std::string unsustained = plan::unsustained_text(problem.scenario(), *plan.compiled(),
                                                         plan::estimate(problem, *plan.compiled(), policy));
  if (!unsustained.empty()) to_stderr("{}\n", unsustained);
}

int plan_scenario(const PlanOptions& options, const Common& common) {
  api::Simulator simulator(common.data, *common.planners);
  const run::Workload workload =
      workload_at(simulator.load(options.scenario, overrides(options.settings)), options.at);
  const scenario::Scenario& scenario = workload.scenario();
  if (options.pareto && !options.planner.empty())
    throw UsageError("--pareto asks all planners; leave --planner out");
  const auto names =
      options.planner.empty() ? std::vector<std::string>{} : std::vector<std::string>{options.planner};
  const planner::Planner& planner = *chosen_planners(*common.planners, names, scenario).front();
  (void)planner::values_of(planner, scenario.planner);
  if (options.pareto)
    return show_pareto_front(workload.problem(), options.node_budget, options.out, simulator.library(),
                             common);
  const run::Plan plan = run::Plan::made_by(planner, workload, run::Plan::Belief::alone);
  if (plan.made() != nullptr) {
    const std::string yaml = to_yaml(*plan.made(), scenario);
    if (options.out.empty())
      fmt::print("{}", yaml);
    else
      results::write_file(options.out, yaml);
    if (!common.quiet) report_effort(plan);
  }
  if (plan.compiled() == nullptr) {
    report_infeasible(plan);
    return kInfeasible;
  }
  if (!common.quiet) report_overload(plan);
  return kOk;
}

}  // namespace

void add_plan(Program& program) {
  auto [command, o] = program.add("plan", "Make a plan for a scenario and print it as YAML", plan_scenario);
  command.argument("SCENARIO", o.scenario, "Scenario file, or a name such as w1")
      .option("--planner", o.planner, "Planner; default: the scenario's")
      .settings(o.settings)
      .option("--at", o.at, "For the body as it is then (\"30 s\"), by its timeline, processes and traces")
      .option("--out", o.out, "File to write instead of stdout; with --pareto a folder for table and plans")
      .flag("--pareto", o.pareto,
            "Print the plans that no other beats in throughput, latency and power, as a table")
      .option("--node-budget", o.node_budget, 1, INT64_MAX,
              "With --pareto: partial plans to look at before giving up the proof");
  program.add_format(command);
}

}  // namespace synergy::cli
