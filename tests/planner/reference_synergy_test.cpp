// Synergy's rule written down a second time, as src/planner/README.md has it in pseudo-code: every execution
// plan of every app is made and judged, nothing is bounded, pruned or remembered. Slow, and hard to get
// wrong.
#include "synergy/plan/compiled.hpp"
#include "synergy/planner/registry.hpp"

#include <algorithm>
#include <tuple>

#include "../../src/planner/engine/load.hpp"
#include "../support/tries.hpp"
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
/// the sum of their latencies; then their energy; then what it takes from apps to come, if that decides ties;
/// then the lexicographic order of plans.
using Taken = std::array<double, 2>;
using Judgement = std::tuple<Duration, Duration, std::int64_t, Taken, ExecutionPlan>;

/// Bytes of weights, each as often as apps to come want its device; then how much they want the sensor and
/// the actuator. An app that can sense (interact) on n devices wants one nth of each.
Taken taken(const plan::PlanningProblem& problem, const std::vector<std::pair<AppId, ExecutionPlan>>& chosen,
            AppId a, const ExecutionPlan& candidate) {
  Taken sum{};
  const auto is_in = [](const auto& list, plan::DeviceId d) {
    return std::find(list.begin(), list.end(), d) != list.end();
  };
  for (const AppId other : problem.app_ids()) {
    const bool planned =
        std::any_of(chosen.begin(), chosen.end(), [&](const auto& app) { return app.first == other; });
    if (other == a || planned) continue;
    const auto& sources = problem.sources(other);
    const auto& targets = problem.targets(other);
    const double of_source = 1 / static_cast<double>(sources.size());
    const double of_target = 1 / static_cast<double>(targets.size());
    for (const plan::Segment& segment : candidate.segments) {
      const auto bytes = static_cast<double>(problem.app(a).model->weight_bytes(segment.layers).count());
      if (is_in(sources, segment.device)) sum[0] += of_source * bytes;
      if (is_in(targets, segment.device)) sum[0] += of_target * bytes;
    }
    if (is_in(sources, candidate.source) && problem.app(other).sensor == problem.app(a).sensor)
      sum[1] += of_source;
    if (is_in(targets, candidate.target) && problem.app(other).interaction == problem.app(a).interaction)
      sum[1] += of_target;
  }
  return sum;
}

/// Nothing if the links have no room for the plan. The load is added up from nothing for every candidate.
std::optional<Judgement> judge(const plan::PlanningProblem& problem,
                               const std::vector<std::pair<AppId, ExecutionPlan>>& chosen, AppId a,
                               const ExecutionPlan& candidate, bool scarcity) {
  planner::BodyLoad load(problem, false);
  for (const auto& [other, app] : chosen) load.add(other, app);
  load.add(a, candidate);
  const link::LinkKind& kind = *problem.scenario().link_kind;
  const int slots = kind.schedule(problem.device_count(), load.links()).slots;
  if (slots > 0 && !kind.why_infeasible(slots).empty()) return {};
  planner::LinkCosts costs(problem);
  const planner::Score score = load.score(slots, costs);
  return Judgement{score.round, score.latency, score.energy_fj,
                   scarcity ? taken(problem, chosen, a, candidate) : Taken{}, candidate};
}

/// The plan of each app in the order in which they are planned; shorter if one has none.
std::vector<std::pair<AppId, ExecutionPlan>> reference_synergy(const plan::PlanningProblem& problem,
                                                               bool scarcity) {
  std::vector<std::pair<AppId, ExecutionPlan>> chosen;
  plan::BodyMemory memory(problem);
  for (const AppId a : in_order(problem)) {
    std::optional<Judgement> best;
    test::for_each_plan(problem, a.value(), memory, [&](const ExecutionPlan& candidate) {
      const auto judgement = judge(problem, chosen, a, candidate, scarcity);
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
Counts compare(RandomStream& random, int count, bool wifi, const std::string& ties = "listing") {
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
    const auto expected = reference_synergy(problem, ties == "scarcity");
    const planner::Planned planned =
        synergy.plan({problem, planner::read_parameters(synergy, {{"tie_break", ties}})});
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
  const Counts counts = compare(random, test::tries(150), false);
  // The problems are worth the name: apps are split, and kept apart.
  CHECK(counts.feasible > test::tries(110));
  CHECK(counts.infeasible > 0);
  CHECK(counts.split > test::tries(20));
  CHECK(counts.apart > test::tries(60));
}

TEST_CASE("does it where links do not take turns?") {
  RandomStream random(stream_seed(2, 0, "reference_synergy_test"));
  CHECK(compare(random, 50, true).feasible > 35);
}

TEST_CASE("does it where ties fall to the device that the apps to come can spare?") {
  RandomStream random(stream_seed(3, 0, "reference_synergy_test"));
  CHECK(compare(random, test::tries(120), false, "scarcity").feasible > test::tries(80));
}

TEST_CASE("does a tie take the memory beside the only microphone, and is that what scarcity spares?") {
  plan::TableCache cache;
  const scenario::Scenario s =
      test::shipped(SYNERGY_SOURCE_DIR "/scenarios/suite/adversarial/device_order.yaml");
  const plan::PlanningProblem problem(s, cache);
  const planner::Planner& synergy = planner::Registry::builtin().at("synergy");
  const auto device_of_camera_app = [&](const std::string& ties) {
    const auto planned = synergy.plan({problem, planner::read_parameters(synergy, {{"tie_break", ties}})});
    return std::get<plan::CollaborationPlan>(planned.result).apps[AppId(1)].segments.front().device;
  };
  CHECK(s.devices[device_of_camera_app("listing")].name == "d1");
  CHECK(s.devices[device_of_camera_app("scarcity")].name == "d2");
}
