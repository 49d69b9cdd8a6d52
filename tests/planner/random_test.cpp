// The control planner: it draws feasible plans, all of them, and the same ones for the same seed.
#include "synergy/plan/compiled.hpp"
#include "synergy/planner/registry.hpp"

#include <set>

#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

plan::PlanResult draw(const plan::PlanningProblem& problem,
                      const std::vector<std::pair<std::string, std::string>>& parameters = {}) {
  const planner::Planner& random = planner::Registry::builtin().at("random");
  return random.plan({problem, planner::read_parameters(random, parameters)}).result;
}

}  // namespace

TEST_CASE("does random find feasible plans on every workload, other ones for other seeds?") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w3", "w4", "w5"}) {
    scenario::Scenario s = shipped(name);
    std::set<plan::CollaborationPlan> plans;
    for (s.seed = 0; s.seed < 20; ++s.seed) {
      CAPTURE(name, s.seed);
      const plan::PlanningProblem problem(s, cache);
      const auto drawn = draw(problem);
      REQUIRE(std::holds_alternative<plan::CollaborationPlan>(drawn));
      const auto& plan = std::get<plan::CollaborationPlan>(drawn);
      CHECK(std::holds_alternative<plan::CompiledPlan>(plan::compile(problem, plan)));
      plans.insert(plan);
    }
    CHECK(plans.size() > 15);
  }
}

TEST_CASE("does random draw every plan there is, sooner or later?") {
  plan::TableCache cache;
  scenario::Scenario s =
      from_yaml(full_body(2) + "apps:\n  - {model: convnet5, sensor: camera, interaction: haptic}\n");
  const plan::PlanningProblem problem(s, cache);
  std::set<plan::ExecutionPlan> all;
  test::for_each_plan(problem, 0, plan::BodyMemory(problem),
                      [&](const plan::ExecutionPlan& app) { all.insert(app); });
  REQUIRE(all.size() == 2 * 2 * (2 + 2 * 4));  // source, target, device, and one of 4 cuts
  std::set<plan::ExecutionPlan> drawn;
  for (s.seed = 0; s.seed < 1000; ++s.seed)
    drawn.insert(std::get<plan::CollaborationPlan>(draw(problem)).apps[plan::AppId(0)]);
  CHECK(drawn == all);
}

TEST_CASE("does random keep constraints, and say which stands in the way when there is no such plan?") {
  plan::TableCache cache;
  const std::string app = "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, ";
  const scenario::Scenario pinned = from_yaml(
      full_body(3) + app + "pinned_segments: [{device: d2, first: 3, last: 5}], source_device: d1}\n");
  const plan::PlanningProblem problem(pinned, cache);
  const auto plan = std::get<plan::CollaborationPlan>(draw(problem));
  CHECK(plan.apps[plan::AppId(0)].source == plan::DeviceId(1));
  CHECK(std::holds_alternative<plan::CompiledPlan>(plan::compile(problem, plan)));

  const scenario::Scenario hopeless = from_yaml(full_body(3) + app + "latency_limit: 2 ms}\n");
  const auto none = draw(plan::PlanningProblem(hopeless, cache), {{"tries", "20"}});
  REQUIRE(std::holds_alternative<plan::Infeasible>(none));
  const auto& reasons = std::get<plan::Infeasible>(none).reasons;
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].kind == plan::Reason::Kind::latency);
}
