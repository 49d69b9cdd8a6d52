// Searches that end early: with the best they found, or saying that they found none.
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"

#include "../../src/planner/engine/node_budget.hpp"
#include "../support/tries.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

using Written = std::vector<std::pair<std::string, std::string>>;

planner::Planned plan_with(std::string_view name, const plan::PlanningProblem& problem,
                           const Written& written = {}) {
  const planner::Planner& planner = planner::Registry::builtin().at(name);
  return planner.plan({problem, planner::read_parameters(planner, written)});
}

const char* const kSearchers[] = {"synergy", "refine", "joint_model", "ind_e2e", "ind_model"};

/// A body and apps over Wi-Fi for which searches without a budget do not end.
std::string crowd() {
  return full_body(8) +
         "link: {kind: wifi_tcp}\n"
         "apps:\n"
         "  - {model: ressimplenet, sensor: camera, interaction: display}\n"
         "  - {model: unet, sensor: camera, interaction: display}\n"
         "  - {name: r2, model: ressimplenet, sensor: camera, interaction: haptic}\n"
         "  - {name: u2, model: unet, sensor: camera, interaction: haptic}\n";
}

scenario::Scenario found_case(const std::string& name) {
  return scenario::load_scenario(std::string(SYNERGY_TEST_DATA) + "/cases/" + name, test::library());
}

}  // namespace

TEST_CASE("does no search on w1 to w6 come near its budget?") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w2_wifi", "w3", "w4", "w5", "w6"}) {
    const scenario::Scenario s = shipped(name);
    const plan::PlanningProblem problem(s, cache);
    for (const char* searcher : kSearchers) {
      CAPTURE(name, searcher);
      const auto [plan, whole, bound, refinement] = plan_with(searcher, problem);
      CHECK(!whole.budget_ended);
      const auto [with_a_tenth, small, no_bound, less] =
          plan_with(searcher, problem, {{"node_budget", std::to_string(planner::kNodesOfOneApp / 10)}});
      CHECK(!small.budget_ended);
      REQUIRE(plan.index() == with_a_tenth.index());
      if (const auto* found = std::get_if<plan::CollaborationPlan>(&plan))
        CHECK(*found == std::get<plan::CollaborationPlan>(with_a_tenth));
    }
  }
}

TEST_CASE("does a search whose budget ends answer with the best it found, or say that it found none?") {
  plan::TableCache cache;
  const scenario::Scenario s = shipped("w5");
  const plan::PlanningProblem problem(s, cache);
  for (const char* searcher : kSearchers) {
    CAPTURE(searcher);
    const auto [few, effort, bound, refinement] = plan_with(searcher, problem, {{"node_budget", "100"}});
    REQUIRE(std::holds_alternative<plan::CollaborationPlan>(few));
    CHECK(effort.budget_ended);
    CHECK(std::holds_alternative<plan::CompiledPlan>(
        plan::compile(problem, std::get<plan::CollaborationPlan>(few))));
  }
  // On w6 no app fits one accelerator whole where one node is all there is.
  const scenario::Scenario big =
      from_yaml(full_body(2) +
                "apps:\n"
                "  - {model: efficientnetv2, sensor: camera, interaction: display}\n");
  const plan::PlanningProblem cut_needed(big, cache);
  REQUIRE(std::holds_alternative<plan::CollaborationPlan>(plan_with("synergy", cut_needed).result));
  const auto none = plan_with("synergy", cut_needed, {{"node_budget", "1"}}).result;
  REQUIRE(std::holds_alternative<plan::Infeasible>(none));
  CHECK_THAT(std::get<plan::Infeasible>(none).reasons.front().message,
             Catch::Contains("ended at its node_budget of 1 before it found a plan"));
}

TEST_CASE("does every planner end on eight devices and four apps whose links do not take turns?") {
  plan::TableCache cache;
  const scenario::Scenario s = from_yaml(crowd());
  const plan::PlanningProblem problem(s, cache);
  for (const char* searcher : kSearchers) {
    CAPTURE(searcher);
    // A hundredth of the default, for builds that are slow.
    const auto plan =
        plan_with(searcher, problem, {{"node_budget", std::to_string(planner::kNodesOfOneApp / 100)}}).result;
    CHECK(std::holds_alternative<plan::CollaborationPlan>(plan));
  }
}

TEST_CASE("do planners that search find the plan where two Wi-Fi links meet at one device?") {
  plan::TableCache cache;
  for (const scenario::Scenario& s :
       {found_case("wifi_two_links.yaml"), shipped("w5", {{"link", "{kind: wifi_tcp}"}})}) {
    const plan::PlanningProblem problem(s, cache);
    for (const char* searcher : {"synergy", "refine", "optimal", "joint_model", "ind_e2e", "ind_model"}) {
      CAPTURE(s.name, searcher);
      const auto plan = plan_with(searcher, problem, {{"node_budget", "2000"}}).result;
      REQUIRE(std::holds_alternative<plan::CollaborationPlan>(plan));
      CHECK(std::holds_alternative<plan::CompiledPlan>(
          plan::compile(problem, std::get<plan::CollaborationPlan>(plan))));
    }
  }
}

TEST_CASE("is a proven bound no worse than what any planner reaches?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(1, 0, "budget_test"));
  std::vector<scenario::Scenario> scenarios{found_case("wifi_false_proof.yaml")};
  for (int i = 0; i < test::tries(60); ++i) {
    const std::string yaml = test::random_scenario(random, static_cast<int>(random.integer(2, 3)), 2);
    scenarios.push_back(from_yaml(i % 2 == 0 ? test::on_wifi(yaml) : yaml));
  }
  int compared = 0;
  for (const scenario::Scenario& s : scenarios) {
    const plan::PlanningProblem problem(s, cache);
    const auto bound = plan_with("optimal", problem).bound;
    for (const planner::Planner& p : planner::Registry::builtin()) {
      CAPTURE(s.name, p.name);
      const auto plan = planner::plan_with_defaults(p, problem).result;
      if (!std::holds_alternative<plan::CollaborationPlan>(plan)) continue;
      const auto compiled = plan::compile(problem, std::get<plan::CollaborationPlan>(plan));
      if (!std::holds_alternative<plan::CompiledPlan>(compiled)) continue;
      REQUIRE(bound);
      const auto estimate =
          plan::estimate(problem, std::get<plan::CompiledPlan>(compiled), scenario::Policy::adaptive);
      CHECK(bound->least <= estimate.parallel_round.s() * (1 + 1e-12));
      ++compared;
    }
  }
  CHECK(compared > test::tries(300));
}

TEST_CASE("does a bound of the false proof allow what joint_model's plan reaches?") {
  plan::TableCache cache;
  const scenario::Scenario s = found_case("wifi_false_proof.yaml");
  const plan::PlanningProblem problem(s, cache);
  const auto bound = plan_with("optimal", problem).bound;
  REQUIRE(bound);
  for (const planner::Planner& planner : planner::Registry::builtin()) {
    const plan::PlanResult result = planner::plan_with_defaults(planner, problem).result;
    const auto* plan = std::get_if<plan::CollaborationPlan>(&result);
    if (plan == nullptr) continue;
    const auto compiled = std::get<plan::CompiledPlan>(plan::compile(problem, *plan));
    const auto estimate = plan::estimate(problem, compiled, scenario::Policy::adaptive);
    CHECK(bound->least <= estimate.parallel_round.s() * (1 + 1e-12));
  }
  // 188.77 inferences/s, one of each app in a round, when the case was found; the start of an inference and
  // words to load take longer now.
  CHECK(2 / bound->least == Approx(188.77).epsilon(0.002));
}
