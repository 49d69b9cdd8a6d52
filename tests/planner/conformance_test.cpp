#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"

#include "../support/scenarios.hpp"
#include "every_planner.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

plan::CollaborationPlan feasible(const plan::PlanResult& result) {
  return std::get<plan::CollaborationPlan>(result);
}

plan::PlanResult plan_with(const planner::Planner& planner, const plan::PlanningProblem& problem) {
  // Searches that a budget ends end soon here.
  std::vector<std::pair<std::string, std::string>> written;
  for (const planner::Parameter& parameter : planner.parameters) {
    if (parameter.name == "node_budget" && planner.name == "optimal")
      written.emplace_back("node_budget", "200");
  }
  return planner.plan({problem, planner::read_parameters(planner, written)}).result;
}

}  // namespace

TEST_CASE("is every reconstructed planner registered, once, with the pairing of the reproduction?") {
  std::vector<std::string_view> names;
  for (const planner::Planner* p : planner::Registry::builtin().all()) names.push_back(p->name);
  for (const char* name : {"synergy", "min_dev", "max_dev", "pri_min_dev", "pri_max_dev", "ind_model",
                           "ind_e2e", "joint_model"}) {
    CAPTURE(name);
    REQUIRE(std::count(names.begin(), names.end(), name) == 1);
    const bool is_synergy = std::string_view(name) == "synergy";
    CHECK((planner::Registry::builtin().find(name)->paired_policy == scenario::Policy::adaptive) ==
          is_synergy);
  }
  CHECK(planner::Registry::builtin().find("synergi") == nullptr);
}

TEST_CASE("does every planner find the only plan there is?") {
  plan::TableCache cache;
  const scenario::Scenario s =
      from_yaml(full_body(1) + "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
  const plan::PlanningProblem problem(s, cache);
  const plan::ExecutionPlan only{plan::DeviceId(0), {{plan::DeviceId(0), {0, 8}}}, plan::DeviceId(0)};
  for (const planner::Planner& p : synergy::test::every_planner()) {
    CAPTURE(p.name);
    const auto result = plan_with(p, problem);
    REQUIRE(std::holds_alternative<plan::CollaborationPlan>(result));
    CHECK(std::get<plan::CollaborationPlan>(result).apps.front() == only);
  }
}

TEST_CASE("does every planner answer 'infeasible' with reasons where nothing fits?") {
  plan::TableCache cache;
  const scenario::Scenario s =
      from_yaml(full_body(2) + "apps:\n  - {model: mobilenetv2, sensor: camera, interaction: haptic}\n");
  const plan::PlanningProblem problem(s, cache);
  for (const planner::Planner& p : synergy::test::every_planner()) {
    CAPTURE(p.name);
    const auto result = plan_with(p, problem);
    REQUIRE(std::holds_alternative<plan::Infeasible>(result));
    const auto& reasons = std::get<plan::Infeasible>(result).reasons;
    REQUIRE(!reasons.empty());
    CHECK_THAT(reasons.front().message, Catch::Contains("mobilenetv2"));
  }
}

TEST_CASE("is every plan on w1 to w6 feasible, or infeasible with reasons, and the same every time?",
          "[optimised]") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w3", "w4", "w5", "w6"}) {
    const scenario::Scenario s = shipped(name);
    const plan::PlanningProblem problem(s, cache);
    for (const planner::Planner& p : synergy::test::every_planner()) {
      CAPTURE(name, p.name);
      const auto first = plan_with(p, problem);
      const auto second = plan_with(p, problem);
      REQUIRE(first.index() == second.index());
      if (const auto* infeasible = std::get_if<plan::Infeasible>(&first)) {
        CHECK(!infeasible->reasons.empty());
        continue;
      }
      const auto& found = std::get<plan::CollaborationPlan>(first);
      CHECK(found == std::get<plan::CollaborationPlan>(second));
      const auto compiled = plan::compile(problem, found);
      if (const auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) {
        // Baselines do not see all links, and may ask for more than the connection interval has slots for.
        const plan::Reason& why = infeasible->reasons.front();
        CAPTURE(plan::to_text(why));
        CHECK(why.kind == plan::Reason::Kind::link);
        CHECK(p.role != planner::Role::synergy);
        CHECK(name == std::string_view("w6"));
      }
    }
  }
}

TEST_CASE("do the device-count baselines use as few or as many accelerators as their names say?") {
  plan::TableCache cache;
  const scenario::Scenario s = from_yaml(full_body(3) +
                                         "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n"
                                         "  - {model: convnet5, sensor: camera, interaction: haptic}\n");
  const plan::PlanningProblem problem(s, cache);
  for (const char* name : {"min_dev", "pri_min_dev"}) {
    const auto planned = feasible(plan_with(planner::Registry::builtin().at(name), problem));
    for (const auto& app : planned.apps) {
      CHECK(app.segments.size() == 1);
    }
  }
  for (const char* name : {"max_dev", "pri_max_dev"}) {
    const auto planned = feasible(plan_with(planner::Registry::builtin().at(name), problem));
    for (const auto& app : planned.apps) {
      CHECK(app.segments.size() == 3);
    }
  }
  // min_dev fills the first device; pri_min_dev takes the freest for the second app.
  const auto min = feasible(plan_with(planner::Registry::builtin().at("min_dev"), problem));
  CHECK(min.apps[plan::AppId(0)].segments[0].device == plan::DeviceId(0));
  CHECK(min.apps[plan::AppId(1)].segments[0].device == plan::DeviceId(0));
  const auto pri = feasible(plan_with(planner::Registry::builtin().at("pri_min_dev"), problem));
  CHECK(pri.apps[plan::AppId(0)].segments[0].device == plan::DeviceId(0));
  CHECK(pri.apps[plan::AppId(1)].segments[0].device == plan::DeviceId(1));
}

TEST_CASE("does max_dev make the largest segment as small as cuts allow?") {
  plan::TableCache cache;
  const scenario::Scenario s =
      from_yaml(full_body(2) + "apps:\n  - {model: simplenet, sensor: camera, interaction: haptic}\n");
  const plan::PlanningProblem problem(s, cache);
  const auto planned = feasible(plan_with(planner::Registry::builtin().at("max_dev"), problem));
  const plan::SegmentTable& table = problem.table(plan::AppId(0), plan::DeviceId(0));
  const int last = table.boundaries() - 1;
  std::int64_t smallest = INT64_MAX;
  for (int b = 1; b < last; ++b) {
    const auto* head = table.cost(0, b);
    const auto* tail = table.cost(b, last);
    if (head != nullptr && tail != nullptr)
      smallest = std::min(smallest, std::max(head->cycles, tail->cycles).count());
  }
  const int cut = *table.boundary_after(planned.apps[plan::AppId(0)].segments[0].layers.last);
  CHECK(std::max(table.cost(0, cut)->cycles, table.cost(cut, last)->cycles).count() == smallest);
}

TEST_CASE("do planners refuse parameters they do not have?") {
  CHECK_THROWS_WITH(
      planner::read_parameters(planner::Registry::builtin().at("ind_e2e"), {{"memory_obliviuos", "true"}}),
      Catch::Contains("did you mean 'memory_oblivious'?"));
  CHECK_THROWS_WITH(
      planner::read_parameters(planner::Registry::builtin().at("ind_e2e"), {{"memory_oblivious", "7"}}),
      Catch::Contains("expected true or false"));
  CHECK(planner::read_parameters(planner::Registry::builtin().at("ind_e2e"), {{"memory_oblivious", "true"}})
            .boolean("memory_oblivious"));
}
