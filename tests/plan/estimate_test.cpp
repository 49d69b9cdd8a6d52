// The estimate, from the figures of the profiles written out here.
#include "synergy/plan/estimate.hpp"

#include <algorithm>
#include <numeric>

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::CollaborationPlan;
using scenario::Policy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

// KWS: 16,384 B from the microphone at 14.9 MB/s, loaded in words of 4 B at 270 ns; 71,782 cycles of 20 ns
// and 33 us; 21 words unloaded at 390 ns. ConvNet5: 784 B from the camera at 2.3 MB/s, 196 words (CHW),
// 70,157 cycles, 10 words out.
constexpr std::int64_t kKwsReadout = 1'099'597;
constexpr std::int64_t kKwsCompute = 4'096 * 270 + 71'782 * 20 + 33'000 + 21 * 390;
constexpr std::int64_t kConvReadout = 340'870;
constexpr std::int64_t kConvCompute = 196 * 270 + 70'157 * 20 + 33'000 + 10 * 390;
constexpr std::int64_t kClick = 100'000;     // haptic
constexpr std::int64_t kImage = 17'300'000;  // display
constexpr std::int64_t kSwitch = 109'000;    // registers rewritten

const std::string kKws = "  - {name: kws, model: kws, sensor: microphone, interaction: haptic}\n";
const std::string kConv = "  - {name: conv, model: convnet5, sensor: camera, interaction: haptic}\n";

/// A plan compiled, with everything it refers to.
struct Case {
  Case(const std::string& yaml, CollaborationPlan plan)
      : scenario(from_yaml(yaml)),
        problem(scenario, cache),
        compiled(std::get<plan::CompiledPlan>(plan::compile(problem, plan))) {}
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  [[nodiscard]] plan::Estimate estimate(Policy policy) const {
    return plan::estimate(problem, compiled, policy);
  }
  [[nodiscard]] std::vector<int> windows(Policy policy) const {
    return plan::windows(problem, compiled, estimate(policy), policy);
  }
  [[nodiscard]] std::string bottleneck(Policy policy) const {
    return compiled.units[estimate(policy).bottleneck].name;
  }

  scenario::Scenario scenario;
  plan::TableCache cache;
  plan::PlanningProblem problem;
  plan::CompiledPlan compiled;
};

const CollaborationPlan kAlone = test::plan_of({{0, {{0, {0, 8}}}, 0}});
const CollaborationPlan kSharing = test::plan_of({{0, {{0, {0, 8}}}, 0}, {0, {{0, {0, 4}}}, 0}});
const CollaborationPlan kApart = test::plan_of({{0, {{0, {0, 8}}}, 0}, {1, {{1, {0, 4}}}, 1}});

}  // namespace

TEST_CASE("is the estimate of one app on one device what its phases add up to?") {
  const Case c(full_body(1) + "apps:\n" + kKws, kAlone);
  const Duration latency = nanoseconds(kKwsReadout + kKwsCompute + kClick);
  const plan::Estimate sequential = c.estimate(Policy::sequential);
  CHECK(sequential.latency == std::vector{latency});
  CHECK(sequential.sequential_round == latency);
  CHECK(sequential.round == latency);
  CHECK(sequential.throughput_inf_per_s == Approx(1e9 / static_cast<double>(latency.ns())));
  const plan::Estimate adaptive = c.estimate(Policy::adaptive);
  CHECK(adaptive.round == nanoseconds(kKwsCompute));
  CHECK(c.bottleneck(Policy::adaptive) == "d0.accelerator");
  CHECK(c.estimate(Policy::inter_app).round == latency);  // nothing else to overlap with
  // A turn of 8 inferences fills and drains the pipeline once.
  CHECK(c.estimate(Policy::inter_run).round == (latency + 7 * nanoseconds(kKwsCompute)) / 8);
}

TEST_CASE("does a segment pay a switch only where an accelerator holds several?") {
  const Case apart(full_body(2) + "apps:\n" + kKws + kConv, kApart);
  CHECK(apart.estimate(Policy::adaptive).latency ==
        std::vector{nanoseconds(kKwsReadout + kKwsCompute + kClick),
                    nanoseconds(kConvReadout + kConvCompute + kClick)});
  const Case sharing(full_body(1) + "apps:\n" + kKws + kConv, kSharing);
  CHECK(sharing.estimate(Policy::adaptive).latency ==
        std::vector{nanoseconds(kKwsReadout + kSwitch + kKwsCompute + kClick),
                    nanoseconds(kConvReadout + kSwitch + kConvCompute + kClick)});
  // With reload a switch loads 169,472 B (KWS, no biases) and 71,148 + 10 B (ConvNet5) at 69 ns/B first.
  const Case reload("residency: reload\n" + full_body(1) + "apps:\n" + kKws + kConv, kSharing);
  CHECK(reload.estimate(Policy::adaptive).latency ==
        std::vector{nanoseconds(kKwsReadout + kSwitch + 169'472 * 69 + kKwsCompute + kClick),
                    nanoseconds(kConvReadout + kSwitch + 71'158 * 69 + kConvCompute + kClick)});
}

TEST_CASE("is a round as long as the policy lets it be?") {
  const Case c(full_body(1) + "apps:\n" + kKws + kConv, kSharing);
  const Duration kws = nanoseconds(kKwsReadout + kSwitch + kKwsCompute + kClick);
  const Duration conv = nanoseconds(kConvReadout + kSwitch + kConvCompute + kClick);
  const Duration accelerator = nanoseconds(kKwsCompute + kConvCompute + 2 * kSwitch);
  CHECK(c.bottleneck(Policy::adaptive) == "d0.accelerator");
  CHECK(c.estimate(Policy::adaptive).parallel_round == accelerator);
  CHECK(c.estimate(Policy::adaptive).round == accelerator);
  CHECK(c.estimate(Policy::sequential).round == kws + conv);
  CHECK(c.estimate(Policy::inter_app).round == accelerator);  // longer than either app alone
  CHECK(c.estimate(Policy::inter_run).round ==
        (kws + 7 * nanoseconds(kKwsCompute) + conv + 7 * nanoseconds(kConvCompute)) / 8);
  for (const Policy policy : {Policy::sequential, Policy::inter_app, Policy::inter_run, Policy::adaptive}) {
    const plan::Estimate e = c.estimate(policy);
    CHECK(e.throughput_inf_per_s == Approx(2 / e.round.s()));
  }
  // On two devices each accelerator works alone, and inter_app is held up by the slower app.
  const Case apart(full_body(2) + "apps:\n" + kKws + kConv, kApart);
  CHECK(apart.estimate(Policy::inter_app).round == nanoseconds(kKwsReadout + kKwsCompute + kClick));
  CHECK(apart.estimate(Policy::adaptive).round == nanoseconds(kKwsCompute));
}

TEST_CASE("do turns of one app switch once a turn, in busy times and power too?") {
  const Case c("residency: reload\n" + full_body(1) + "apps:\n" + kKws + kConv, kSharing);
  const plan::Estimate turns = c.estimate(Policy::inter_run);
  const plan::Estimate rounds = c.estimate(Policy::adaptive);
  const std::int64_t switches = 2 * kSwitch + (169'472 + 71'158) * 69;
  std::size_t accelerator = 0;
  while (c.compiled.units[plan::UnitId(accelerator)].kind != plan::Unit::Kind::accelerator) ++accelerator;
  CHECK(rounds.busy_under_policy[accelerator].ns() == kKwsCompute + kConvCompute + switches);
  CHECK(turns.busy_under_policy[accelerator].ns() ==
        Approx(kKwsCompute + kConvCompute + static_cast<double>(switches) / 8).margin(2));
  CHECK(turns.busy_under_policy[accelerator] <= turns.round);
  CHECK((turns.mean_power - turns.static_power).si() * turns.round.s() < rounds.dynamic_per_round.si());
}

TEST_CASE(
    "is a unit's busy time what the apps ask of it, and does a link that an app uses twice count twice?") {
  const Case c(full_body(2) + "apps:\n" + kKws + kConv,
               test::plan_of({{0, {{1, {0, 8}}}, 0}, {1, {{1, {0, 4}}}, 1}}));
  const plan::Estimate e = c.estimate(Policy::adaptive);
  const auto unit = [&](const std::string& name) {
    const auto found = std::find_if(c.compiled.units.begin(), c.compiled.units.end(),
                                    [&](const plan::Unit& u) { return u.name == name; });
    return static_cast<std::size_t>(found - c.compiled.units.begin());
  };
  CHECK(e.demand[unit("d1.accelerator")] ==
        std::vector{nanoseconds(kSwitch + kKwsCompute), nanoseconds(kSwitch + kConvCompute)});
  CHECK(e.demand[unit("d0.haptic")] == std::vector{nanoseconds(kClick), Duration()});
  const auto& stages =
      c.compiled.apps[plan::AppId(0)].stages;  // sense, transfer, compute, transfer, interact
  REQUIRE(stages.size() == 5);
  const Duration link = stages[1].transfer.occupancy + stages[3].transfer.occupancy;
  CHECK(e.demand[unit("d0-d1")] == std::vector{link, Duration()});
  for (std::size_t u = 0; u < e.busy.size(); ++u)
    CHECK(std::accumulate(e.demand[u].begin(), e.demand[u].end(), Duration()) == e.busy[u]);
  // In a turn of one app its inferences follow each other as fast as the link lets them.
  REQUIRE(link > nanoseconds(kKwsCompute));
  CHECK(c.estimate(Policy::inter_run).round ==
        (e.sequential_round + 7 * link + 7 * nanoseconds(kConvCompute)) / 8);
}

TEST_CASE("can a sensor or an actuator be the bottleneck?") {
  const Case display(
      full_body(1) + "apps:\n" + "  - {name: a, model: kws, sensor: microphone, interaction: display}\n",
      kAlone);
  CHECK(display.bottleneck(Policy::adaptive) == "d0.display");
  CHECK(display.estimate(Policy::adaptive).round == nanoseconds(kImage));
  // UNet's 110,592 B take 48.08 ms from the camera, its inference 28.2 ms: three readers of the camera on
  // three accelerators wait for the camera.
  const std::string unet = "model: unet, sensor: camera, interaction: haptic, result_bytes: \"4 B\"}\n";
  const CollaborationPlan on_all =
      test::plan_of({{0, {{0, {0, 18}}}, 0}, {0, {{1, {0, 18}}}, 0}, {0, {{2, {0, 18}}}, 0}});
  const Case camera("link: {connection_interval: 15 ms}\n" + full_body(3) + "apps:\n  - {name: a, " + unet +
                        "  - {name: b, " + unet + "  - {name: c, " + unet,
                    on_all);
  const plan::Estimate e = camera.estimate(Policy::adaptive);
  CHECK(e.busy[0] == 3 * nanoseconds(48'083'478));
  // ... and the second and third even longer for their link.
  CHECK(camera.compiled.units[e.bottleneck].kind == plan::Unit::Kind::link);
}

TEST_CASE("does a transfer add the mean wait for its connection event, and its share of the link?") {
  const Case c(full_body(2) + "apps:\n" + kKws, test::plan_of({{0, {{0, {0, 8}}}, 1}}));
  const plan::Estimate e = c.estimate(Policy::adaptive);
  // 4 B of result, 7 B of headers, 4 B of encryption on LE 2M: 44 + 4 x 15 = 104 us. The events of an idle
  // link close with their first pair: half an interval of 15 ms until the next one.
  const double mean_wait_us = 7500;
  const Duration transfer = e.latency[0] - nanoseconds(kKwsReadout + kKwsCompute + kClick);
  CHECK(transfer.us() == Approx(104 + mean_wait_us).epsilon(1e-6));
  // An event holds 1 + 11,747 / 448 = 27 pairs of 104 + 150 + 44 + 150 us: a pair takes 1/27 of it.
  CHECK(e.busy.back().us() == Approx(15'000.0 / 27).epsilon(1e-6));
  CHECK(c.bottleneck(Policy::adaptive) == "d0.accelerator");
}

TEST_CASE("is the energy of a round what its phases take, and the power what it is per time?") {
  const Case c(full_body(1) + "apps:\n" + kKws, kAlone);
  // Core rail at 0.90 efficiency; the CPU runs at 8.9 instead of 4.2 mW during load and unload; readout and
  // click take nothing.
  const double core_uj = (3.17e-3 * 4'096 + 4.17e-3 * 21 + 97e-6 * (71'782 * 20 + 33'000)) / 0.9;
  const double cpu_uj = (8.9 - 4.2) * 1e-6 * (4'096 * 270 + 21 * 390);
  // CPU asleep 4.2, accelerator idle 2.4, microphone streaming 1.08, display 0.024 mW, radio 1.5 uA at 3 V;
  // the camera is not in use.
  const double static_mw = 4.2 + 2.4 + 1.08 + 0.024 + 0.0045;
  for (const Policy policy : {Policy::sequential, Policy::adaptive}) {
    const plan::Estimate e = c.estimate(policy);
    CHECK(e.dynamic_per_round.si() * 1e6 == Approx(core_uj + cpu_uj));
    CHECK(e.static_power.si() * 1e3 == Approx(static_mw));
    CHECK(e.mean_power.si() * 1e3 == Approx(static_mw + (core_uj + cpu_uj) * 1e-3 / e.round.s()));
  }
  const Case awake("cpu_sleep: always_active\n" + full_body(1) + "apps:\n" + kKws, kAlone);
  const plan::Estimate e = awake.estimate(Policy::adaptive);
  CHECK(e.dynamic_per_round.si() * 1e6 == Approx(core_uj));
  CHECK(e.static_power.si() * 1e3 == Approx(static_mw + 8.9 - 4.2));
}

TEST_CASE("do a switch and a link cost the energy the profiles say?") {
  const Case sharing(full_body(1) + "apps:\n" + kKws + kConv, kSharing);
  const Case apart(full_body(2) + "apps:\n" + kKws + kConv, kApart);
  // 1.956 uJ of the core rail and the CPU for 0.109 ms, twice a round.
  const Energy switches = sharing.estimate(Policy::adaptive).dynamic_per_round -
                          apart.estimate(Policy::adaptive).dynamic_per_round;
  CHECK(switches.si() * 1e6 == Approx(2 * (1.956 / 0.9 + (8.9 - 4.2) * 0.109)));
  // Links are paid for by both ends, whether they are used or not.
  const Case linked(full_body(2) + "apps:\n" + kKws, test::plan_of({{0, {{0, {0, 8}}}, 1}}));
  const Case unlinked(full_body(2) + "apps:\n" + kKws, kAlone);
  const auto [first, second] =
      linked.scenario.link_kind->idle_power(linked.problem.link_context(test::ends(0, 1), 1));
  CHECK(first.si() > 0);
  CHECK(linked.estimate(Policy::adaptive).static_power.si() ==
        Approx((unlinked.estimate(Policy::adaptive).static_power + first + second).si()));
  CHECK(linked.estimate(Policy::adaptive).dynamic_per_round >
        unlinked.estimate(Policy::adaptive).dynamic_per_round);
}

TEST_CASE(
    "is one inference in flight under sequential and inter_app, and as many as needed under adaptive?") {
  const Case sharing(full_body(1) + "apps:\n" + kKws + kConv, kSharing);
  CHECK(sharing.windows(Policy::sequential) == std::vector{1, 1});
  CHECK(sharing.windows(Policy::inter_app) == std::vector{1, 1});
  // inter_run: latency over the app's own slowest unit: 3.891 / 2.583 and 2.042 / 1.493 ms.
  CHECK(sharing.windows(Policy::inter_run) == std::vector{2, 2});
  // adaptive: 3.891 ms and 1.602 + 0.1 ms for one inference of the other app at the accelerator and the
  // haptic, in 4.294 ms; 2.042 + 2.692 + 0.1 ms in 4.294 ms.
  CHECK(sharing.windows(Policy::adaptive) == std::vector{2, 2});

  const Case alone(full_body(1) + "apps:\n" + kKws, kAlone);  // 3.782 ms through a bottleneck of 2.583 ms
  CHECK(alone.windows(Policy::adaptive) == std::vector{2});
  // A fresh window takes 0.996 s and, in the mean, 4 ms: 1,003.782 / 8 = 125.5.
  const Case fresh(full_body(1) + "apps:\n" +
                       "  - {model: kws, sensor: microphone, interaction: haptic, sensing: fresh, "
                       "window: 0.996 s, hop: 8 ms}\n",
                   kAlone);
  CHECK(fresh.windows(Policy::adaptive) == std::vector{126});
}

TEST_CASE("is the bottleneck of every shipped workload a unit that no other exceeds?") {
  for (const char* name : {"w1", "w2", "w5"}) {
    const scenario::Scenario s = shipped(name);
    plan::TableCache cache;
    const plan::PlanningProblem problem(s, cache);
    CollaborationPlan plan;
    for (const plan::AppId a : problem.app_ids()) {
      const plan::DeviceId device(a.value() % 4);  // WideNet fits beside ConvNet5
      plan.apps.push_back(
          {problem.sources(a).front(), {{device, problem.app(a).model->all()}}, problem.targets(a).front()});
    }
    const auto result = plan::compile(problem, plan);
    CAPTURE(name);
    if (const auto* infeasible = std::get_if<plan::Infeasible>(&result)) {
      FAIL(plan::to_text(infeasible->reasons.front()));
    }
    const auto& compiled = std::get<plan::CompiledPlan>(result);
    const plan::Estimate e = plan::estimate(problem, compiled, Policy::adaptive);
    for (const Duration busy : e.busy) CHECK(busy <= e.parallel_round);
    CHECK(e.busy[e.bottleneck.index()] == e.parallel_round);
    CHECK(std::accumulate(e.latency.begin(), e.latency.end(), Duration()) == e.sequential_round);
    CHECK(e.parallel_round <= e.sequential_round);
  }
}
