// What a planner is told when it asks what a plan would do.
#include "synergy/simulation/evaluator.hpp"

#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/simulation/simulate.hpp"

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::Policy;

namespace {

plan::CompiledPlan planned_by_synergy(const plan::PlanningProblem& problem) {
  const planner::Planned planned =
      planner::plan_with_defaults(planner::Registry::builtin().at("synergy"), problem);
  return std::get<plan::CompiledPlan>(
      plan::compile(problem, std::get<plan::CollaborationPlan>(planned.result)));
}

}  // namespace

TEST_CASE("does an evaluation say what a long run shows?") {
  plan::TableCache cache;
  for (const char* workload : {"w1", "w2", "w4"}) {
    const scenario::Scenario scenario = test::shipped(workload);
    const plan::PlanningProblem problem(scenario, cache);
    const plan::CompiledPlan compiled = planned_by_synergy(problem);
    for (const Policy policy : {Policy::sequential, Policy::inter_run, Policy::adaptive}) {
      CAPTURE(workload, scenario::to_text(policy));
      const plan::Evaluation asked = simulation::SimulatedEvaluator().evaluate(problem, compiled, policy);
      const plan::Estimate estimate = plan::estimate(problem, compiled, policy);
      const auto windows = plan::windows(problem, compiled, estimate, policy);
      const simulation::RunResult run = simulation::simulate(problem, compiled, policy, windows, 0);
      CHECK(asked.throughput_inf_per_s ==
            Approx(static_cast<double>(run.completed_in_window()) / run.window.s()).epsilon(0.03));
      CHECK(asked.mean_power.si() == Approx(run.energy().si() / run.window.s()).epsilon(0.03));
      Duration sum;
      for (const simulation::AppResult& app : run.apps) sum += nanoseconds_rounded(app.latency.mean_ns());
      REQUIRE(asked.latency_sum());
      CHECK(asked.latency_sum()->s() == Approx(sum.s()).epsilon(0.03));
      CHECK(asked.events < run.events);
    }
  }
}

TEST_CASE("is there no sum of latencies if an app has none?") {
  plan::Evaluation evaluation;
  evaluation.latency = {milliseconds(2), milliseconds(3)};
  CHECK(evaluation.latency_sum() == milliseconds(5));
  evaluation.latency.emplace_back();
  CHECK(!evaluation.latency_sum());
}
