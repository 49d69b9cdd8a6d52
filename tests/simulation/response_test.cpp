// Response times, deadlines and drops under an open load.

#include "synergy/planner/registry.hpp"

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;
using synergy::test::from_yaml;
using synergy::test::full_body;

namespace {

RunRecord simulated(const std::string& yaml) {
  static plan::TableCache cache;
  const scenario::Scenario* kept = new scenario::Scenario(from_yaml(yaml));  // records point to it
  static std::vector<std::unique_ptr<const scenario::Scenario>> scenarios;
  scenarios.emplace_back(kept);
  const plan::PlanningProblem problem(*kept, cache);
  auto record =
      test::run_planner(problem, planner::Registry::builtin().at("synergy"), scenario::Policy::sequential, 0);
  REQUIRE(record.status == run::Status::ok);
  return record;
}

/// Keyword spotting that takes 100 ms of CPU, 103.7 ms in all, asked for `rate` times a second.
std::string slow(const std::string& rate, const std::string& keys, const std::string& load) {
  return full_body(1) + "measurement: {warm_up: 0 s, window: 20 s}\n" + load +
         "\napps:\n  - {model: kws, sensor: microphone, interaction: haptic, postprocess: 100 ms, rate: " +
         rate + keys + "}\n";
}

}  // namespace

TEST_CASE("does the response time count from the arrival, and the latency from the start of sensing?") {
  const RunRecord record = simulated(slow("12 Hz", "", "load: {regime: periodic, queue_limit: 1000}"));
  const auto& app = record.result->apps[plan::AppId(0)];
  const Duration alone = record.estimate->latency[0];
  CHECK(app.latency.max() == alone);
  CHECK(app.response.min() == alone);
  // Inference k arrives at k / 12 s and starts k times `alone` after the first.
  const auto last = app.completed - 1;
  CHECK(app.response.max().ns() ==
        Approx(static_cast<double>((alone * (last + 1)).ns()) - static_cast<double>(last) / 12 * 1e9)
            .margin(1.5));
  CHECK(app.response.mean_ns() - app.latency.mean_ns() == Approx(app.admission_wait.mean_ns()).epsilon(0.02));
}

TEST_CASE("is waiting in the queue part of what a deadline looks at, in open loops only?") {
  // 103.7 ms of work, 460 ms allowed: with 12 arrivals a second the wait grows without end.
  const auto misses = [](const char* regime) {
    return simulated(slow("12 Hz", ", deadline: 460 ms",
                          std::string("load: {regime: ") + regime + ", queue_limit: 1000}"))
        .result->apps[plan::AppId(0)]
        .deadline_misses;
  };
  CHECK(misses("periodic") > 100);
  CHECK(misses("poisson") > 50);
  CHECK(misses("saturated") == 0);
}

TEST_CASE("does the case of a user who saw no misses in an overloaded body report them?") {
  const scenario::Scenario s =
      scenario::load_scenario(SYNERGY_TEST_DATA "/cases/dl.yaml", test::library(), {});
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const auto record = test::run_planner(problem, planner::Registry::builtin().at("synergy"), {}, 0);
  REQUIRE(record.result);
  const auto& app = record.result->apps[plan::AppId(0)];
  // Half of 20 inferences a second is dropped; of the rest some have waited beyond 460 ms.
  CHECK(app.latency.max() < milliseconds(460));
  CHECK(app.response.max() > milliseconds(460));
  CHECK(app.deadline_misses > 600);
  CHECK(app.deadline_misses < app.completed_in_window + app.dropped_queue_full);
}

TEST_CASE("is a dropped inference of an app with a deadline a miss?") {
  // Twice what can be served, a queue of one: half is dropped, what is served has waited for one other.
  const RunRecord record =
      simulated(slow("20 Hz", ", deadline: 1 s", "load: {regime: periodic, queue_limit: 1}"));
  const auto& app = record.result->apps[plan::AppId(0)];
  CHECK(app.dropped_queue_full > 150);
  // The window ends before what arrives at its very end.
  CHECK(app.dropped_queue_full - app.deadline_misses <= 1);
  CHECK(app.response.max() < seconds(1));
  const RunRecord careless = simulated(slow("20 Hz", "", "load: {regime: periodic, queue_limit: 1}"));
  CHECK(careless.result->apps[plan::AppId(0)].deadline_misses == 0);
}
