// Laws that hold for every plan, policy and regime, on seeded random scenarios and on the shipped workloads.
#include "synergy/base/random.hpp"
#include "synergy/link/ble/spec.hpp"
#include "synergy/planner/registry.hpp"

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include "random_scenario.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::random_scenario;
using synergy::test::shipped;

TEST_CASE("do inferences, unit time and energy add up in every random scenario, under every policy?") {
  RandomStream random(stream_seed(7, 0, "property_test"));
  plan::TableCache cache;
  int simulated = 0;
  for (int i = 0; i < 60; ++i) {
    const std::string yaml = random_scenario(random);
    CAPTURE(yaml);
    const scenario::Scenario s = from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    const auto& planners = planner::Registry::builtin().all();
    const planner::Planner& planner = *planners[static_cast<std::size_t>(
        random.integer(0, static_cast<std::int64_t>(planners.size()) - 1))];
    for (const auto policy : {scenario::Policy::sequential, scenario::Policy::inter_app,
                              scenario::Policy::inter_run, scenario::Policy::adaptive}) {
      const RunRecord record = test::run_planner(problem, planner, policy, 0);
      CAPTURE(planner.name, scenario::to_text(policy));
      if (record.status == run::Status::infeasible) continue;
      for (const auto& check : record.result->failed_checks) UNSCOPED_INFO(check.message);
      REQUIRE(record.result->failed_checks.empty());
      ++simulated;
      for (std::size_t a = 0; a < s.apps.size(); ++a) {
        const auto& app = record.result->apps[plan::AppId(a)];
        CHECK(app.in_flight <= app.window);
        if (policy == scenario::Policy::sequential || policy == scenario::Policy::inter_app)
          CHECK(app.in_flight <= 1);
        // Never faster than the sum of its service times: transfers may save the mean wait, nothing else.
        Duration least;
        for (const plan::Stage& stage : record.compiled->apps[plan::AppId(a)].stages)
          least += stage.work.time;
        const plan::SenseCost& sense = record.compiled->apps[plan::AppId(a)].stages.front().sense;
        if (!sense.unlimited) least -= sense.readout;  // another app may have read the sample out
        if (s.apps[plan::AppId(a)].sensing == scenario::Sensing::fresh) least += sense.length;
        if (app.latency.count() > 0) CHECK(app.latency.min() >= least);
      }
    }
  }
  CHECK(simulated > 150);
}

TEST_CASE("is a sequential plan without transfers exactly as fast as estimated?") {
  RandomStream random(stream_seed(8, 0, "property_test"));
  plan::TableCache cache;
  for (int i = 0; i < 20; ++i) {
    std::string yaml = random_scenario(random);
    yaml = full_body(1) + "measurement: {warm_up: 1 s, window: 20 s}\n" + yaml.substr(yaml.find("residency"));
    for (const std::string other : {"sensing: fresh", "sensing: new_sample"}) {
      for (auto at = yaml.find(other); at != std::string::npos; at = yaml.find(other))
        yaml.replace(at, other.size(), "sensing: latest");
    }
    yaml.erase(yaml.find("measurement: {warm_up: 0.7"),
               std::string("measurement: {warm_up: 0.7 s, window: 5 s}\n").size());
    CAPTURE(yaml);
    const scenario::Scenario s = from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    const RunRecord record = test::run_planner(problem, planner::Registry::builtin().at("min_dev"),
                                               scenario::Policy::sequential, 0);
    if (record.status == run::Status::infeasible) continue;
    for (std::size_t a = 0; a < s.apps.size(); ++a) {
      const auto& app = record.result->apps[plan::AppId(a)];
      CHECK(app.latency.min() == record.estimate->latency[a]);
      CHECK(app.latency.max() == record.estimate->latency[a]);
      CHECK(app.last_completion - app.first_completion ==
            record.estimate->sequential_round * (app.completed_in_window - 1));
    }
  }
}

TEST_CASE(
    "with transfers, is a sequential latency within the wait for one event per transfer of its estimate?") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w3", "w4", "w5"}) {
    const scenario::Scenario s = shipped(name, {{"sensing", "latest"}});
    const plan::PlanningProblem problem(s, cache);
    for (const planner::Planner* planner : planner::Registry::builtin().all()) {
      const RunRecord record = test::run_planner(problem, *planner, scenario::Policy::sequential, 0);
      if (record.status == run::Status::infeasible) continue;
      for (std::size_t a = 0; a < s.apps.size(); ++a) {
        CAPTURE(name, planner->name, s.apps[plan::AppId(a)].name);
        std::int64_t transfers = 0;
        for (const auto& stage : record.compiled->apps[plan::AppId(a)].stages)
          transfers += stage.kind == plan::Stage::Kind::transfer ? 1 : 0;
        const Duration bound = s.link.get<link::BleSpec>().connection_interval * transfers;
        const auto& app = record.result->apps[plan::AppId(a)];
        CHECK(app.latency.min() >= record.estimate->latency[a] - bound);
        CHECK(app.latency.max() <= record.estimate->latency[a] + bound);
      }
    }
  }
}

TEST_CASE(
    "does the same run give the same numbers every time, and another replication other losses or arrivals?") {
  plan::TableCache cache;
  const scenario::Scenario s = shipped("w2", {{"load.regime", "poisson"},
                                              {"apps.0.rate", "9 Hz"},
                                              {"apps.1.rate", "5 Hz"},
                                              {"apps.2.rate", "3 Hz"}});
  const plan::PlanningProblem problem(s, cache);
  const planner::Planner& synergy = planner::Registry::builtin().at("synergy");
  const RunRecord a = test::run_planner(problem, synergy, {}, 0);
  const RunRecord b = test::run_planner(problem, synergy, {}, 0);
  const RunRecord c = test::run_planner(problem, synergy, {}, 1);
  CHECK(a.result->energy() == b.result->energy());
  CHECK(a.result->apps[plan::AppId(0)].generated == b.result->apps[plan::AppId(0)].generated);
  CHECK(a.result->apps[plan::AppId(0)].latency.mean_ns() == b.result->apps[plan::AppId(0)].latency.mean_ns());
  CHECK(a.result->apps[plan::AppId(0)].latency.mean_ns() != c.result->apps[plan::AppId(0)].latency.mean_ns());
}

TEST_CASE("do open-loop apps complete what they are asked for when the body is fast enough?") {
  plan::TableCache cache;
  const scenario::Scenario s = shipped("w2", {{"measurement", "{warm_up: 5 s, window: 60 s}"},
                                              {"load.regime", "periodic"},
                                              {"apps.0.rate", "4 Hz"},
                                              {"apps.1.rate", "3 Hz"},
                                              {"apps.2.rate", "2 Hz"}});
  const plan::PlanningProblem problem(s, cache);
  const RunRecord record = test::run_planner(problem, planner::Registry::builtin().at("synergy"), {}, 0);
  const auto& apps = record.result->apps;
  CHECK(apps[plan::AppId(0)].completed_in_window == 240);  // 4 Hz x 60 s
  CHECK(apps[plan::AppId(1)].completed_in_window == 180);
  CHECK(apps[plan::AppId(2)].completed_in_window == 120);
  CHECK(apps[plan::AppId(0)].dropped_queue_full == 0);
}
