// What is done once for many runs, and who owns it.
#include "synergy/run/run.hpp"

#include "synergy/planner/registry.hpp"

#include <set>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::Plan;
using run::Run;
using run::RunRecord;
using run::Workload;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

const std::vector<scenario::Override> kShort{{"measurement", "{warm_up: 0.5 s, window: 5 s}"}};

int calls = 0;

/// A planner by another name that says how often it was asked.
planner::Planner counting(const char* name) {
  static const planner::Planner* asked = nullptr;
  asked = planner::Registry::builtin().find(name);
  calls = 0;
  planner::Planner planner = *asked;
  planner.plan = [](const planner::PlanningContext& context) {
    ++calls;
    return asked->plan(context);
  };
  return planner;
}

}  // namespace

TEST_CASE("does a planner plan once, however many policies and replications run its plan?") {
  const planner::Planner optimal = counting("optimal");
  const Plan plan = Plan::made_by(optimal, Workload(shipped("w5", kShort)));
  CHECK(calls == 1);
  const std::int64_t considered = plan.effort().candidates_considered;
  CHECK(considered > 0);
  std::set<double> planning_times;
  for (const auto policy : {scenario::Policy::sequential, scenario::Policy::adaptive}) {
    const Run run(plan, policy);
    for (int replication = 0; replication < 5; ++replication) {
      const RunRecord record = run.simulate(replication);
      CHECK(record.run_id() ==
            "w5/optimal/" + std::string(to_text(policy)) + "/" + std::to_string(replication));
      CHECK(record.status == run::Status::ok);
      CHECK(record.effort.candidates_considered == considered);
      planning_times.insert(record.wall_plan_ms);
    }
  }
  CHECK(calls == 1);
  CHECK(planning_times.size() == 1);
}

TEST_CASE("does a planner that believes wrong numbers plan twice, and no more: once for what is true?") {
  const planner::Planner synergy = counting("synergy");
  std::vector<scenario::Override> wrong = kShort;
  wrong.push_back({"knowledge", "{accelerator: 80 %, link: 80 %, seed: 3}"});
  const Plan plan = Plan::made_by(synergy, Workload(shipped("w2", wrong)));
  for (int replication = 0; replication < 3; ++replication)
    CHECK(Run(plan).simulate(replication).knowledge_loss.has_value());
  CHECK(calls == 2);
}

TEST_CASE("is a replication the same whether its plan has run before, or is made for it alone?") {
  const Workload workload(
      from_yaml(full_body(2) + "load: {regime: poisson}\nmeasurement: {warm_up: 0.2 s, window: 3 s}\n"
                               "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, rate: 9 "
                               "Hz}\n  - {model: convnet5, sensor: camera, interaction: display, rate: "
                               "20 Hz}\n"));
  const planner::Planner& planner = planner::Registry::builtin().at("ind_e2e");
  const Run many(Plan::made_by(planner, workload));
  std::set<std::uint64_t> events;
  for (int replication = 0; replication < 4; ++replication) {
    CAPTURE(replication);
    const RunRecord one = many.simulate(replication);
    const RunRecord alone = Run(Plan::made_by(planner, workload)).simulate(replication);
    CHECK(one.result->events == alone.result->events);
    CHECK(one.result->energy() == alone.result->energy());
    CHECK(one.result->latency.mean_ns() == alone.result->latency.mean_ns());
    CHECK(one.estimate->round == alone.estimate->round);
    CHECK(one.compiled->plan == alone.compiled->plan);
    events.insert(one.result->events);
  }
  CHECK(events.size() > 1);  // arrivals differ: it is not one replication four times
}

TEST_CASE("does a run, and what it recorded, outlive all that it was made of?") {
  std::optional<Run> kept;
  {
    std::optional<Workload> workload(shipped("w1", kShort));
    std::optional<Plan> plan(Plan::made_by(planner::Registry::builtin().at("synergy"), *workload));
    workload.reset();
    kept.emplace(*plan);
    plan.reset();
  }
  RunRecord record = kept->simulate(0);
  kept.reset();
  CHECK(record.scenario->name == "w1");
  CHECK(record.scenario->devices.size() == 4);
  CHECK(record.compiled->plan.apps.size() == record.scenario->apps.size());
  CHECK(record.estimate->throughput_inf_per_s > 0);
}

TEST_CASE("is a run without a feasible plan a record with the reasons, and without a result?") {
  const Workload small(
      from_yaml(full_body(1) + "apps:\n  - {model: mobilenetv2, sensor: camera, interaction: haptic}\n"));
  const Plan plan = Plan::made_by(planner::Registry::builtin().at("synergy"), small);
  CHECK(plan.compiled() == nullptr);
  CHECK(!plan.reasons().empty());
  const RunRecord record = Run(plan).simulate(3);
  CHECK(record.status == run::Status::infeasible);
  CHECK(record.replication == 3);
  CHECK(record.reasons.size() == plan.reasons().size());
  CHECK(!record.result);
  CHECK(!record.estimate);
}

TEST_CASE("is a given plan run as it is, under adaptive unless another policy is chosen?") {
  const Workload w2(shipped("w2", kShort));
  const Plan made = Plan::made_by(planner::Registry::builtin().at("min_dev"), w2);
  const Plan given = Plan::given("fixed:mine", made.compiled()->plan, w2);
  CHECK(Run(given).expected().policy == scenario::Policy::adaptive);
  CHECK(Run(given).expected().planner == "fixed:mine");
  const auto policy = scenario::Policy::sequential;
  CHECK(Run(given, policy).simulate(0).result->energy() == Run(made, policy).simulate(0).result->energy());
}
