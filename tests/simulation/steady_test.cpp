// What repeats is simulated once and counted as often as it happens: is it the same to the last bit?
#include "synergy/input/error.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/run/run.hpp"
#include "synergy/simulation/simulate.hpp"

#include "../support/plans.hpp"
#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include "random_scenario.hpp"
#include "same_result.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;
using scenario::Policy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::Said;
using synergy::test::shipped;

namespace {

constexpr Policy kPolicies[] = {Policy::sequential, Policy::inter_app, Policy::inter_run, Policy::adaptive};

/// Simulates both ways and compares; says whether there was a plan.
bool is_same_both_ways(const run::Plan& plan, Policy policy, int replication = 0) {
  const run::Run run(plan, policy);
  const RunRecord on = run.simulate(replication);
  if (!on.result) return false;
  const RunRecord off = run.simulate(replication, false);
  REQUIRE(on.result->failed_checks.empty());
  REQUIRE(Said(*on.result).text() == Said(*off.result).text());
  return true;
}

/// All planners and policies on a scenario; how many runs there were.
int runs_that_are_same(const scenario::Scenario& s) {
  int runs = 0;
  const run::Workload workload(s);
  for (const planner::Planner* planner : planner::Registry::builtin().compared()) {
    const run::Plan plan = run::Plan::made_by(*planner, workload);
    for (const Policy policy : kPolicies) {
      CAPTURE(s.name, planner->name, scenario::to_text(policy));
      runs += is_same_both_ways(plan, policy) ? 1 : 0;
    }
  }
  return runs;
}

void check_random_scenarios(std::uint64_t seed, int count, const std::string& measurement) {
  RandomStream random(stream_seed(seed, 0, "steady_test"));
  const auto cache = std::make_shared<plan::TableCache>();
  int simulated = 0;
  for (int i = 0; i < count; ++i) {
    std::string yaml = test::random_scenario(random);
    const std::string shipped = "measurement: {warm_up: 0.7 s, window: 5 s}\n";
    yaml.replace(yaml.find(shipped), shipped.size(), measurement);
    CAPTURE(yaml);
    const auto planners = planner::Registry::builtin().compared();
    const auto& planner = *planners[static_cast<std::size_t>(
        random.integer(0, static_cast<std::int64_t>(planners.size()) - 1))];
    const run::Plan plan = run::Plan::made_by(planner, run::Workload(from_yaml(yaml), cache));
    for (const Policy policy : kPolicies) {
      CAPTURE(planner.name, scenario::to_text(policy));
      simulated += is_same_both_ways(plan, policy, i % 3) ? 1 : 0;
    }
  }
  CHECK(simulated > 2 * count);
}

simulation::RunResult steady_result(const std::string& yaml, Policy policy) {
  const run::Workload workload(from_yaml(yaml));
  const run::Plan plan = run::Plan::made_by(planner::Registry::builtin().at("min_dev"), workload);
  const RunRecord record = run::Run(plan, policy).simulate(0);
  REQUIRE(record.result);
  return *record.result;
}

}  // namespace

TEST_CASE("is what was skipped counted to the last bit, for w2 under every planner and policy?") {
  const scenario::Scenario s =
      shipped("w2", {{"measurement.warm_up", "20 s"}, {"measurement.window", "60 s"}});
  CHECK(runs_that_are_same(s) == 32);
}

TEST_CASE("is it in all shipped workloads?", "[optimised]") {
  for (const char* name : {"w1", "w3", "w4", "w5", "w6", "w2_wifi", "w2_lossy"})
    CHECK(runs_that_are_same(shipped(name)) >= 4);
}

TEST_CASE("is it under stress?", "[.long]") { CHECK(runs_that_are_same(shipped("stress")) >= 8); }

TEST_CASE("is it whatever sample apps read, and at rates?", "[optimised]") {
  for (const char* sensing : {"latest", "fresh", "new_sample"}) {
    for (const char* name : {"w1", "w2", "w3"}) {
      CHECK(runs_that_are_same(shipped(name, {{"sensing", sensing}, {"measurement.window", "120 s"}})) > 10);
    }
    // 30 Hz do not come at whole nanoseconds; 20 and 5 do.
    for (const char* rate : {"30 Hz", "10 Hz"}) {
      const scenario::Scenario s = shipped("w2", {{"sensing", sensing},
                                                  {"load.regime", "periodic"},
                                                  {"apps.0.rate", "20 Hz"},
                                                  {"apps.1.rate", "5 Hz"},
                                                  {"apps.2.rate", rate}});
      CHECK(runs_that_are_same(s) > 10);
    }
  }
}

TEST_CASE("is it in random scenarios?") {
  check_random_scenarios(11, 40, "measurement: {warm_up: 0.7 s, window: 9 s}\n");
}

TEST_CASE("is it in a thousand random scenarios?", "[.long]") {
  check_random_scenarios(12, 500, "measurement: {warm_up: 0.7 s, window: 9 s}\n");
  check_random_scenarios(13, 500, "measurement: {warm_up: 0 s, window: 120 s}\n");
}

TEST_CASE("is skipping worth its while?") {
  // Latencies in the buckets of Quantiles: more than are kept one by one.
  const run::Workload workload(shipped("w2", {{"measurement.window", "36000 s"}}));
  const run::Plan plan = run::Plan::made_by(planner::Registry::builtin().at("synergy"), workload);
  const RunRecord hours = run::Run(plan, Policy::inter_app).simulate(0);
  CHECK(hours.result->events > 10'000'000);
  CHECK(hours.result->failed_checks.empty());
  CHECK(hours.wall_simulate_ms < 1000);  // event by event it takes longer on any machine there is
}

TEST_CASE("is the steady state of one app alone its latency, and one inference?") {
  // Everything on one device: no link, no waiting, and samples are there at once.
  const std::string yaml =
      full_body(1) +
      "measurement: {window: steady}\napps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n";
  const simulation::RunResult result = steady_result(yaml, Policy::sequential);
  REQUIRE(result.steady);
  CHECK(result.steady->inferences == 1);
  CHECK(result.steady->period == result.latency.max());
  CHECK(result.latency.min() == result.latency.max());
  // The first completion is the first state, and it comes again after the second inference.
  CHECK(result.steady->transient == result.latency.max());
  CHECK(result.window == result.steady->period);
  CHECK(result.completed_in_window() == 1);
}

TEST_CASE("is the steady state of an app that waits for its sensor the sensor's period?") {
  // 5 ms of work on samples that come every 33.3 ms: each waits for the next.
  const std::string yaml =
      full_body(1, "new_sample") +
      "measurement: {window: steady}\napps:\n  - {model: convnet5, sensor: camera, interaction: display}\n";
  const simulation::RunResult result = steady_result(yaml, Policy::sequential);
  REQUIRE(result.steady);
  CHECK(result.steady->period == microseconds(33'300));
  CHECK(result.steady->inferences == 1);
  CHECK(result.units[plan::UnitId(0)].sampled == result.window);
}

TEST_CASE("is the steady state at rates the least time after which all arrive together again?") {
  // 20 and 5 Hz: 200 ms, with four and one inference. One device has time for both. 30 Hz do not fit into
  // whole nanoseconds: three arrivals take 100 ms, to the nanosecond, and no less will do.
  struct Case {
    const char* rates[2];
    Duration period;
    std::int64_t inferences;
  };
  for (const Case& c :
       {Case{{"20 Hz", "5 Hz"}, milliseconds(200), 5}, Case{{"30 Hz", "10 Hz"}, milliseconds(100), 4}}) {
    CAPTURE(c.rates[0]);
    std::string yaml = full_body(1) + "load: {regime: periodic}\nmeasurement: {window: steady}\napps:\n";
    for (const char* rate : c.rates)
      yaml += std::string("  - {model: kws, sensor: microphone, interaction: haptic, rate: ") + rate +
              ", name: at_" + std::string(rate, 1) + "}\n";
    const simulation::RunResult result = steady_result(yaml, Policy::inter_app);
    REQUIRE(result.steady);
    CHECK(result.steady->period == c.period);
    CHECK(result.steady->inferences == c.inferences);
  }
}

TEST_CASE("is a steady throughput what a long run comes to, and its power?") {
  for (const char* name : {"w2", "w3", "w4", "w5"}) {
    for (const Policy policy : {Policy::sequential, Policy::inter_app, Policy::adaptive}) {
      CAPTURE(name, scenario::to_text(policy));
      const auto result_of = [&](const std::vector<scenario::Override>& settings) {
        const run::Workload workload(shipped(name, settings));
        const run::Plan plan = run::Plan::made_by(planner::Registry::builtin().at("synergy"), workload);
        return *run::Run(plan, policy).simulate(0).result;
      };
      const simulation::RunResult exact = result_of({{"measurement.window", "steady"}});
      const simulation::RunResult hours = result_of({{"measurement.window", "7200 s"}});
      REQUIRE(exact.steady);
      CHECK(exact.completed_in_window() == exact.steady->inferences);
      const double per_s = static_cast<double>(exact.steady->inferences) / exact.steady->period.s();
      // The edges of a window may cut a period in two, at most.
      CHECK(static_cast<double>(hours.completed_in_window()) / 7200 ==
            Approx(per_s).margin(2 * static_cast<double>(exact.steady->inferences) / 7200));
      CHECK(exact.latency.mean_ns() == Approx(hours.latency.mean_ns()).epsilon(1e-3));
      CHECK(exact.latency.max() == hours.latency.max());
      CHECK(hours.energy().si() / 7200 == Approx(exact.energy().si() / exact.window.s()).epsilon(1e-3));
    }
  }
}

TEST_CASE(
    "does a scenario that measures the steady state say so when it is saved, and is another word refused?") {
  const scenario::Scenario s =
      from_yaml(full_body(1) +
                "measurement: {window: steady, warm_up: 2 s}\napps:\n  - {model: kws, "
                "sensor: microphone, interaction: haptic}\n");
  CHECK(s.measurement.steady);
  CHECK(s.measurement.window == seconds(60));
  CHECK(scenario::to_yaml(s).find("window: steady") != std::string::npos);
  try {
    (void)from_yaml(full_body(1) +
                    "measurement: {window: sometimes}\napps:\n  - {model: kws, sensor: microphone, "
                    "interaction: haptic}\n");
    FAIL("it was read");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()).find("'sometimes' is neither a time, such as \"60 s\", nor steady") !=
          std::string::npos);
  }
}

TEST_CASE("does a run that never repeats take warm-up and window instead?") {
  const auto simulated = [](const std::vector<scenario::Override>& settings) {
    const run::Workload workload(shipped("w2_lossy", settings));
    const run::Plan plan = run::Plan::made_by(planner::Registry::builtin().at("synergy"), workload);
    return *run::Run(plan, Policy::adaptive).simulate(0).result;
  };
  const simulation::RunResult lossy =
      simulated({{"measurement.window", "steady"}, {"measurement.warm_up", "3 s"}});
  CHECK(!lossy.steady);
  CHECK(lossy.window == seconds(60));
  CHECK(lossy.warm_up == seconds(3));
  const simulation::RunResult plain =
      simulated({{"measurement.window", "60 s"}, {"measurement.warm_up", "3 s"}});
  CHECK(Said(lossy).text() == Said(plain).text());
}
