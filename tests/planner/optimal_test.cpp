#include "synergy/plan/compiled.hpp"
#include "synergy/plan/objective_value.hpp"
#include "synergy/planner/registry.hpp"

#include <map>

#include "../../src/planner/engine/app_order.hpp"
#include "../../src/planner/engine/best_response.hpp"
#include "../../src/planner/engine/greedy.hpp"
#include "../../src/planner/engine/score.hpp"
#include "../../src/planner/engine/static_power.hpp"
#include "../../src/planner/exact/optimum.hpp"
#include "../support/plans.hpp"
#include "../support/tries.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Kind = scenario::Objective::Kind;

namespace {

const std::array<scenario::Objective, 4> kObjectives{
    scenario::Objective{Kind::throughput}, scenario::Objective{Kind::latency},
    scenario::Objective{Kind::energy}, scenario::Objective{Kind::weighted, 1000, 300, 20'000}};

planner::Optimum optimum(const plan::PlanningProblem& problem, planner::LinkCosts& costs,
                         const planner::Budget& budget = {}) {
  planner::Effort effort;
  return planner::best_collaboration_plan(problem, planner::by_data_intensity(problem), {}, budget, costs,
                                          effort);
}

/// The smallest value over all pairs of plans of two apps, deployed in either order; `by_slots` is that of
/// the pairs whose links need so many.
using BestBySlots = std::map<int, planner::Value>;
std::optional<planner::Value> best_of_all_pairs(const plan::PlanningProblem& problem,
                                                planner::LinkCosts& costs, BestBySlots* by_slots = nullptr) {
  const plan::BodyMemory empty(problem);
  std::array<std::vector<plan::ExecutionPlan>, 2> plans;
  for (int a = 0; a < 2; ++a) {
    test::for_each_plan(problem, a, empty, [&](const plan::ExecutionPlan& app) {
      plans[static_cast<std::size_t>(a)].push_back(app);
    });
  }
  const planner::Criteria criteria = planner::criteria_of(problem);
  planner::StaticPower statics(problem);
  std::optional<planner::Value> best;
  for (const auto& first : plans[0]) {
    planner::BodyLoad load(problem, false, criteria.offered);
    load.add(plan::AppId(0), first);
    for (const auto& second : plans[1]) {
      planner::BodyLoad both = load;
      both.add(plan::AppId(1), second);
      const int slots = costs.slots(both.links());
      if (!costs.feasible(slots)) continue;
      planner::Score score = both.score(slots, costs);
      if (criteria.needs_static()) score.static_nw = statics.of(both, slots);
      const auto value = planner::value_of(criteria, score);
      const bool of_slots = by_slots != nullptr && (!by_slots->contains(slots) || value < (*by_slots)[slots]);
      if (best && value >= *best && !of_slots) continue;
      for (const auto& order : {test::ids<plan::AppId>({0, 1}), test::ids<plan::AppId>({1, 0})}) {
        if (std::holds_alternative<plan::Infeasible>(
                plan::compile(problem, {IdVector<plan::AppId, plan::ExecutionPlan>{first, second}, order})))
          continue;
        if (!best || value < *best) best = value;
        if (of_slots) (*by_slots)[slots] = value;
        break;
      }
    }
  }
  return best;
}

/// Compares the optimum with all pairs of plans on `count` random problems of `devices` devices, over
/// Bluetooth or Wi-Fi; how many are feasible.
int compare_with_all_pairs(RandomStream& random, int count, int devices, bool wifi) {
  plan::TableCache cache;
  int feasible = 0;
  for (int i = 0; i < count; ++i) {
    const std::string over_ble = test::random_scenario(random, devices, 2);
    const std::string yaml = wifi ? test::on_wifi(over_ble) : over_ble;
    CAPTURE(i, yaml);
    scenario::Scenario s = test::from_yaml(yaml);
    s.objective = kObjectives[static_cast<std::size_t>(i) % kObjectives.size()];
    if (i % 3 == 0) s.apps[plan::AppId(0)].constraints.latency_limit = milliseconds(60);
    const plan::PlanningProblem problem(s, cache);
    const planner::Criteria criteria = planner::criteria_of(problem);
    planner::LinkCosts costs(problem);
    const planner::Optimum found = optimum(problem, costs);
    BestBySlots by_slots;
    const auto expected = best_of_all_pairs(problem, costs, &by_slots);
    CHECK(found.proven);
    REQUIRE(found.plan.has_value() == expected.has_value());
    if (!expected) continue;
    ++feasible;
    // What is proved about one number of slots is true of its best plan; of the best of all it is all there
    // is.
    for (const planner::SlotProof& proof : found.by_slots) {
      if (!by_slots.contains(proof.slots)) continue;
      CHECK(proof.least.first <= planner::first_criterion(criteria, by_slots[proof.slots]));
      CHECK(proof.least.first >= planner::first_criterion(criteria, *expected));
    }
    CHECK(planner::value_of(criteria, planner::score_of(problem, *found.plan, costs)) == *expected);
    CHECK(found.least.first == planner::first_criterion(criteria, *expected));
    CHECK(std::holds_alternative<plan::CompiledPlan>(plan::compile(problem, *found.plan)));
  }
  return feasible;
}

}  // namespace

TEST_CASE("is the optimal plan of two apps the best of all pairs of plans?") {
  RandomStream random(stream_seed(5, 0, "optimal_test"));
  CHECK(compare_with_all_pairs(random, test::tries(48), 2, false) > test::tries(20));
}

TEST_CASE("is it the best of all pairs where links do not take turns?") {
  RandomStream random(stream_seed(6, 0, "optimal_test"));
  CHECK(compare_with_all_pairs(random, test::tries(32), 2, true) > test::tries(12));
}

TEST_CASE("at rates, with sensors that stream, on links of both kinds: is it still the best of all pairs?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(6, 0, "optimal_test"));
  int sustained = 0;
  int overloaded = 0;
  for (int i = 0; i < 60; ++i) {
    std::string yaml = test::random_scenario(random, 2, 2);
    if (i % 2 == 0) yaml = test::on_wifi(yaml);
    CAPTURE(i, yaml);
    scenario::Scenario s = test::from_yaml(yaml);
    test::vary_streaming(random, s);
    if (i % 5 != 0) test::offer_rates(random, s, i % 3 == 0 ? 900 : 30);
    const int kind = i % 4 == 3 ? i / 4 % 4 : 2 + i % 4 / 2;  // mostly energy and weighted
    s.objective = kObjectives[static_cast<std::size_t>(kind)];
    const plan::PlanningProblem problem(s, cache);
    const planner::Criteria criteria = planner::criteria_of(problem);
    planner::LinkCosts costs(problem);
    // With and without the plan that the planner itself would start from.
    planner::Effort effort;
    std::optional<plan::CollaborationPlan> start;
    const auto greedy = planner::plan_jointly(problem, false).result;
    if (i % 2 == 1 && std::holds_alternative<plan::CollaborationPlan>(greedy))
      start = std::get<plan::CollaborationPlan>(greedy);
    const planner::Optimum found = planner::best_collaboration_plan(
        problem, planner::by_data_intensity(problem), start, {}, costs, effort);
    const auto expected = best_of_all_pairs(problem, costs);
    CHECK(found.proven);
    REQUIRE(found.plan.has_value() == expected.has_value());
    if (!expected) continue;
    CHECK(planner::value_of(criteria, planner::score_of(problem, *found.plan, costs)) == *expected);
    CHECK(found.least.first == planner::first_criterion(criteria, *expected));
    if (criteria.offered == planner::Offered::once) continue;
    CHECK(found.sustains == ((*expected)[0] <= planner::kSecondOfLoad.ns()));
    ++(found.sustains ? sustained : overloaded);
  }
  CHECK(sustained > 20);
  CHECK(overloaded > 5);
}

TEST_CASE("is the energy that is compared that of the estimate, static power of parts and links included?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(7, 0, "optimal_test"));
  int compared = 0;
  for (int i = 0; i < 40; ++i) {
    std::string yaml = test::random_scenario(random, static_cast<int>(random.integer(2, 3)), 2);
    if (i % 3 == 0) yaml = test::on_wifi(yaml);
    CAPTURE(i, yaml);
    scenario::Scenario s = test::from_yaml(yaml);
    test::vary_streaming(random, s);
    if (i % 2 == 0) test::offer_rates(random, s, 5);
    s.objective = {Kind::energy};
    const plan::PlanningProblem problem(s, cache);
    planner::LinkCosts costs(problem);
    const auto result = planner::plan_jointly(problem, false).result;
    const auto* plan = std::get_if<plan::CollaborationPlan>(&result);
    if (plan == nullptr) continue;
    const auto compiled = plan::compile(problem, *plan);
    REQUIRE(std::holds_alternative<plan::CompiledPlan>(compiled));
    const plan::Estimate e =
        plan::estimate(problem, std::get<plan::CompiledPlan>(compiled), scenario::Policy::adaptive);
    const planner::Score score = planner::score_of(problem, *plan, costs);
    CHECK(static_cast<double>(score.static_nw) == Approx(e.static_power.si() * 1e9).margin(10));
    const auto value = planner::value_of(planner::criteria_of(problem), score);
    // Placement may cost a few cycles, which the search leaves out.
    CHECK(static_cast<double>(value[1]) * 1e-15 ==
          Approx(plan::objective_value(s.objective, e)).epsilon(2e-3));
    ++compared;
  }
  CHECK(compared > 25);
}

TEST_CASE("is the optimum never worse than synergy or refine, and a bound below them when the budget ends?") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w3", "w4"}) {
    CAPTURE(name);
    for (const auto& objective : kObjectives) {
      scenario::Scenario s = test::shipped(name);
      s.objective = objective;
      const plan::PlanningProblem problem(s, cache);
      const planner::Criteria criteria = planner::criteria_of(problem);
      planner::LinkCosts costs(problem);
      planner::Effort effort;
      const auto greedy = planner::plan_jointly(problem, false).result;
      const auto& start = std::get<plan::CollaborationPlan>(greedy);
      const auto value = [&](const plan::CollaborationPlan& plan) {
        return planner::value_of(criteria, planner::score_of(problem, plan, costs));
      };
      const planner::Optimum found =
          planner::best_collaboration_plan(problem, planner::by_data_intensity(problem),
                                           refined(problem, start, costs, effort), {}, costs, effort);
      CHECK(found.proven);
      CHECK(value(*found.plan) <= value(start));
      CHECK(found.least.first == planner::first_criterion(criteria, value(*found.plan)));
      const planner::Optimum cut = planner::best_collaboration_plan(
          problem, planner::by_data_intensity(problem), start, {.nodes = 5, .end = {}}, costs, effort);
      REQUIRE(cut.plan);
      CHECK(!cut.proven);
      CHECK(cut.least.first <= found.least.first);
      CHECK(value(*cut.plan) <= value(start));
    }
  }
}

TEST_CASE("do the slots of links alone say what w6 takes at the least, and that it needs two?") {
  plan::TableCache cache;
  const scenario::Scenario s = test::shipped("w6");
  const plan::PlanningProblem problem(s, cache);
  const planner::Planner& optimal = planner::Registry::builtin().at("optimal");
  const auto planned = optimal.plan({problem, planner::read_parameters(optimal, {{"node_budget", "100"}})});
  REQUIRE(planned.bound);
  CHECK(planned.bound->least == Approx(1.26));
  CHECK(!planned.bound->proven);
  for (const auto& of : planned.bound->by_slots) {
    CAPTURE(of.slots);
    REQUIRE(of.least.has_value() == (of.slots >= 2));
    // MobileNetV2 alone takes as long, since its largest cut fits fewer packets into a connection event.
    if (of.slots == 2) CHECK(*of.least == Approx(1.26));
    if (of.slots == 3) CHECK(*of.least == Approx(2.52));
  }
}

TEST_CASE("does a node budget end the search at the same plan and bound every time?") {
  plan::TableCache cache;
  const scenario::Scenario s = test::shipped("w5", {{"sensing", "latest"}});
  const plan::PlanningProblem problem(s, cache);
  const planner::Planner& optimal = planner::Registry::builtin().at("optimal");
  const auto values = planner::read_parameters(optimal, {{"node_budget", "300"}});
  const planner::Planned one = optimal.plan({problem, values});
  const planner::Planned two = optimal.plan({problem, values});
  REQUIRE(one.bound);
  CHECK(!one.bound->proven);
  CHECK(one.bound->least == two.bound->least);
  CHECK(one.bound->least <= 0.033);  // the optimum of w5 is a round of 33 ms
  CHECK(one.effort.candidates_considered == two.effort.candidates_considered);
  CHECK(std::get<plan::CollaborationPlan>(one.result) == std::get<plan::CollaborationPlan>(two.result));
}

TEST_CASE("does a time budget end the search with a plan, a bound below the optimum, and no proof?") {
  plan::TableCache cache;
  const scenario::Scenario s = test::shipped("w5", {{"sensing", "latest"}});
  const plan::PlanningProblem problem(s, cache);
  planner::LinkCosts costs(problem);
  planner::Effort effort;
  const auto greedy = planner::plan_jointly(problem, false).result;
  const auto& start = std::get<plan::CollaborationPlan>(greedy);
  const planner::Optimum found = planner::best_collaboration_plan(
      problem, planner::by_data_intensity(problem), start,
      {.nodes = INT64_MAX, .end = std::chrono::steady_clock::now()}, costs, effort);
  REQUIRE(found.plan);
  CHECK(!found.proven);
  CHECK(found.nodes <= 200);  // the clock is asked every 64 nodes
  const planner::Score score = planner::score_of(problem, *found.plan, costs);
  CHECK(score.round <= planner::score_of(problem, start, costs).round);
  CHECK(found.least.first <= milliseconds(33).ns());  // the optimum
  CHECK(found.least.first > 0);
}
