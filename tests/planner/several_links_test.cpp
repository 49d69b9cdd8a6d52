// Bodies on one medium, with several links between some devices and none between others: do planners count
// what they plan for?
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"

#include "../../src/planner/engine/app_order.hpp"
#include "../../src/planner/engine/score.hpp"
#include "../../src/planner/engine/static_power.hpp"
#include "../../src/planner/exact/optimum.hpp"
#include "../support/tries.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Kind = scenario::Objective::Kind;

namespace {

const std::array<scenario::Objective, 4> kObjectives{
    scenario::Objective{Kind::throughput}, scenario::Objective{Kind::latency},
    scenario::Objective{Kind::energy}, scenario::Objective{Kind::weighted, 1000, 300, 20'000}};

/// The scenario with other links: on one medium; some devices with a second radio; the last on another radio
/// alone.
std::string with_links(RandomStream& random, std::string yaml, int devices) {
  const std::string last = "d" + std::to_string(devices - 1);
  const std::string profile = test::pick(random, {"wi_r", "nfmi_nxh2280", "esp8266_tcp"});
  const std::string more = "more_links: [{name: second, devices: [d0, " + last +
                           "], link: {kind: generic, profile: " + profile + "}}]\n";
  const std::size_t begin = yaml.find("link: {");
  const std::size_t end = yaml.find("}\n", begin) + 2;
  switch (random.integer(0, 2)) {
    case 0:
      return yaml.replace(begin, end - begin, "link: {kind: generic, profile: " + profile + "}\n");
    case 1:
      return yaml.insert(end, more);
    default:
      if (devices < 3) return yaml.insert(end, more);
      return yaml.insert(end, more + "link_devices: [d0, d1]\n");
  }
}

/// The best value of all pairs of plans, by the compiled plan's own estimate and by the search's score.
std::optional<planner::Value> best_of_all_pairs(const plan::PlanningProblem& problem,
                                                planner::LinkCosts& costs) {
  const plan::BodyMemory empty(problem);
  std::array<std::vector<plan::ExecutionPlan>, 2> plans;
  for (const plan::AppId a : {plan::AppId(0), plan::AppId(1)}) {
    test::for_each_plan(problem, a.value(), empty,
                        [&](const plan::ExecutionPlan& app) { plans[a.index()].push_back(app); });
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
      if (best && value >= *best) continue;
      for (const bool swapped : {false, true}) {
        const std::vector<plan::AppId> order{plan::AppId(swapped ? 1 : 0), plan::AppId(swapped ? 0 : 1)};
        if (std::holds_alternative<plan::Infeasible>(plan::compile(problem, {{first, second}, order})))
          continue;
        best = value;
        break;
      }
    }
  }
  return best;
}

/// The scenario with a second accelerator in its first device, and sometimes a third, behind wires of their
/// own or those of a board.
std::string with_parts(RandomStream& random, std::string yaml) {
  const std::string key = "radio: ";
  std::string parts =
      "more_accelerators: [{name: p0, accelerator: " + test::pick(random, {"max78000", "max78002"}) + "}";
  if (test::chance(random, 0.3)) parts += ", {name: p1, accelerator: max78000}";
  yaml.insert(yaml.find(key, yaml.find("{name: d0")), parts + "], ");
  if (test::chance(random, 0.3)) {
    yaml.insert(
        yaml.find("}\n", yaml.find("link: {")) + 2,
        "more_links: [{name: wires, devices: [d0, p0], link: {kind: generic, profile: esp8266_tcp}}]\n");
  }
  return yaml;
}

/// Three accelerators with large models would take minutes.
void make_small(std::string& yaml) {
  for (const std::string large : {"simplenet", "widenet", "ressimplenet"}) {
    for (auto at = yaml.find("model: " + large); at != std::string::npos; at = yaml.find("model: " + large))
      yaml.replace(at, 7 + large.size(), "model: convnet5");
  }
}

/// The optimum, which is proven and the best of all pairs of plans; nothing where neither finds a plan.
std::optional<plan::CollaborationPlan> checked_optimum(const plan::PlanningProblem& problem) {
  const planner::Criteria criteria = planner::criteria_of(problem);
  planner::LinkCosts costs(problem);
  planner::Effort effort;
  planner::Optimum found = planner::best_collaboration_plan(problem, planner::by_data_intensity(problem), {},
                                                            planner::Budget{}, costs, effort);
  const auto expected = best_of_all_pairs(problem, costs);
  CHECK(found.proven);
  REQUIRE(found.plan.has_value() == expected.has_value());
  if (expected)
    CHECK(planner::value_of(criteria, planner::score_of(problem, *found.plan, costs)) == *expected);
  return found.plan;
}

}  // namespace

TEST_CASE("on one medium, with two links or none, is the optimum the best of all pairs of plans?") {
  RandomStream random(stream_seed(1, 0, "several_links_test"));
  plan::TableCache cache;
  int feasible = 0;
  for (int i = 0; i < 60; ++i) {
    const int devices = i % 6 == 0 ? 3 : 2;
    std::string yaml = test::random_scenario(random, devices, 2);
    yaml = with_links(random, std::move(yaml), devices);
    if (devices == 3) make_small(yaml);
    CAPTURE(i, yaml);
    scenario::Scenario s = test::from_yaml(yaml);
    s.objective = kObjectives[static_cast<std::size_t>(i) % kObjectives.size()];
    const plan::PlanningProblem problem(s, cache);
    const std::optional<plan::CollaborationPlan> found = checked_optimum(problem);
    if (!found) continue;
    ++feasible;
  }
  CHECK(feasible > 40);
}

TEST_CASE("does a score say what the compiled plan's estimate says, whatever the links?") {
  RandomStream random(stream_seed(2, 0, "several_links_test"));
  plan::TableCache cache;
  int compared = 0;
  for (int i = 0; i < test::tries(60); ++i) {
    const int devices = 4;
    std::string yaml = with_links(random, test::random_scenario(random, devices, 3), devices);
    if (i % 3 == 2 && yaml.find("more_links") == std::string::npos) yaml = with_parts(random, yaml);
    CAPTURE(i, yaml);
    const scenario::Scenario s = test::from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    planner::LinkCosts costs(problem);
    for (const auto& candidate : planner::Registry::builtin().all()) {
      if (candidate->name == "optimal" || candidate->name == "pareto") continue;  // take long on bad luck
      CAPTURE(candidate->name);
      const auto outcome = planner::plan_with_defaults(*candidate, problem);
      const auto* plan = std::get_if<plan::CollaborationPlan>(&outcome.result);
      if (plan == nullptr) continue;
      const auto compiled = plan::compile(problem, *plan);
      // Planners with a rule of their own need not look at what links there are.
      if (!std::holds_alternative<plan::CompiledPlan>(compiled)) {
        CHECK(candidate->role != planner::Role::synergy);
        continue;
      }
      const auto& whole = std::get<plan::CompiledPlan>(compiled);
      const plan::Estimate e = plan::estimate(problem, whole, scenario::Policy::adaptive);
      const planner::Score score = planner::score_of(problem, *plan, costs);
      bool alone = true;  // segments beside others may cost more at their place in the memory
      for (const int segments : whole.segments_on) alone = alone && segments < 2;
      if (!alone) continue;
      CHECK(score.round == e.parallel_round);
      CHECK(score.latency == e.sequential_round);
      ++compared;
    }
  }
  CHECK(compared > test::tries(60));
}

TEST_CASE("of devices with several accelerators, is the optimum the best of all pairs of plans?") {
  RandomStream random(stream_seed(3, 0, "several_links_test"));
  plan::TableCache cache;
  int feasible = 0;
  int wired = 0;
  for (int i = 0; i < test::tries(24); ++i) {
    std::string yaml = with_parts(random, test::random_scenario(random, i % 3 == 0 ? 1 : 2, 2));
    make_small(yaml);
    if (i % 4 == 1) yaml = test::on_wifi(yaml);
    if (i % 3 == 0) {  // no second device, and no path to it
      const auto loss = yaml.find("  path_loss:");
      if (loss != std::string::npos) yaml.erase(loss, yaml.find("link:", loss) - loss);
    }
    CAPTURE(i, yaml);
    scenario::Scenario s = test::from_yaml(yaml);
    s.objective = kObjectives[static_cast<std::size_t>(i) % kObjectives.size()];
    const plan::PlanningProblem problem(s, cache);
    const std::optional<plan::CollaborationPlan> found = checked_optimum(problem);
    if (!found) continue;
    ++feasible;
    const auto compiled = plan::compile(problem, *found);
    REQUIRE(std::holds_alternative<plan::CompiledPlan>(compiled));
    for (const link::Ends ends : std::get<plan::CompiledPlan>(compiled).links)
      wired += s.devices[ends.second].part_of ? 1 : 0;
  }
  CHECK(feasible > test::tries(15));
  CHECK(wired >= test::tries(6));
}
