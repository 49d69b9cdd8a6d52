#include "../../src/planner/engine/search.hpp"

#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"

#include <array>

#include "../../src/planner/engine/static_power.hpp"
#include "../support/tries.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::Objective;
using Kind = Objective::Kind;
using synergy::test::from_yaml;

namespace {

using Key = planner::Value;

const std::array<Objective, 4> kObjectives{Objective{Kind::throughput}, Objective{Kind::latency},
                                           Objective{Kind::energy},
                                           Objective{Kind::weighted, 1000, 300, 20'000}};

/// What a plan of app `a` on top of `load` comes to; nothing if the links have no room for it.
std::optional<planner::Score> score_with(const plan::PlanningProblem& problem, int a,
                                         const plan::ExecutionPlan& app, planner::BodyLoad load,
                                         planner::LinkCosts& costs) {
  load.add(plan::AppId(a), app);
  const auto& kind = *problem.scenario().link_kind;
  const int slots = kind.schedule(problem.device_count(), load.links()).slots;
  if (slots > 0 && !kind.why_infeasible(slots).empty()) return {};
  planner::Score score = load.score(slots, costs);
  score.static_nw = planner::StaticPower(problem).of(load, slots);
  return score;
}

struct Best {
  Key key{};
  plan::ExecutionPlan plan;
  auto operator<=>(const Best&) const = default;
};

struct Counts {
  int feasible = 0;
  int split = 0;
};

/// Compares the search with all plans on `count` random problems, over Bluetooth or Wi-Fi.
Counts compare_with_all_plans(RandomStream& random, int count, bool wifi) {
  plan::TableCache cache;
  RandomStream load_random(stream_seed(2, 0, "search_test loads"));
  Counts counts;
  for (int i = 0; i < count; ++i) {
    const int devices = static_cast<int>(random.integer(2, 4));
    const int apps = static_cast<int>(random.integer(1, 3));
    const std::string over_ble = test::random_scenario(random, devices, apps);
    const std::string yaml = wifi ? test::on_wifi(over_ble) : over_ble;
    CAPTURE(i, yaml);
    scenario::Scenario s = from_yaml(yaml);
    const bool model_only = test::chance(random, 0.3);
    test::vary_streaming(load_random, s);
    if (test::chance(load_random, 0.4)) test::offer_rates(load_random, s, 60);
    const plan::PlanningProblem problem(s, cache);
    const auto offered = model_only ? planner::Offered::once : planner::offered_by(problem);
    planner::BodyLoad load(problem, model_only, offered);
    planner::LinkCosts costs(problem);
    plan::BodyMemory memory(problem);
    // The apps before the last one take any plan that fits.
    for (int a = 0; a + 1 < apps; ++a) {
      std::vector<plan::ExecutionPlan> plans;
      test::for_each_plan(problem, a, memory, [&](const plan::ExecutionPlan& app) {
        const bool keep = plans.size() < 5000 && score_with(problem, a, app, load, costs);
        if (keep) plans.push_back(app);
      });
      if (plans.empty()) continue;
      const plan::ExecutionPlan& taken =
          plans[static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(plans.size()) - 1))];
      load.add(plan::AppId(a), taken);
      for (const plan::Segment& segment : taken.segments) {
        REQUIRE(std::holds_alternative<device::Placement>(memory.place(plan::AppId(a), segment)));
      }
    }
    std::array<std::optional<Best>, kObjectives.size()> best;
    const int a = apps - 1;
    test::for_each_plan(problem, a, memory, [&](const plan::ExecutionPlan& app) {
      const bool blind_to = app.source != problem.sources(plan::AppId(a)).front() ||
                            app.target != problem.targets(plan::AppId(a)).front();
      if (model_only && blind_to) return;
      const auto score = score_with(problem, a, app, load, costs);
      if (!score) return;
      for (std::size_t o = 0; o < kObjectives.size(); ++o) {
        auto& known = best[o];
        const Best now{planner::value_of({kObjectives[o], offered}, *score), app};
        if (!known || now < *known) known = now;
      }
    });
    for (std::size_t o = 0; o < kObjectives.size(); ++o) {
      CAPTURE(o);
      planner::Effort effort;
      const auto found =
          planner::best_execution_plan(problem, plan::AppId(a), memory, load, kObjectives[o], costs, effort);
      const auto& expected = best[o];
      REQUIRE(found.has_value() == expected.has_value());
      if (!found) continue;
      const auto score = score_with(problem, a, *found, load, costs);
      REQUIRE(score);
      CHECK(planner::value_of({kObjectives[o], offered}, *score) == expected->key);
      CHECK((*found == expected->plan));
      ++counts.feasible;
      counts.split += found->segments.size() > 1 ? 1 : 0;
    }
  }
  return counts;
}

}  // namespace

TEST_CASE("is the best execution plan of an app the best of all, on hundreds of random problems?") {
  RandomStream random(stream_seed(2, 0, "search_test"));
  const Counts counts = compare_with_all_plans(random, test::tries(600), false);
  // The problems are worth the name: most have a plan, many of the best plans split the model.
  CHECK(counts.feasible > test::tries(1200));
  CHECK(counts.split > test::tries(150));
}

TEST_CASE("is it the best of all where links do not take turns?") {
  RandomStream random(stream_seed(3, 0, "search_test"));
  const Counts counts = compare_with_all_plans(random, test::tries(300), true);
  CHECK(counts.feasible > test::tries(600));
  CHECK(counts.split > test::tries(75));
}

TEST_CASE("is synergy's plan of one app the best by the estimate too?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(1, 0, "search_test"));
  using Value = std::pair<Duration, Duration>;  // round, then latency
  for (int i = 0; i < 40; ++i) {
    const std::string yaml = test::random_scenario(random, static_cast<int>(random.integer(2, 3)), 1);
    CAPTURE(yaml);
    const scenario::Scenario s = from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    const auto value_of = [&](const plan::CollaborationPlan& plan) -> std::optional<Value> {
      const auto compiled = plan::compile(problem, plan);
      if (std::holds_alternative<plan::Infeasible>(compiled)) return {};
      const auto e =
          plan::estimate(problem, std::get<plan::CompiledPlan>(compiled), scenario::Policy::adaptive);
      return Value{e.parallel_round, e.sequential_round};
    };
    std::optional<Value> best;
    test::for_each_plan(problem, 0, plan::BodyMemory(problem), [&](const plan::ExecutionPlan& app) {
      const auto value = value_of({{app}, {}});
      if (value && (!best || *value < *best)) best = value;
    });
    const auto [result, effort, bound, refinement] =
        planner::plan_with_defaults(planner::Registry::builtin().at("synergy"), problem);
    REQUIRE(std::holds_alternative<plan::CollaborationPlan>(result) == best.has_value());
    if (!best) continue;
    CHECK(value_of(std::get<plan::CollaborationPlan>(result)) == best);
    CHECK(effort.candidates_considered > 0);
  }
}
