#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"

#include "../../src/planner/engine/best_response.hpp"
#include "../../src/planner/engine/score.hpp"
#include "../../src/planner/engine/search.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Kind = scenario::Objective::Kind;

namespace {

plan::PlanResult plan_with(const char* name, const plan::PlanningProblem& problem) {
  return planner::plan_with_defaults(planner::Registry::builtin().at(name), problem).result;
}

const std::array<scenario::Objective, 4> kObjectives{
    scenario::Objective{Kind::throughput}, scenario::Objective{Kind::latency},
    scenario::Objective{Kind::energy}, scenario::Objective{Kind::weighted, 1000, 300, 20'000}};

/// Limits that bite, drawn from what a random plan comes to.
void constrain(RandomStream& random, scenario::Scenario& s) {
  auto& constraints = s.apps[plan::AppId(0)].constraints;
  const int devices = static_cast<int>(s.devices.size());
  const int layers = s.apps[plan::AppId(0)].model->layer_count();
  const bool forbid = devices > 1 && test::chance(random, 0.4);
  if (forbid) constraints.forbidden_devices = {scenario::DeviceId(random.integer(1, devices - 1))};
  if (test::chance(random, 0.4)) {
    const int first = static_cast<int>(random.integer(0, layers - 1));
    const scenario::DeviceId device(random.integer(0, devices - 1));
    constraints.pinned_segments = {{{first, static_cast<int>(random.integer(first, layers - 1))}, device}};
  }
  if (test::chance(random, 0.6))
    constraints.latency_limit = milliseconds(static_cast<double>(random.integer(15, 120)));
  if (test::chance(random, 0.4)) {
    for (scenario::Device& device : s.devices) {
      device.battery = Energy::from_si(300);
      device.battery_life_floor = seconds(static_cast<double>(random.integer(3'000, 40'000)));
    }
  }
}

}  // namespace

TEST_CASE("is synergy's plan of one constrained app the best that keeps the constraints?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(3, 0, "objective_test"));
  int feasible = 0;
  int infeasible = 0;
  for (int i = 0; i < 60; ++i) {
    scenario::Scenario s =
        test::from_yaml(test::random_scenario(random, static_cast<int>(random.integer(2, 3)), 1));
    constrain(random, s);
    s.objective = kObjectives[static_cast<std::size_t>(i) % kObjectives.size()];
    CAPTURE(i, scenario::to_yaml(s).substr(scenario::to_yaml(s).find("body:")));
    const plan::PlanningProblem problem(s, cache);
    planner::LinkCosts costs(problem);
    std::optional<planner::Value> best;
    if (!problem.sources(plan::AppId(0)).empty() && !problem.targets(plan::AppId(0)).empty()) {
      test::for_each_plan(problem, 0, plan::BodyMemory(problem), [&](const plan::ExecutionPlan& app) {
        const plan::CollaborationPlan plan{{app}, {}};
        if (std::holds_alternative<plan::Infeasible>(plan::compile(problem, plan))) return;
        const auto value =
            planner::value_of(planner::criteria_of(problem), planner::score_of(problem, plan, costs));
        if (!best || value < *best) best = value;
      });
    }
    const auto result = plan_with("synergy", problem);
    REQUIRE(std::holds_alternative<plan::CollaborationPlan>(result) == best.has_value());
    ++(best ? feasible : infeasible);
    if (!best) {
      CHECK(!std::get<plan::Infeasible>(result).reasons.empty());
      continue;
    }
    const auto& found = std::get<plan::CollaborationPlan>(result);
    CHECK(planner::value_of(planner::criteria_of(problem), planner::score_of(problem, found, costs)) ==
          *best);
  }
  CHECK(feasible > 15);
  CHECK(infeasible > 10);
}

TEST_CASE("does every objective make its own figure the smallest on the workloads?") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w4"}) {
    CAPTURE(name);
    scenario::Scenario s = test::shipped(name);
    std::vector<plan::CollaborationPlan> plans;
    for (const auto& objective : kObjectives) {
      s.objective = objective;
      const plan::PlanningProblem problem(s, cache);
      const auto result = plan_with("optimal", problem);
      REQUIRE(std::holds_alternative<plan::CollaborationPlan>(result));
      plans.push_back(std::get<plan::CollaborationPlan>(result));
    }
    for (std::size_t o = 0; o < kObjectives.size(); ++o) {
      CAPTURE(o);
      s.objective = kObjectives[o];
      const plan::PlanningProblem problem(s, cache);
      planner::LinkCosts costs(problem);
      const auto value = [&](const plan::CollaborationPlan& plan) {
        return planner::value_of(planner::criteria_of(problem), planner::score_of(problem, plan, costs));
      };
      for (const plan::CollaborationPlan& plan : plans) CHECK(value(plans[o]) <= value(plan));
    }
  }
}

TEST_CASE("is refine never worse than synergy, and at rest where it stops?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(4, 0, "objective_test"));
  int better = 0;
  for (int i = 0; i < 40; ++i) {
    scenario::Scenario s =
        test::from_yaml(test::random_scenario(random, static_cast<int>(random.integer(2, 3)), 3));
    s.objective = kObjectives[static_cast<std::size_t>(i) % kObjectives.size()];
    const plan::PlanningProblem problem(s, cache);
    planner::LinkCosts costs(problem);
    planner::Effort effort;
    const auto before = plan_with("synergy", problem);
    const auto after = plan_with("refine", problem);
    REQUIRE(before.index() == after.index());
    if (std::holds_alternative<plan::Infeasible>(before)) continue;
    const auto& refined = std::get<plan::CollaborationPlan>(after);
    CHECK(std::holds_alternative<plan::CompiledPlan>(plan::compile(problem, refined)));
    const auto value = [&](const plan::PlanResult& result) {
      return planner::value_of(planner::criteria_of(problem),
                               planner::score_of(problem, std::get<plan::CollaborationPlan>(result), costs));
    };
    CHECK(value(after) <= value(before));
    better += value(after) < value(before) ? 1 : 0;
    for (const plan::AppId a : s.apps.ids())
      CHECK(!planner::best_response(problem, refined, a, costs, effort));
  }
  CHECK(better > 3);
}
