#include "synergy/input/document.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/run/metrics.hpp"
#include "synergy/scenario/load.hpp"
#include "synergy/suite/best_known.hpp"
#include "synergy/suite/instances.hpp"
#include "synergy/suite/run.hpp"

#include <algorithm>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

// The suite that ships, scenarios/suite.
namespace synergy::suite {
namespace {

const std::filesystem::path kShipped = std::filesystem::path(SYNERGY_SOURCE_DIR) / "scenarios" / "suite";

run::Workload workload(const Instance& instance) {
  static const auto tables = std::make_shared<plan::TableCache>();
  return run::Workload(scenario::load_scenario(instance.file.string(), test::library()), tables);
}

TEST_CASE("does every best-known plan of the suite replay to the value stated?") {
  const BestKnownValues known = load_best_known(kShipped);
  const auto all = instances(kShipped, families(kShipped));
  CHECK(all.size() >= 100);
  CHECK(known.size() == all.size());
  for (const Instance& instance : all) {
    INFO(instance.id() << "; if a model or profile was changed on purpose: synergy-sim suite --improve");
    REQUIRE(known.contains(instance.id()));
    const BestKnown& best = known.at(instance.id());
    if (best.objective == kOverTime) continue;  // no one plan is what is known
    CHECK(std::filesystem::exists(plan_file(kShipped, instance.id())) == (best.best.answer != Answer::none));
    if (best.best.answer != Answer::none)
      CHECK(replay(kShipped, instance.id(), workload(instance)) == best.best);
    if (best.bound && best.best.answer != Answer::none) CHECK(*best.bound <= best.best.value * (1 + 1e-6));
  }
}

TEST_CASE("does the planner that found it make the best-known value of a body that changes again?") {
  const std::string kBudget = " node_budget=";
  const BestKnownValues known = load_best_known(kShipped);
  int count = 0;
  for (const Instance& instance : instances(kShipped, families(kShipped))) {
    INFO(instance.id() << "; if a model or profile was changed on purpose: synergy-sim suite --improve");
    const BestKnown& best = known.at(instance.id());
    const bool changes =
        scenario::is_dynamic(scenario::load_scenario(instance.file.string(), test::library()));
    CHECK(changes == (best.objective == kOverTime));
    if (!changes) continue;
    ++count;
    CHECK(!std::filesystem::exists(plan_file(kShipped, instance.id())));
    CHECK_FALSE(best.bound);
    for (const bool quick : {false, true}) {  // what changes has no tenth
      RunOptions options;
      options.quick = quick;
      const std::string name = best.found_by.substr(0, best.found_by.find(' '));
      options.planners = {&planner::Registry::builtin().at(name)};
      if (const auto budget = best.found_by.find(kBudget); budget != std::string::npos)
        options.node_budget = std::stoll(best.found_by.substr(budget + kBudget.size()));
      const auto outcomes = run({instance}, known, test::library(), options);
      REQUIRE(outcomes.size() == 1);
      CHECK(outcomes.front().row.value == best.best);
      CHECK(outcomes.front().row.solved());
      CHECK(outcomes.front().row.regret() == 0.0);
    }
  }
  CHECK(count >= 10);
}

TEST_CASE("does the simulation of best-known plans confirm what they are worth?") {
  const BestKnownValues known = load_best_known(kShipped);
  for (const Instance& instance : instances(kShipped, {"small"})) {
    const run::Workload work = workload(instance);
    const bool by_round = work.scenario().objective.kind == scenario::Objective::Kind::throughput;
    if (!by_round || known.at(instance.id()).best.answer != Answer::plan) continue;
    INFO(instance.id());
    const input::Document document = input::load(plan_file(kShipped, instance.id()).string());
    const run::Plan plan = run::Plan::given("best", plan::read_plan(document, work.scenario()), work);
    const run::RunRecord record = run::Run(plan).simulate(0);
    REQUIRE(record.status == run::Status::ok);
    REQUIRE(record.cyclic);
    // The value takes it that the busiest unit never waits. Where it must, the cyclic order knows of it.
    const double round_s = std::max(known.at(instance.id()).best.value / 1e3, record.cyclic->round_s());
    const double promised = static_cast<double>(work.scenario().apps.size()) / round_s;
    const double reached = run::throughput_inf_per_s(*record.result);
    CHECK(reached == Approx(promised).epsilon(0.08));
    CHECK(reached <= record.plan_bound_inf_per_s.value() * 1.02);  // the window may hold a few more
  }
}

}  // namespace
}  // namespace synergy::suite
