// The CPU as a unit of its own: what it does for its accelerator, and for the apps.
#include "synergy/plan/costs.hpp"
#include "synergy/planner/registry.hpp"

#include "../../src/simulation/cpu_calendar.hpp"
#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;
using scenario::Policy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;
using Kind = simulation::PhaseResult::Kind;

namespace {

RunRecord simulated(const scenario::Scenario& s, Policy policy) {
  static plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  auto record = test::run_planner(problem, planner::Registry::builtin().at("synergy"), policy, 0);
  REQUIRE(record.status == run::Status::ok);
  return record;
}

std::string kws_with(const std::string& keys, const std::string& more = "") {
  return full_body(1) + "measurement: {warm_up: 0 s, window: 10 s}\nload: {regime: saturated}\n" +
         "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, " + keys + "}\n" + more;
}

const simulation::PhaseResult& phase(const RunRecord& record, Kind kind) {
  for (const auto& one : record.result->phases) {
    if (one.kind == kind) return one;
  }
  FAIL("no such phase");
  return record.result->phases.front();
}

std::size_t unit_of(const RunRecord& record, plan::Unit::Kind kind) {
  std::size_t u = 0;
  while (record.compiled->units[plan::UnitId(u)].kind != kind) ++u;
  return u;
}

}  // namespace

TEST_CASE("does a CPU's calendar fill gaps, keep what is booked and forget what is over?") {
  simulation::CpuCalendar cpu;
  const auto book = [&](int now, int earliest, int length) {
    return cpu.book(nanoseconds(now), nanoseconds(earliest), nanoseconds(length)).ns();
  };
  CHECK(book(0, 10, 5) == 10);   // [10, 15)
  CHECK(book(0, 20, 5) == 20);   // [20, 25)
  CHECK(book(0, 0, 10) == 0);    // exactly before the first
  CHECK(book(0, 0, 5) == 15);    // the gap between both, exactly
  CHECK(book(0, 0, 1) == 25);    // [0, 25) is one span now
  CHECK(book(0, 40, 3) == 40);   // ahead of time
  CHECK(book(0, 30, 20) == 43);  // too long for the gap before 40
  CHECK(book(30, 30, 10) == 30);
  CHECK(book(30, 30, 0) == 30);  // nothing to do, nothing to wait for
  CHECK(book(30, 30, 1) == 63);
}

TEST_CASE("how long does the CPU process, by time, by cycles and by the model's kind?") {
  const scenario::Scenario s = from_yaml(
      full_body(1) + "apps:\n" +
      "  - {name: t, model: kws, sensor: microphone, interaction: haptic, preprocess: 3 ms, postprocess: "
      "none}\n" +
      "  - {name: c, model: kws, sensor: microphone, interaction: haptic, preprocess: {cycles_per_byte: 10}, "
      "postprocess: model}\n" +
      "  - {name: m, model: unet, sensor: camera, interaction: display, postprocess: model}\n");
  const device::Accelerator& chip = *s.devices[scenario::DeviceId(0)].accelerator;
  CHECK(plan::preprocess_time(s.apps[plan::AppId(0)], chip) == milliseconds(3));
  CHECK(plan::postprocess_time(s.apps[plan::AppId(0)], chip) == Duration());
  CHECK(plan::preprocess_time(s.apps[plan::AppId(1)], chip) ==
        nanoseconds(1'638'400));  // 16,384 B x 10 / 100 MHz
  CHECK(plan::postprocess_time(s.apps[plan::AppId(1)], chip) == nanoseconds(84 * 400));  // soft-max over 84 B
  const Bytes map =
      s.apps[plan::AppId(2)].model->layer(s.apps[plan::AppId(2)].model->layer_count() - 1).output_bytes;
  CHECK(plan::postprocess_time(s.apps[plan::AppId(2)], chip).ns() ==
        map.count() * 60);  // the map's largest channels
  CHECK(plan::preprocess_time(s.apps[plan::AppId(2)], chip) == Duration());
}

TEST_CASE("does processing cost an inference its time, and the device its energy?") {
  const RunRecord without = simulated(from_yaml(kws_with("postprocess: none")), Policy::sequential);
  const scenario::Scenario s = from_yaml(kws_with("preprocess: 2 ms, postprocess: 16 ms"));
  const RunRecord with = simulated(s, Policy::sequential);
  CHECK(with.result->apps[plan::AppId(0)].latency.max() -
            without.result->apps[plan::AppId(0)].latency.max() ==
        milliseconds(18));
  CHECK(with.estimate->latency[0] - without.estimate->latency[0] == milliseconds(18));
  const auto& post = phase(with, Kind::postprocess);
  CHECK(post.served == milliseconds(16) * post.count);
  const auto& chip = *s.devices[scenario::DeviceId(0)].accelerator;
  const Power above = chip.cpu().active - chip.cpu().asleep;
  CHECK(post.energy.si() ==
        Approx((above * milliseconds(16)).si() * static_cast<double>(post.count)).epsilon(0.01));
  // Busy: 2 + 16 ms and what load and unload take.
  const auto& result = *with.result;
  const auto& cost = with.compiled->apps[plan::AppId(0)].stages[2].cost;
  const Duration each = milliseconds(18) + cost.load + cost.feed + cost.unload;
  CHECK(result.devices[plan::DeviceId(0)].cpu_busy.s() ==
        Approx(each.s() * static_cast<double>(result.apps[plan::AppId(0)].completed)).epsilon(0.01));
  CHECK(result.units[plan::UnitId(unit_of(with, plan::Unit::Kind::cpu))].busy ==
        result.devices[plan::DeviceId(0)].cpu_busy);
}

TEST_CASE("is the CPU the bottleneck where processing takes longer than anything else?") {
  const RunRecord record = simulated(from_yaml(kws_with("postprocess: 16 ms")), Policy::adaptive);
  const std::size_t cpu = unit_of(record, plan::Unit::Kind::cpu);
  CHECK(record.estimate->bottleneck == static_cast<plan::UnitId>(cpu));
  const auto& cost = record.compiled->apps[plan::AppId(0)].stages[1].cost;
  CHECK(record.estimate->parallel_round == milliseconds(16) + cost.load + cost.feed + cost.unload);
  // Processing is not interrupted: it does not fit between a load and its unload, so the CPU waits for each
  // inference, and the estimate, which only adds up, is a bound.
  const double per_s = static_cast<double>(record.result->apps[plan::AppId(0)].completed_in_window) / 10;
  const Duration round = record.estimate->parallel_round + cost.infer;
  CHECK(per_s == Approx(1 / round.s()).epsilon(0.01));
  CHECK(per_s < record.estimate->throughput_inf_per_s);
}

TEST_CASE("does one app's processing keep another's load waiting, and its unload, but never its inference?") {
  const std::string camera =
      "  - {model: convnet5, sensor: camera, interaction: haptic, postprocess: 7 ms}\n";
  const RunRecord record = simulated(from_yaml(kws_with("postprocess: none", camera)), Policy::adaptive);
  Duration load_waits, infer_waits;
  for (const auto& one : record.result->phases) {
    if (one.kind == Kind::load || one.kind == Kind::switch_segment || one.kind == Kind::unload)
      load_waits += one.waited;
    if (one.kind == Kind::infer) infer_waits += one.waited;
  }
  CHECK(load_waits > Duration());
  CHECK(infer_waits == Duration());
  // What an inference waits and what it is served is its latency.
  for (std::size_t a = 0; a < 2; ++a) {
    Duration sum;
    for (const auto& one : record.result->phases) {
      if (one.app == static_cast<plan::AppId>(a)) sum += one.waited + one.served;
    }
    const auto& app = record.result->apps[plan::AppId(a)];
    CHECK(sum.s() ==
          Approx(app.latency.mean_ns() * 1e-9 * static_cast<double>(app.latency.count())).epsilon(0.01));
  }
}
