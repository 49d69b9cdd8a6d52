// Which runs an experiment makes, and what it compares.
#include "synergy/run/experiment.hpp"

#include "synergy/planner/registry.hpp"
#include "synergy/run/metrics.hpp"

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::Comparison;
using run::Experiment;
using run::Findings;
using run::RunRecord;
using run::Workload;
using scenario::Policy;
using synergy::test::library;
using synergy::test::shipped;

namespace {

Workload short_w2() { return Workload(shipped("w2", {{"measurement", "{warm_up: 0.5 s, window: 5 s}"}})); }

std::vector<const planner::Planner*> named(const std::vector<std::string>& names) {
  std::vector<const planner::Planner*> planners;
  for (const std::string& name : names) planners.push_back(planner::Registry::builtin().find(name));
  return planners;
}

std::vector<std::string> ids(const Findings& findings) {
  std::vector<std::string> found;
  for (const RunRecord& record : findings.records) found.push_back(record.run_id());
  return found;
}

}  // namespace

TEST_CASE("does an experiment run plan by plan, policy by policy, replication by replication?") {
  const Workload w2 = short_w2();
  Experiment experiment;
  experiment.planners = named({"synergy", "min_dev"});
  experiment.policies = {std::nullopt, Policy::inter_run};
  experiment.replications = 2;
  const Findings findings = run::perform(experiment, w2);
  CHECK(ids(findings) == std::vector<std::string>{"w2/synergy/adaptive/0", "w2/synergy/adaptive/1",
                                                  "w2/synergy/inter_run/0", "w2/synergy/inter_run/1",
                                                  "w2/min_dev/sequential/0", "w2/min_dev/sequential/1",
                                                  "w2/min_dev/inter_run/0", "w2/min_dev/inter_run/1"});
  CHECK(findings.plans.size() == 2);
  CHECK(findings.comparisons.empty());  // nobody asked

  experiment.plans = {{"fixed:a", findings.plans[0].compiled()->plan}};
  experiment.planners.clear();
  experiment.policies = {std::nullopt};
  CHECK(ids(run::perform(experiment, w2)) ==
        std::vector<std::string>{"w2/fixed:a/adaptive/0", "w2/fixed:a/adaptive/1"});
}

TEST_CASE("does every run of a scenario get the tightest bound that any planner proved for it?") {
  Experiment experiment;
  experiment.planners = named({"min_dev", "optimal"});
  const Findings findings = run::perform(experiment, short_w2());
  REQUIRE(findings.records[1].own_bound);
  for (const RunRecord& record : findings.records) {
    REQUIRE(record.bound);
    CHECK(record.bound->least == findings.records[1].own_bound->least);
  }
  // Bounds of one scenario say nothing about another.
  std::vector<RunRecord> mixed{findings.records[1], findings.records[0]};
  mixed[1].scenario = short_w2().share_scenario();
  run::share_bounds(mixed);
  CHECK(mixed[0].bound);
  CHECK(!mixed[1].bound);
}

TEST_CASE("is synergy compared with each baseline under its policy and in its replication, and no other?") {
  const Workload w2 = short_w2();
  Experiment experiment;
  experiment.planners = named({"min_dev", "synergy", "optimal", "ind_e2e"});
  experiment.policies = {Policy::sequential, Policy::adaptive};
  experiment.compare = true;
  const Findings findings = run::perform(experiment, w2);
  REQUIRE(findings.comparisons.size() == 4);  // the optimum is no baseline
  // Records: min_dev 0, 1; synergy 2, 3; optimal 4, 5; ind_e2e 6, 7.
  const std::size_t baselines[] = {0, 1, 6, 7};
  for (std::size_t i = 0; i < 4; ++i) {
    const RunRecord& baseline = findings.records[baselines[i]];
    const RunRecord& synergy = findings.records[2 + i % 2];
    CAPTURE(i, baseline.run_id(), synergy.run_id());
    CHECK(findings.comparisons[i].baseline == baseline.planner);
    CHECK(*findings.comparisons[i].throughput_ratio ==
          run::throughput_inf_per_s(*synergy.result) / run::throughput_inf_per_s(*baseline.result));
  }
}

TEST_CASE(
    "at matched load, do both do what the baseline can, so that a plan beside itself changes nothing?") {
  const Workload w2 = short_w2();
  Experiment experiment;
  experiment.planners = named({"synergy"});
  const RunRecord synergy = run::perform(experiment, w2).records.front();
  const Comparison same = run::compare_matched(w2, synergy, synergy);
  CHECK(*same.throughput_ratio == 1);
  CHECK(*same.matched_power_change == 0);
  CHECK(*same.energy_change == 0);
  REQUIRE(same.matched_power);
  CHECK(same.matched_power->synergy == same.matched_power->baseline);
  // The load is the throughput: the power is about that of running as fast as it can.
  CHECK(same.matched_power->synergy == Approx(same.power->synergy).epsilon(0.1));
}

TEST_CASE("do the other definitions compare all under every policy, and under the sensings it has not?") {
  const Workload w2 = short_w2();
  Experiment experiment;
  experiment.planners = planner::Registry::builtin().compared();
  experiment.compare = true;
  const Findings paired = run::perform(experiment, w2);
  const std::size_t baselines = experiment.planners.size() - 1;
  CHECK(paired.comparisons.size() == baselines);
  std::vector<std::string> definitions;
  for (const Comparison& c : run::other_definitions(paired, w2)) {
    if (definitions.empty() || definitions.back() != c.definition) definitions.push_back(c.definition);
  }
  CHECK(definitions == std::vector<std::string>{"both_sequential", "both_inter_app", "both_inter_run",
                                                "both_adaptive", "sensing_latest"});  // w2 has new_sample
}

TEST_CASE("is the first of the device orders the one of the body, and are there as many as asked for?") {
  const std::vector<scenario::Override> settings{{"measurement", "{warm_up: 1 s, window: 60 s}"}};
  const Workload shipped_w1(shipped("w1", settings));
  const auto points = run::in_device_orders(shipped_w1, "w1", settings, 3, library());
  REQUIRE(points.size() == 3);
  Experiment experiment;
  experiment.planners = planner::Registry::builtin().compared();
  const Findings own = run::perform(experiment, shipped_w1);
  for (std::size_t p = 0; p < own.records.size(); ++p) {
    CHECK(points[0].outcomes[p].planner == own.records[p].planner);
    CHECK(points[0].outcomes[p].throughput == run::throughput_inf_per_s(*own.records[p].result));
  }
  CHECK(points[1].order == 1);
  CHECK(points[1].devices != points[0].devices);
  CHECK(points[1].comparisons.size() == experiment.planners.size() - 1);
}
