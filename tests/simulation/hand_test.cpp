// Hand calculations: what one inference takes, from the figures of the profiles written out here.
#include "synergy/simulation/simulate.hpp"

#include "../support/plans.hpp"
#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;

namespace {

const std::string kShort = "measurement: {warm_up: 0 ms, window: 2 s}\n";

run::RunRecord simulated(const scenario::Scenario& s, const plan::CollaborationPlan& plan,
                         scenario::Policy policy) {
  static plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  auto record = test::run_plan(problem, plan, "fixed", policy, 0);
  for (const auto& reason : record.reasons) UNSCOPED_INFO(plan::to_text(reason));
  REQUIRE(record.status == run::Status::ok);
  return record;
}

// KWS: 4,096 words in, 71,782 cycles, 21 x 32 bit out.
constexpr std::int64_t kReadout = 1'099'597;           // 16,384 B at 14.9 MB/s
constexpr std::int64_t kLoad = 4'096 * 270;            // 1.106 ms
constexpr std::int64_t kInfer = 71'782 * 20 + 33'000;  // 1.4686 ms: 20 ns per cycle, 33 us overhead
constexpr std::int64_t kUnload = 21 * 390;
constexpr std::int64_t kClick = 100'000;  // haptic dispatch

}  // namespace

TEST_CASE(
    "does KWS alone on one device take readout, load, inference, unload and dispatch, to the nanosecond?") {
  const scenario::Scenario s =
      from_yaml(full_body(1) + kShort + "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
  const auto record = simulated(s, test::plan_of({{0, {{0, {0, 8}}}, 0}}), scenario::Policy::sequential);
  const Duration expected = nanoseconds(kReadout + kLoad + kInfer + kUnload + kClick);
  const simulation::AppResult& app = record.result->apps[plan::AppId(0)];
  CHECK(app.latency.min() == expected);
  CHECK(app.latency.max() == expected);
  CHECK(record.estimate->latency[0] == expected);
  CHECK(app.first_completion == expected);
  CHECK(app.completed == seconds(2) / expected);
}

TEST_CASE("does a result of 4 bytes over one link take its connection event and one packet?") {
  const scenario::Scenario s =
      from_yaml(full_body(2) + kShort + "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
  const auto record = simulated(s, test::plan_of({{0, {{0, {0, 8}}}, 1}}), scenario::Policy::sequential);
  const std::int64_t device = kReadout + kLoad + kInfer + kUnload;
  // One link: events at 0, 15, 30 ms, each closed after one pair when nothing is ready at its anchor. 4 B + 7
  // B of headers + 4 B of encryption on LE 2M take 44 + 4 x 15 = 104 us.
  const Duration interval = milliseconds(15);
  REQUIRE(nanoseconds(device) < interval);
  const Duration first = interval + nanoseconds(104'000 + kClick);
  const simulation::AppResult& app = record.result->apps[plan::AppId(0)];
  CHECK(app.first_completion == first);
  CHECK(app.latency.max() == first);
  // The next inference begins 204 us behind an anchor and is ready for the next: one result per interval.
  REQUIRE(nanoseconds(device + 104'000 + kClick) < interval);
  CHECK(app.latency.min() == interval);
  CHECK(app.completed == 1 + (seconds(2) - first) / interval);
  CHECK(record.result->links[0].packets == record.result->links[0].transfers);
}

TEST_CASE("does a plan of two segments pay load and unload on both devices?") {
  const scenario::Scenario s =
      from_yaml(full_body(2) + kShort + "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
  const auto record =
      simulated(s, test::plan_of({{0, {{0, {0, 3}}, {1, {4, 8}}}, 1}}), scenario::Policy::sequential);
  const auto& stages = record.compiled->apps[plan::AppId(0)].stages;
  REQUIRE(stages.size() == 5);  // sense, compute, transfer, compute, interact
  // Layer 3 of KWS puts out 48 x 61 bytes, 12 x 61 words; layers 0-3 take 27,136 + 24,706 + 8,452 + 3,056
  // cycles.
  CHECK(stages[1].work.time.ns() == kLoad + (27'136 + 24'706 + 8'452 + 3'056 + 1) * 20 + 33'000 + 732 * 390);
  CHECK(stages[2].size == Bytes(2'928));
  CHECK(stages[3].work.time.ns() == 732 * 270 + (71'782 - 63'351 + 1) * 20 + 33'000 + kUnload);
  CHECK(record.result->apps[plan::AppId(0)].completed > 50);
}

TEST_CASE("do two apps on one accelerator share it in turns and pay a switch each time?") {
  const scenario::Scenario s = from_yaml(full_body(1) + kShort +
                                         "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n"
                                         "  - {model: convnet5, sensor: camera, interaction: display}\n");
  const auto record =
      simulated(s, test::plan_of({{0, {{0, {0, 8}}}, 0}, {0, {{0, {0, 4}}}, 0}}), scenario::Policy::adaptive);
  // ConvNet5: 196 words in (CHW), 70,157 cycles, 10 words out. The accelerator is the bottleneck; a switch
  // takes 0.109 ms.
  const std::int64_t kws = kLoad + kInfer + kUnload + 109'000;
  const std::int64_t convnet5 = 196 * 270 + 70'157 * 20 + 33'000 + 10 * 390 + 109'000;
  const plan::UnitId accelerator = record.compiled->apps[plan::AppId(0)].stages[1].unit;
  CHECK(record.estimate->busy[accelerator.index()].ns() == kws + convnet5);
  // The display takes longer than both: 17.3 ms.
  CHECK(record.estimate->parallel_round == microseconds(17'300));
  const simulation::AppResult& with_display = record.result->apps[plan::AppId(1)];
  CHECK((with_display.last_completion - with_display.first_completion).ns() ==
        (with_display.completed - 1) * 17'300'000);
  // In rounds the other app keeps step, at most one round ahead plus what is in flight.
  CHECK(std::abs(record.result->apps[plan::AppId(0)].completed - with_display.completed) <= 3);
}

TEST_CASE("is a pipelined app as fast as its slowest stage?") {
  const scenario::Scenario s =
      from_yaml(full_body(1) + kShort + "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
  const auto record = simulated(s, test::plan_of({{0, {{0, {0, 8}}}, 0}}), scenario::Policy::inter_run);
  const auto& app = record.result->apps[plan::AppId(0)];
  // inter_run with one app: always its turn, but a turn ends after 8 inferences and drains.
  CHECK(app.completed > seconds(2) / nanoseconds(kReadout + kLoad + kInfer + kUnload + kClick));
  const auto adaptive = simulated(s, test::plan_of({{0, {{0, {0, 8}}}, 0}}), scenario::Policy::adaptive);
  const auto& overlapped = adaptive.result->apps[plan::AppId(0)];
  CHECK((overlapped.last_completion - overlapped.first_completion).ns() ==
        (overlapped.completed - 1) * (kLoad + kInfer + kUnload));
}

TEST_CASE("is the energy of KWS alone what its parts add up to?") {
  const scenario::Scenario s =
      from_yaml(full_body(1) + kShort + "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
  const auto record = simulated(s, test::plan_of({{0, {{0, {0, 8}}}, 0}}), scenario::Policy::sequential);
  // Above idle, core rail / 0.90: 97 mW while inferring (the 33 us overhead is part of it), 3.17 nJ a word to
  // load.
  const double infer_uj = 97e-3 * kInfer * 1e-9 / 0.9 * 1e6;
  const double load_uj = 3.17e-9 * 4'096 / 0.9 * 1e6;
  for (const auto& phase : record.result->phases) {
    const double each_uj =
        phase.energy.si() * 1e6 / static_cast<double>(std::max<std::int64_t>(phase.count, 1));
    if (phase.kind == simulation::PhaseResult::Kind::infer) CHECK(each_uj == Approx(infer_uj).epsilon(0.01));
    if (phase.kind == simulation::PhaseResult::Kind::load) {
      // and the CPU: 8.9 mW active instead of 4.2 mW asleep
      CHECK(each_uj == Approx(load_uj + (8.9e-3 - 4.2e-3) * kLoad * 1e-9 * 1e6).epsilon(0.01));
    }
  }
}
