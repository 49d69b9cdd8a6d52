// What a process says it is, and what it says of a problem.
#include "synergy/outside/process.hpp"
#include "synergy/planner/in_force.hpp"

#include <stdexcept>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

namespace {

scenario::Scenario one_app() {
  return test::from_yaml(test::full_body(1) +
                         "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
}

std::string with_segments(const std::string& segments) {
  return R"({"plan":{"apps":[{"app":"kws","source":"d0","target":"d0","segments":)" + segments + "}]}}";
}

}  // namespace

TEST_CASE("is a plan of another process read by the rules of plan files?") {
  plan::TableCache cache;
  const scenario::Scenario scenario = one_app();
  const plan::PlanningProblem problem(scenario, cache);
  const std::string device = scenario.devices[plan::DeviceId(0)].name;
  const auto line = [&](const std::string& more) {
    return R"({"plan":{"apps":[{"app":"kws","source":")" + device + R"(","target":")" + device +
           R"(","segments":[{"device":")" + device + R"(","first":0,"last":8}]}]})" + more + "}";
  };
  const planner::Planned planned = outside::read_plan_answer(
      line(R"(,"effort":{"candidates_considered":7,"candidates_pruned":2,"budget_ended":true})"), "mine",
      problem);
  const plan::ExecutionPlan only{plan::DeviceId(0), {{plan::DeviceId(0), {0, 8}}}, plan::DeviceId(0)};
  CHECK(std::get<plan::CollaborationPlan>(planned.result).apps.front() == only);
  CHECK(planned.effort.candidates_considered == 7);
  CHECK(planned.effort.candidates_pruned == 2);
  CHECK(planned.effort.budget_ended);
  const auto none = outside::read_plan_answer(line(""), "mine", problem);
  CHECK(none.effort.candidates_considered == 0);
}

TEST_CASE("is every answer that is no plan a reason, whatever it is?") {
  plan::TableCache cache;
  const scenario::Scenario scenario = one_app();
  const plan::PlanningProblem problem(scenario, cache);
  const auto reason = [&](const std::string& line) {
    const planner::Planned planned = outside::read_plan_answer(line, "mine", problem);
    const auto* infeasible = std::get_if<plan::Infeasible>(&planned.result);
    REQUIRE(infeasible != nullptr);
    REQUIRE(!infeasible->reasons.empty());
    return plan::to_text(infeasible->reasons.front());
  };
  using Catch::Contains;
  CHECK_THAT(reason(""), Contains("planner mine: its answer is an empty line"));
  CHECK_THAT(reason("1"), Contains("planner mine: its answer is no JSON object"));
  CHECK_THAT(reason("[1]"), Contains("no JSON object"));
  CHECK_THAT(reason("{\"plan\":"), Contains("no JSON object"));
  CHECK_THAT(reason("{\"plan\":\"\xff\"}"), Contains("no JSON object"));
  CHECK_THAT(reason("{}"), Contains("neither 'plan' nor 'reasons'"));
  CHECK_THAT(reason(R"({"plan":[]})"), Contains("'plan' is no JSON object"));
  CHECK_THAT(reason(R"({"plan":{}})"), Contains("its plan is wrong") && Contains("apps"));
  CHECK_THAT(reason(R"({"plan":{"apps":[]}})"), Contains("app 'kws' has no plan"));
  CHECK_THAT(reason(with_segments("[]")), Contains("its plan is wrong"));
  CHECK_THAT(reason(with_segments(R"([{"device":"nowhere","first":0,"last":8}])")), Contains("device"));
  CHECK_THAT(reason(R"({"reasons":[]})"), Contains("'reasons' that say nothing"));
  CHECK_THAT(reason(R"({"reasons":{"a":1}})"), Contains("'reasons' are no list"));
  CHECK_THAT(reason(R"({"reasons":"no"})"), Contains("'reasons' are no list"));
  CHECK_THAT(reason(R"({"reasons":["no"],"effort":7})"), Contains("'effort' is no JSON object"));
  CHECK_THAT(reason(R"({"plan":{"apps":[{"app":"kws","sorce":"d0","target":"d0","segments":[]}]}})"),
             Contains("did you mean 'source'") && Contains("; "));
  CHECK(reason(R"({"reasons":["too hot"]})") == "too hot");
  CHECK(reason(R"({"reasons":[{"app":"kws","message":"too\nhot"}]})") == "kws: too hot");
  CHECK_THAT(reason(R"({"plan":{"apps":[]},"effort":{"candidates_considered":-1}})"),
             Contains("candidates_considered"));
  CHECK_THAT(reason(R"({"plan":{"apps":[]},"effort":{"candidates_considered":1e400}})"), Contains("JSON"));
  CHECK_THAT(reason(std::string(100'000, '[')), Contains("nested too deeply"));
  CHECK(reason("x" + std::string(5000, 'y')).size() < 600);
}

TEST_CASE("does a description become a planner with parameters, or an error that says what is missing?") {
  const planner::Planner planner = outside::read_description(
      R"({"protocol":1,"name":"mine","description":"one","policy":"inter_app","takes_objective":true,"parameters":[)"
      R"({"name":"depth","type":"integer","default":3,"low":1,"high":9},{"name":"slack","type":"real","default":0.5},)"
      R"({"name":"fast","type":"boolean","default":true},{"name":"kind","type":"text","default":"a","choices":["a","b"]}]})");
  CHECK(planner.name == "mine");
  CHECK(planner.paired_policy == scenario::Policy::inter_app);
  CHECK(planner.takes_objective);
  CHECK(planner.role == planner::Role::control);
  REQUIRE(planner.parameters.size() == 4);
  CHECK(planner::to_text(planner.parameters[0].default_value()) == "3");
  CHECK_THROWS_AS(planner.parameters[0].read("10"), std::invalid_argument);
  CHECK(planner::to_text(planner.parameters[3].read("b")) == "b");
  const auto problem = [](const std::string& line) {
    try {
      (void)outside::read_description(line);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  using Catch::Contains;
  CHECK_THAT(problem("hello"), Contains("no JSON object"));
  CHECK_THAT(problem("{}"), Contains("protocol none"));
  CHECK_THAT(problem(R"({"protocol":2,"name":"mine"})"), Contains("protocol 2, this program 1"));
  CHECK_THAT(problem(R"({"protocol":1})"), Contains("'name'"));
  CHECK_THAT(problem(R"({"protocol":1,"name":"mine","polcy":"adaptive"})"),
             Contains("unknown member 'polcy'") && Contains("did you mean 'policy'"));
  CHECK_THAT(problem(R"({"protocol":1,"name":"mine","policy":"inter_ap"})"),
             Contains("did you mean 'inter_app'"));
  CHECK_THAT(problem(R"({"protocol":1,"name":"mine","parameters":[{"name":"x","type":"int"}]})"),
             Contains("unknown type"));
  CHECK_THAT(
      problem(R"({"protocol":1,"name":"mine","parameters":[{"name":"x","type":"integer","low":0.5}]})"),
      Contains("'low'"));
}

TEST_CASE("does the question hold every cost of the problem, and the same bytes every time?") {
  plan::TableCache cache;
  const scenario::Scenario scenario = test::shipped("w2");
  const plan::PlanningProblem problem(scenario, cache);
  const planner::ParameterValues values;
  const std::string line = outside::plan_question({problem, values}, {});
  CHECK(line == outside::plan_question({problem, values}, {}));
  CHECK(line.find('\n') == std::string::npos);
  CHECK(line.size() < 2'000'000);
  for (const char* part :
       {R"("ask":"plan")", R"("plan_in_force":null)", R"("classes":[)", R"("least_need":[)"})
    CHECK_THAT(line, Catch::Contains(part));
  const device::SegmentCost& cost = *problem.table(plan::AppId(0), problem.accelerators().front())
                                         .cost(problem.app(plan::AppId(0)).model->all());
  CHECK_THAT(line, Catch::Contains("\"infer_ns\":" + std::to_string(cost.infer.ns())));
}

TEST_CASE("does the question say what runs, as a plan file would?") {
  plan::TableCache cache;
  const scenario::Scenario scenario = one_app();
  const plan::PlanningProblem problem(scenario, cache);
  const planner::ParameterValues values;
  const planner::PlanInForce running{
      {{"kws", "ear", {{"ear", {0, 3}}, {"gone", {4, 8}}}, "ring"}}, {"kws"}, {{{"ear", "gone"}, "wifi"}}};
  const std::string line = outside::plan_question({problem, values, nullptr, &running}, {});
  CHECK_THAT(line,
             Catch::Contains(R"("plan_in_force":{"deployment":["kws"],"apps":[{"app":"kws","source":"ear",)"
                             R"("segments":[{"device":"ear","first":0,"last":3},)"
                             R"({"device":"gone","first":4,"last":8}],"target":"ring"}],)"
                             R"("links":[{"between":["ear","gone"],"link":"wifi"}]})"));
}
