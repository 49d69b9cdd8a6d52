// Samples: sensors deliver one each period, and an inference reads one.

#include "synergy/planner/registry.hpp"

#include "../../src/simulation/samples.hpp"
#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;
using scenario::Policy;
using simulation::AppSamples;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

RunRecord simulated(const scenario::Scenario& s, const char* planner, Policy policy, int replication = 0) {
  static plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  auto record = test::run_planner(problem, planner::Registry::builtin().at(planner), policy, replication);
  REQUIRE(record.status == run::Status::ok);
  return record;
}

constexpr Policy kPolicies[] = {Policy::sequential, Policy::inter_app, Policy::inter_run, Policy::adaptive};

plan::SenseCost every(Duration period, Duration length) {
  plan::SenseCost cost;
  cost.period = period;
  cost.length = length;
  return cost;
}

std::string one_app(const std::string& keys) {
  return full_body(1, "new_sample") +
         "measurement: {warm_up: 1 s, window: 20 s}\nload: {regime: saturated}\n" +
         "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, postprocess: none, " + keys +
         "}\n";
}

}  // namespace

TEST_CASE("which sample does an inference read, by regime?") {
  using scenario::Sensing;
  // Samples are complete at 3, 13, 23, ... ms, and at -7, -17, ...
  const auto ms = [](double t) { return milliseconds(t); };
  AppSamples newest(every(ms(10), ms(10)), Sensing::new_sample, 0.3);
  CHECK(newest.take(ms(0)).complete == ms(-7));
  CHECK(newest.take(ms(1)).complete == ms(3));    // that one is used, the next is not there yet
  CHECK(newest.take(ms(1)).complete == ms(13));   // nor is the next but one
  CHECK(newest.take(ms(40)).complete == ms(33));  // what was missed is gone
  CHECK(newest.take(ms(43)).complete == ms(43));  // complete is complete

  AppSamples latest(every(ms(10), ms(10)), Sensing::latest, 0.3);
  CHECK(latest.take(ms(0)).complete == ms(-7));
  CHECK(latest.take(ms(2)).complete == ms(-7));
  CHECK(latest.take(ms(2)).number == -1);

  // One that begins at the request or later: 25 ms long, it is complete 25 ms later at the earliest.
  AppSamples fresh(every(ms(10), ms(25)), Sensing::fresh, 0.3);
  CHECK(fresh.take(ms(0)).complete == ms(33));
  CHECK(fresh.take(ms(8)).complete ==
        ms(43));  // begins at 18; the one complete at 33 begins at 8, but is used
  CHECK(fresh.take(ms(28)).complete == ms(53));  // begins at 28
}

TEST_CASE("does a camera app of w2 ever run faster than its camera, under any planner and policy?") {
  // 30 frames per second in a window of 10 s: 300 and what the edges add.
  const scenario::Scenario s = shipped("w2", {{"measurement", "{warm_up: \"2 s\", window: \"10 s\"}"}});
  for (const char* planner : {"synergy", "min_dev", "ind_e2e", "joint_model"}) {
    for (const Policy policy : kPolicies) {
      const RunRecord record = simulated(s, planner, policy);
      CAPTURE(planner, scenario::to_text(policy));
      for (std::size_t a = 1; a < 3; ++a) {
        const auto& app = record.result->apps[plan::AppId(a)];
        CHECK(app.completed_in_window <= 302);
        CHECK(app.distinct_samples == app.completed_in_window);
      }
    }
  }
}

TEST_CASE("is a saturated app exactly as fast as its samples come, and starts it when one is complete?") {
  // 3.7 ms of work for a window that moves every 20 ms: nothing waits but for the next window.
  const RunRecord record =
      simulated(from_yaml(one_app("window: 1 s, hop: 20 ms")), "synergy", Policy::sequential);
  const auto& app = record.result->apps[plan::AppId(0)];
  CHECK(app.completed_in_window == 1000);
  CHECK(app.last_completion - app.first_completion == milliseconds(20) * 999);
  Duration work;
  for (const plan::Stage& stage : record.compiled->apps[plan::AppId(0)].stages) work += stage.work.time;
  CHECK(app.latency.min() == work);
  CHECK(app.latency.max() == work);
  CHECK(app.sample_age.max() == work);  // complete when sensing starts
  // Asked for as soon as the one before is done: a period, work included.
  CHECK(app.response.min() == milliseconds(20));
  CHECK(app.response.max() == milliseconds(20));
  CHECK(record.estimate->parallel_round == milliseconds(20));
  CHECK(record.estimate->latency[0] == work);
}

TEST_CASE("does a window move by half its length unless a hop is given, and never faster than the sensor?") {
  const auto per_s = [](const std::string& keys) {
    return static_cast<double>(simulated(from_yaml(one_app(keys)), "synergy", Policy::adaptive)
                                   .result->apps[plan::AppId(0)]
                                   .completed_in_window) /
           20;
  };
  CHECK(per_s("window: 1 s") == Approx(2));
  CHECK(per_s("window: 1 s, hop: 100 ms") == Approx(10));
  const double sensor_s =
      from_yaml(one_app("hop: 1 s")).devices[scenario::DeviceId(0)].sensors[1]->sample_period.value.s();
  CHECK(per_s("window: 1 s, hop: 1 us") == Approx(std::min(1 / sensor_s, 300.0)).epsilon(0.01));
}

TEST_CASE("does a fresh inference wait for a window that begins after it was asked for?") {
  const RunRecord record = simulated(from_yaml(one_app("window: 100 ms, hop: 20 ms, sensing: fresh")),
                                     "synergy", Policy::sequential);
  const auto& app = record.result->apps[plan::AppId(0)];
  Duration work;
  for (const plan::Stage& stage : record.compiled->apps[plan::AppId(0)].stages) work += stage.work.time;
  CHECK(app.latency.min() >= milliseconds(100) + work);
  CHECK(app.latency.max() <= milliseconds(120) + work);
  CHECK(app.sample_age.max() == work);
  // On the grid of samples: 100 ms and 3.7 ms of work, so every sixth window.
  CHECK(app.last_completion - app.first_completion == milliseconds(120) * (app.completed_in_window - 1));
  CHECK(record.estimate->latency[0] == milliseconds(110) + work);
}

TEST_CASE("are old samples read again only with `latest`, and does it say so?") {
  const RunRecord record = simulated(from_yaml(one_app("window: 1 s, hop: 200 ms, sensing: latest")),
                                     "synergy", Policy::sequential);
  const auto& app = record.result->apps[plan::AppId(0)];
  // 20 s hold 100 windows, each read as often as the work allows.
  CHECK(app.distinct_samples >= 99);
  CHECK(app.distinct_samples <= 101);
  CHECK(app.completed_in_window > 5'000);
  CHECK(app.sample_age.max() <= milliseconds(200) + app.latency.max());
  CHECK(record.result->units[record.compiled->apps[plan::AppId(0)].stages[0].unit].sampled == Duration());
}

TEST_CASE("do apps on one camera share its frames, and read each out once where they ask in time?") {
  const std::string app = "model: convnet5, sensor: camera, interaction: haptic";
  const RunRecord record =
      simulated(from_yaml(full_body(1, "new_sample") + "measurement: {warm_up: 1 s, window: 20 s}\napps:\n" +
                          "  - {name: a, " + app + "}\n  - {name: b, " + app + "}\n"),
                "synergy", Policy::adaptive);
  const plan::Stage& sense = record.compiled->apps[plan::AppId(0)].stages[0];
  const auto& camera = record.result->units[sense.unit];
  for (const auto& each : record.result->apps) CHECK(each.completed_in_window == Approx(600).margin(2));
  CHECK(camera.served == Approx(1200).margin(4));
  CHECK(camera.busy.ms() == Approx(sense.work.time.ms() * 600).epsilon(0.01));  // not 1,200 readouts
  CHECK(camera.sampled.s() == Approx(20).epsilon(0.01));
}

TEST_CASE("does the phase of a sensor come from the seed, the same for all its apps?") {
  const auto first = [](const char* seed, int replication) {
    return simulated(from_yaml(one_app("window: 1 s, hop: 20 ms") + "seed: " + seed + "\n"), "synergy",
                     Policy::sequential, replication)
        .result->apps[plan::AppId(0)]
        .first_completion;
  };
  CHECK(first("1", 0) == first("1", 0));
  CHECK(first("1", 0) != first("2", 0));
  CHECK(first("1", 0) != first("1", 1));
}

TEST_CASE("does the display limit an app to the updates it can make in a second?") {
  const scenario::Scenario s =
      from_yaml(full_body(1, "new_sample") +
                "measurement: {warm_up: 1 s, window: 20 s}\nload: {regime: saturated}\napps:\n" +
                "  - {model: convnet5, sensor: camera, interaction: display, sensing: latest}\n");
  const double per_s = 1 / s.devices[scenario::DeviceId(0)].actuators[0]->dispatch.value.s();
  const RunRecord record = simulated(s, "synergy", Policy::adaptive);
  CHECK(static_cast<double>(record.result->apps[plan::AppId(0)].completed_in_window) / 20 ==
        Approx(per_s).epsilon(0.01));
}
