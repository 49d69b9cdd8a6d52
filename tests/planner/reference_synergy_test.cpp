// Synergy's rule written down a second time, as src/planner/README.md has it in pseudo-code: every execution
// plan of every app is made and judged, nothing is bounded, pruned or remembered. Slow, and hard to get
// wrong.
#include "synergy/plan/compiled.hpp"
#include "synergy/planner/registry.hpp"

#include <algorithm>
#include <tuple>

#include "../../src/planner/engine/load.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::AppId;
using plan::ExecutionPlan;

namespace {

/// Bytes of a network's inputs and of what every layer puts out.
std::int64_t data_intensity(const device::Network& network) {
  std::int64_t bytes = 0;
  for (const auto& input : network.inputs()) bytes += input.bytes().count();
  for (int i = 0; i < network.layer_count(); ++i) bytes += network.layer(i).output_bytes.count();
  return bytes;
}

/// Highest first; of equal ones the first that the scenario lists.
std::vector<AppId> in_order(const plan::PlanningProblem& problem) {
  std::vector<AppId> left, order;
  for (const AppId a : problem.scenario().apps.ids()) left.push_back(a);
  while (!left.empty()) {
    AppId next = left.front();
    for (const AppId a : left) {
      if (data_intensity(*problem.app(a).model) > data_intensity(*problem.app(next).model)) next = a;
    }
    order.push_back(next);
    std::erase(left, next);
  }
  return order;
}

/// What a candidate is judged by: the round time of all apps so far, whose inverse is the throughput; then
/// the sum of their latencies; then their energy; then the lexicographic order of plans.
using Judgement = std::tuple<Duration, Duration, std::int64_t, ExecutionPlan>;

/// Nothing if the links have no room for the plan. The load is added up from nothing for every candidate.
std::optional<Judgement> judge(const plan::PlanningProblem& problem,
                               const std::vector<std::pair<AppId, ExecutionPlan>>& chosen, AppId a,
                               const ExecutionPlan& candidate) {
  planner::BodyLoad load(problem, false);
  for (const auto& [other, app] : chosen) load.add(other, app);
  load.add(a, candidate);
  const link::LinkKind& kind = *problem.scenario().link_kind;
  const int slots = kind.schedule(problem.device_count(), load.links()).slots;
  if (slots > 0 && !kind.why_infeasible(slots).empty()) return {};
  planner::LinkCosts costs(problem);
  const planner::Score score = load.score(slots, costs);
  return Judgement{score.round, score.latency, score.energy_fj, candidate};
}

/// The plan of each app in the order in which they are planned; shorter if one has none.
std::vector<std::pair<AppId, ExecutionPlan>> reference_synergy(const plan::PlanningProblem& problem) {
  std::vector<std::pair<AppId, ExecutionPlan>> chosen;
  plan::BodyMemory memory(problem);
  for (const AppId a : in_order(problem)) {
    std::optional<Judgement> best;
    test::for_each_plan(problem, a.value(), memory, [&](const ExecutionPlan& candidate) {
      const auto judgement = judge(problem, chosen, a, candidate);
      if (judgement && (!best || *judgement < *best)) best = judgement;
    });
    if (!best) return chosen;
    const ExecutionPlan& plan = std::get<ExecutionPlan>(*best);
    for (const plan::Segment& segment : plan.segments) {
      const auto placed = memory.place(a, segment);
      REQUIRE(std::holds_alternative<device::Placement>(placed));
    }
    chosen.emplace_back(a, plan);
  }
  return chosen;
}

struct Counts {
  int feasible = 0, infeasible = 0, split = 0, apart = 0;
};

/// Compares the two on random problems, and counts how hard those were.
Counts compare(RandomStream& random, int count, bool wifi) {
  plan::TableCache cache;
  const planner::Planner& synergy = planner::Registry::builtin().at("synergy");
  Counts counts;
  for (int i = 0; i < count; ++i) {
    const int devices = static_cast<int>(random.integer(2, 3));
    const std::string over_ble =
        test::random_scenario(random, devices, static_cast<int>(random.integer(2, 4)));
    const std::string yaml = wifi ? test::on_wifi(over_ble) : over_ble;
    CAPTURE(i, yaml);
    const scenario::Scenario s = test::from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    const auto expected = reference_synergy(problem);
    const planner::Planned planned = planner::plan_with_defaults(synergy, problem);
    const auto* found = std::get_if<plan::CollaborationPlan>(&planned.result);
    REQUIRE((found != nullptr) == (expected.size() == s.apps.size()));
    counts.infeasible += found == nullptr ? 1 : 0;
    if (found == nullptr) continue;
    ++counts.feasible;
    REQUIRE(found->deployment.size() == expected.size());
    bool split = false, apart = false;
    for (std::size_t n = 0; n < expected.size(); ++n) {
      const auto& [a, app] = expected[n];
      CHECK(found->deployment[n] == a);
      CHECK((found->apps[a] == app));
      split = split || app.segments.size() > 1;
      apart = apart || app.segments.front().device != expected.front().second.segments.front().device;
    }
    counts.split += split ? 1 : 0;
    counts.apart += apart ? 1 : 0;
  }
  return counts;
}

}  // namespace

TEST_CASE("does synergy make the plan that its rule, taken literally, makes?") {
  RandomStream random(stream_seed(1, 0, "reference_synergy_test"));
  const Counts counts = compare(random, 150, false);
  // The problems are worth the name: apps are split, and kept apart.
  CHECK(counts.feasible > 110);
  CHECK(counts.infeasible > 0);
  CHECK(counts.split > 20);
  CHECK(counts.apart > 60);
}

TEST_CASE("does it where links do not take turns?") {
  RandomStream random(stream_seed(2, 0, "reference_synergy_test"));
  CHECK(compare(random, 50, true).feasible > 35);
}
