#include "synergy/planner/pareto.hpp"

#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"

#include <set>
#include <tuple>

#include "../../src/planner/engine/score.hpp"
#include "../../src/planner/pareto/front_search.hpp"
#include "../support/plans.hpp"
#include "../support/tries.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using planner::FrontPlan;
using planner::FrontPoint;

namespace {

bool feasible(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan) {
  return std::holds_alternative<plan::CompiledPlan>(plan::compile(problem, plan));
}

/// Round, latency and power at the own throughput, each as it is compared.
using Figures = std::tuple<Duration, Duration, double>;
Figures figures(const FrontPoint& p) {
  return {p.round, p.latency,
          static_cast<double>(p.static_nw) * 1e-6 +
              static_cast<double>(p.energy_fj) / static_cast<double>(p.round.ns()) * 1e-3};
}

/// Power of a plan in mW once it runs in rounds of `round`.
double power_mw(const FrontPoint& p, Duration round) {
  FrontPoint slower = p;
  slower.round = round;
  return std::get<2>(figures(slower));
}

/// Not slower and not later, and at the throughput of `y` no more power; better in something.
bool dominates(const FrontPoint& x, const FrontPoint& y) {
  if (x.round > y.round || x.latency > y.latency) return false;
  const double mine = power_mw(x, y.round);
  const double theirs = power_mw(y, y.round);
  if (mine > theirs * (1 + 1e-13)) return false;
  return x.round < y.round || x.latency < y.latency || mine < theirs * (1 - 1e-13);
}

/// The points of all feasible plans of one or two apps, deployed in either order.
std::vector<FrontPoint> all_points(const plan::PlanningProblem& problem, planner::LinkCosts& costs,
                                   planner::StaticPower& static_power) {
  std::set<FrontPoint> points;
  const plan::BodyMemory empty(problem);
  const auto add = [&](const plan::CollaborationPlan& plan) {
    const auto links = plan::links_of(plan, problem.scenario().devices);
    if (!costs.feasible(costs.slots(links))) return;
    const FrontPoint point = planner::front_point(problem, plan, costs, static_power);
    if (points.count(point) > 0) return;
    plan::CollaborationPlan reversed = plan;
    reversed.deployment = test::ids<plan::AppId>({1, 0});
    if (feasible(problem, plan) || (plan.apps.size() == 2 && feasible(problem, reversed)))
      points.insert(point);
  };
  test::for_each_plan(problem, 0, empty, [&](const plan::ExecutionPlan& first) {
    if (problem.app_count() == 1) return add({{first}, {}});
    test::for_each_plan(problem, 1, empty, [&](const plan::ExecutionPlan& second) {
      add({{first, second}, {}});
    });
  });
  return {points.begin(), points.end()};
}

std::set<Figures> brute_force_front(const std::vector<FrontPoint>& points) {
  std::set<Figures> front;
  for (const FrontPoint& point : points) {
    const bool dominated = std::any_of(points.begin(), points.end(),
                                       [&](const FrontPoint& other) { return dominates(other, point); });
    if (!dominated) front.insert(figures(point));
  }
  return front;
}

/// No plan of the front is as good as another in all three figures, each at its own throughput.
void check_nothing_dominated(const std::vector<FrontPlan>& plans) {
  for (const FrontPlan& x : plans) {
    for (const FrontPlan& y : plans) {
      if (&x == &y) continue;
      CHECK(!(x.round <= y.round && x.latency <= y.latency &&
              x.mean_power().si() <= y.mean_power().si() * (1 + 1e-13)));
    }
  }
}

struct Compared {
  int fronts = 0;
  std::size_t largest = 0;
};

/// Compares fronts with those of all plans on `count` random problems, over Bluetooth or Wi-Fi.
Compared compare_with_all_plans(RandomStream& random, int count, bool wifi) {
  plan::TableCache cache;
  Compared compared;
  for (int i = 0; i < count; ++i) {
    const bool two_apps = i % 4 == 0;
    const int devices = two_apps ? 2 : static_cast<int>(random.integer(2, 3));
    const std::string over_ble = test::random_scenario(random, devices, two_apps ? 2 : 1);
    const std::string yaml = wifi ? test::on_wifi(over_ble) : over_ble;
    CAPTURE(i, yaml);
    scenario::Scenario s = test::from_yaml(yaml);
    if (i % 5 == 0) s.apps[plan::AppId(0)].constraints.latency_limit = milliseconds(60);
    const plan::PlanningProblem problem(s, cache);
    planner::LinkCosts costs(problem);
    planner::StaticPower static_power(problem);
    const planner::ParetoFront found =
        planner::pareto_front(problem, planner::Registry::builtin(), INT64_MAX);
    CHECK(found.proven);
    std::set<Figures> mine;
    for (const FrontPlan& plan : found.plans) {
      CHECK(feasible(problem, plan.plan));
      mine.insert(figures(planner::front_point(problem, plan.plan, costs, static_power)));
    }
    CHECK(mine.size() == found.plans.size());
    CHECK((mine == brute_force_front(all_points(problem, costs, static_power))));
    compared.fronts += mine.empty() ? 0 : 1;
    compared.largest = std::max(compared.largest, mine.size());
  }
  return compared;
}

}  // namespace

TEST_CASE("is the front what comparing all plans gives, on hundreds of random problems?") {
  RandomStream random(stream_seed(9, 0, "pareto_test"));
  const Compared compared = compare_with_all_plans(random, test::tries(260), false);
  CHECK(compared.fronts > test::tries(200));
  if (test::tries(260) == 260) CHECK(compared.largest >= 5);
}

TEST_CASE("is the front complete where links do not take turns?") {
  RandomStream random(stream_seed(10, 0, "pareto_test"));
  CHECK(compare_with_all_plans(random, test::tries(80), true).fronts > test::tries(60));
}

TEST_CASE("is the front of w1 to w4 proven, and no plan of w1 to w5 dominated, with the best by each figure?",
          "[optimised]") {
  plan::TableCache cache;
  for (const std::string name : {"w1", "w2", "w3", "w4", "w5"}) {
    CAPTURE(name);
    const bool soon = name != "w5";  // whose proofs take a dozen seconds
    scenario::Scenario s = test::shipped(name);
    s.planner = {"optimal", {{"node_budget", soon ? "200000" : "500"}}, {}};
    const plan::PlanningProblem problem(s, cache);
    planner::LinkCosts costs(problem);
    planner::StaticPower static_power(problem);
    const planner::ParetoFront front =
        planner::pareto_front(problem, planner::Registry::builtin(), soon ? 200'000 : 1000);
    CHECK(front.proven == soon);
    check_nothing_dominated(front.plans);
    if (!soon) continue;
    const auto least = [&](auto value) {
      auto best = value(front.plans.front());
      for (const FrontPlan& plan : front.plans) best = std::min(best, value(plan));
      return best;
    };
    const planner::Planner& optimal = planner::Registry::builtin().at("optimal");
    const auto fastest = planner::plan_with_defaults(optimal, problem);
    const auto& throughput = std::get<plan::CollaborationPlan>(fastest.result);
    CHECK(fastest.bound->proven);
    CHECK(least([](const FrontPlan& p) { return p.round; }) ==
          planner::score_of(problem, throughput, costs).round);
    scenario::Scenario soonest = s;
    soonest.objective = {scenario::Objective::Kind::latency};
    const plan::PlanningProblem by_latency(soonest, cache);
    const auto first_done = planner::plan_with_defaults(optimal, by_latency);
    const auto& latency = std::get<plan::CollaborationPlan>(first_done.result);
    CHECK(first_done.bound->proven);
    CHECK(least([](const FrontPlan& p) { return p.latency; }) ==
          planner::score_of(by_latency, latency, costs).latency);
    // What any planner makes takes no less energy per inference than some plan of the front.
    const auto energy = [](const FrontPlan& p) { return p.mean_power().si() * p.round.s(); };
    for (const planner::Planner& planner : planner::Registry::builtin()) {
      CAPTURE(planner.name);
      const auto result = planner::plan_with_defaults(planner, problem).result;
      const auto* plan = std::get_if<plan::CollaborationPlan>(&result);
      if (plan == nullptr || !feasible(problem, *plan)) continue;
      const FrontPoint point = planner::front_point(problem, *plan, costs, static_power);
      CHECK(least(energy) <= power_mw(point, point.round) * 1e-3 * point.round.s() * (1 + 1e-12));
    }
  }
}

TEST_CASE("do the figures of a front agree with the estimate of its plans?") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w2_wifi", "w2_lossy"}) {
    CAPTURE(name);
    const scenario::Scenario s = test::shipped(name);
    const plan::PlanningProblem problem(s, cache);
    for (const FrontPlan& plan : planner::pareto_front(problem, planner::Registry::builtin(), 20'000).plans) {
      const auto compiled = std::get<plan::CompiledPlan>(plan::compile(problem, plan.plan));
      const plan::Estimate e = plan::estimate(problem, compiled, scenario::Policy::adaptive);
      CHECK(plan.static_power.si() == Approx(e.static_power.si()).epsilon(1e-6));
      // The estimate knows where weights lie in memory, which costs a few cycles.
      CHECK(plan.round.ms() == Approx(e.parallel_round.ms()).epsilon(1e-3));
      CHECK(plan.latency.ms() == Approx(e.sequential_round.ms()).epsilon(1e-3));
      CHECK(plan.dynamic_per_round.si() == Approx(e.dynamic_per_round.si()).epsilon(1e-3));
      CHECK(plan.mean_power().si() == Approx(e.mean_power.si()).epsilon(1e-3));
    }
  }
}

TEST_CASE("does a budget end the search with what was found, the same every time, and no proof?") {
  plan::TableCache cache;
  const scenario::Scenario s = test::shipped("w2");
  const plan::PlanningProblem problem(s, cache);
  const planner::ParetoFront one = planner::pareto_front(problem, planner::Registry::builtin(), 50);
  const planner::ParetoFront two = planner::pareto_front(problem, planner::Registry::builtin(), 50);
  CHECK(!one.proven);
  REQUIRE(!one.plans.empty());
  check_nothing_dominated(one.plans);
  REQUIRE(one.plans.size() == two.plans.size());
  for (std::size_t i = 0; i < one.plans.size(); ++i) {
    CHECK((one.plans[i].plan == two.plans[i].plan));
    CHECK(one.plans[i].found_by == two.plans[i].found_by);
  }
}
