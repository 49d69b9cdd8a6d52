// Maximum cycle ratios, from the figures of the profiles written out here.
#include "synergy/plan/cycle_ratio.hpp"

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::CollaborationPlan;
using plan::CycleRatio;
using plan::CyclicOrder;
using synergy::test::from_yaml;
using synergy::test::full_body;

namespace {

// As in estimate_test.cpp: readout, load to unload, dispatch, switch.
constexpr std::int64_t kKwsReadout = 1'099'597;
constexpr std::int64_t kKwsCompute = 4'096 * 270 + 71'782 * 20 + 33'000 + 21 * 390;
constexpr std::int64_t kConvReadout = 340'870;
constexpr std::int64_t kConvCompute = 196 * 270 + 70'157 * 20 + 33'000 + 10 * 390;
constexpr std::int64_t kClick = 100'000;
constexpr std::int64_t kSwitch = 109'000;

const std::string kKws = "apps:\n  - {name: kws, model: kws, sensor: microphone, interaction: haptic}\n";
const std::string kConv = "  - {name: conv, model: convnet5, sensor: camera, interaction: haptic}\n";

struct Case {
  Case(const std::string& yaml, CollaborationPlan plan)
      : scenario(from_yaml(yaml)),
        problem(scenario, cache),
        compiled(std::get<plan::CompiledPlan>(plan::compile(problem, plan))),
        estimate(plan::estimate(problem, compiled, scenario::Policy::adaptive)) {}
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  [[nodiscard]] CycleRatio ratio(const std::vector<int>& windows) const {
    return plan::maximum_cycle_ratio(compiled, plan::cyclic_order(compiled, estimate, windows), windows);
  }

  scenario::Scenario scenario;
  plan::TableCache cache;
  plan::PlanningProblem problem;
  plan::CompiledPlan compiled;
  plan::Estimate estimate;
};

void check_round(const CycleRatio& ratio, Duration time, std::int64_t rounds) {
  CHECK(ratio.time * rounds == time * ratio.rounds);
}

const CollaborationPlan kAlone = test::plan_of({{0, {{0, {0, 8}}}, 0}});
const CollaborationPlan kSharing = test::plan_of({{0, {{0, {0, 8}}}, 0}, {0, {{0, {0, 4}}}, 0}});
const CollaborationPlan kApart = test::plan_of({{0, {{0, {0, 8}}}, 0}, {1, {{1, {0, 4}}}, 1}});

}  // namespace

TEST_CASE("is a round of one app its latency with one in flight, and its slowest stage with enough?") {
  const Case c(full_body(1) + kKws, kAlone);
  const Duration latency = nanoseconds(kKwsReadout + kKwsCompute + kClick);
  check_round(c.ratio({1}), latency, 1);
  CHECK(c.estimate.sequential_round == latency);
  check_round(c.ratio({2}), nanoseconds(kKwsCompute), 1);
  check_round(c.ratio({9}), nanoseconds(kKwsCompute), 1);
}

TEST_CASE("are windows too small for a fresh sample's second shared by as many rounds?") {
  // A window of 0.996 s that moves every 8 ms: complete 1 s after it was asked for, in the mean.
  const Case c(
      full_body(1) + kKws.substr(0, kKws.size() - 2) + ", sensing: fresh, window: 0.996 s, hop: 8 ms}\n",
      kAlone);
  const Duration latency = seconds(1) + nanoseconds(kKwsReadout + kKwsCompute + kClick);
  check_round(c.ratio({100}), latency, 100);
  check_round(c.ratio({125}), latency, 125);        // 8.03 ms
  check_round(c.ratio({126}), milliseconds(8), 1);  // there are no more samples
}

TEST_CASE("does an accelerator in turns, or the slower of two apps, set the round?") {
  const Case sharing(full_body(1) + kKws + kConv, kSharing);
  check_round(sharing.ratio({1, 1}), nanoseconds(kKwsCompute + kConvCompute + 2 * kSwitch), 1);
  const Case apart(full_body(2) + kKws + kConv, kApart);
  check_round(apart.ratio({1, 1}), nanoseconds(kKwsReadout + kKwsCompute + kClick), 1);
  check_round(apart.ratio({2, 1}), nanoseconds(kKwsCompute), 1);
  // Rounds: the quick app does not run ahead of the slow one.
  check_round(apart.ratio({1, 9}), nanoseconds(kKwsReadout + kKwsCompute + kClick), 1);
  static_assert(kConvReadout + kConvCompute + kClick < kKwsCompute);
}

TEST_CASE("does the order decide how long a link that an app crosses twice keeps it waiting?") {
  // d0 to d1 and back: sense, compute, transfer, compute, transfer, interact.
  const Case c(full_body(2) + kKws, test::plan_of({{0, {{0, {0, 3}}, {1, {4, 8}}}, 0}}));
  const auto& stages = c.compiled.apps[plan::AppId(0)].stages;
  REQUIRE(stages.size() == 6);
  const Duration there_and_back =
      stages[2].transfer.latency + stages[3].work.time + stages[4].transfer.occupancy;
  CyclicOrder order(c.compiled.units.size());
  for (int s = 0; s < 6; ++s) {
    if (s != 4) order[stages[static_cast<std::size_t>(s)].unit.index()] = {{plan::AppId(), s, 0}};
  }
  auto& link = order[stages[2].unit.index()];
  // The link waits for an inference to come back before it takes the next one there.
  link = {{plan::AppId(), 2, 0}, {plan::AppId(), 4, 0}};
  check_round(plan::maximum_cycle_ratio(c.compiled, order, {9}), there_and_back, 1);
  // It takes the next one there first, and then it has no time to wait.
  link = {{plan::AppId(), 2, 0}, {plan::AppId(), 4, 1}};
  check_round(plan::maximum_cycle_ratio(c.compiled, order, {9}), c.estimate.parallel_round, 1);
  CHECK(c.estimate.parallel_round == stages[2].transfer.occupancy + stages[4].transfer.occupancy);
  CHECK(c.estimate.parallel_round < there_and_back);
}
