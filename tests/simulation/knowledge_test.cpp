// Plans made of wrong numbers, judged by the true ones.
#include "synergy/plan/view.hpp"
#include "synergy/planner/registry.hpp"

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

const std::string kShort = "measurement: {warm_up: 0.5 s, window: 5 s}\n";

RunRecord simulated(const plan::PlanningProblem& problem, const char* planner) {
  return test::run_planner(problem, planner::Registry::builtin().at(planner), {}, 0);
}

scenario::Scenario alone(const std::string& more) {
  return from_yaml(full_body(1) + kShort + "knowledge: {accelerator: +100 %}\n" +
                   "apps:\n  - {model: kws, sensor: microphone, interaction: haptic" + more + "}\n");
}

// As in hand_test.cpp: KWS is read out, computed and signalled in
constexpr std::int64_t kAround = 1'099'597 + 100'000;
constexpr std::int64_t kCompute = 4'096 * 270 + 71'782 * 20 + 33'000 + 21 * 390;

}  // namespace

TEST_CASE("is the prediction what the planner believed, and the run what is true?") {
  const scenario::Scenario s = alone("");
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const RunRecord record = simulated(problem, "min_dev");
  REQUIRE(record.result);
  CHECK(record.estimate->latency[0].ns() == Approx(kAround + kCompute / 2).margin(2));
  CHECK(record.result->apps[plan::AppId(0)].latency.min().ns() == kAround + kCompute);
  CHECK(record.knowledge_loss == 0.0);  // there is one plan only
}

TEST_CASE("is a plan that breaks a limit by the true numbers infeasible, whatever was believed?") {
  const scenario::Scenario s = alone(", latency_limit: 3 ms");
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const plan::PlannerView view(problem);
  const planner::Planner& synergy = planner::Registry::builtin().at("synergy");
  CHECK(std::holds_alternative<plan::CollaborationPlan>(
      planner::plan_with_defaults(synergy, view.problem()).result));
  const RunRecord record = simulated(problem, "synergy");
  CHECK(record.status == run::Status::infeasible);
  REQUIRE(record.reasons.size() == 1);
  CHECK(record.reasons[0].message == "estimated latency 3.782 ms, limit 3.000 ms");
  CHECK(!record.knowledge_loss);
}

TEST_CASE("is the loss that of the plan made of wrong numbers against the plan made of true ones?") {
  plan::TableCache cache;
  int lost = 0;
  for (const char* name : {"w1", "w2", "w3", "w4"}) {
    for (const char* knowledge : {"{accelerator: 0 %}", "{accelerator: -90 %}", "{link: -90 %}",
                                  "{accelerator: 80 %, link: 80 %, seed: 3}"}) {
      CAPTURE(name, knowledge);
      const std::string measurement = "{warm_up: 1 s, window: 10 s}";
      const scenario::Scenario wrong =
          shipped(name, {{"knowledge", knowledge}, {"measurement", measurement}});
      const scenario::Scenario right = shipped(name, {{"measurement", measurement}});
      const plan::PlanningProblem problem(wrong, cache);
      const plan::PlanningProblem informed_problem(right, cache);
      const RunRecord record = simulated(problem, "synergy");
      const RunRecord informed = simulated(informed_problem, "synergy");
      REQUIRE(record.result);

      // By the long way: plan what is believed, run that plan as it is.
      const scenario::Scenario belief = scenario::as_believed(wrong);
      const plan::PlanningProblem believed(belief, cache);
      const planner::Planner& synergy = planner::Registry::builtin().at("synergy");
      const auto plan =
          std::get<plan::CollaborationPlan>(planner::plan_with_defaults(synergy, believed).result);
      const RunRecord by_hand =
          test::run_plan(informed_problem, plan, "fixed", scenario::Policy::adaptive, 0);
      CHECK(record.compiled->plan == plan);
      CHECK(record.result->completed_in_window() == by_hand.result->completed_in_window());
      CHECK(record.result->energy() == by_hand.result->energy());
      REQUIRE(record.knowledge_loss);
      CHECK(*record.knowledge_loss == 1 - static_cast<double>(by_hand.result->completed_in_window()) /
                                              static_cast<double>(informed.result->completed_in_window()));
      if (std::string(knowledge) == "{accelerator: 0 %}") {
        CHECK(*record.knowledge_loss == 0);
        CHECK(record.estimate->round == informed.estimate->round);
      }
      lost += *record.knowledge_loss > 0 ? 1 : 0;
    }
  }
  CHECK(lost >= 2);
}

TEST_CASE("does full knowledge, or a planner that looks at no numbers, lose nothing?") {
  plan::TableCache cache;
  const scenario::Scenario informed = shipped("w2");
  CHECK(!simulated(plan::PlanningProblem(informed, cache), "synergy").knowledge_loss);
  const scenario::Scenario wrong = shipped("w2", {{"knowledge", "{accelerator: 50 %, link: 50 %, seed: 1}"}});
  const plan::PlanningProblem problem(wrong, cache);
  CHECK(simulated(problem, "random").knowledge_loss == 0.0);
  CHECK(simulated(problem, "min_dev").knowledge_loss == 0.0);
}
