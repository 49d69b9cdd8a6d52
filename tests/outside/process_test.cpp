// Processes that answer, and all the ways in which they do not.
#include "synergy/input/usage_error.hpp"
#include "synergy/outside/planners.hpp"
#include "synergy/planner/in_force.hpp"

#include <cstdlib>

#include "../support/folder.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Catch::Contains;

namespace {

/// A shell program that says it is `mine`, and does `then` for every other question.
std::string saying(const std::string& then) {
  return R"(while read -r line; do case $line in *describe*) echo '{"protocol":1,"name":"mine"}';; *) )" +
         then + ";; esac; done";
}

/// What the planner of a command plans for one app, once for each of `times`: the reasons, or "" for a plan.
std::vector<std::string> planned(const std::string& command, int times = 1, Duration time_out = seconds(20)) {
  planner::Registry registry;
  (void)outside::add_process(registry, command, time_out);
  plan::TableCache cache;
  const scenario::Scenario scenario = test::from_yaml(
      test::full_body(1) + "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
  const plan::PlanningProblem problem(scenario, cache);
  std::vector<std::string> texts;
  for (int i = 0; i < times; ++i) {
    const plan::PlanResult result = planner::plan_with_defaults(*registry.begin(), problem).result;
    const auto* infeasible = std::get_if<plan::Infeasible>(&result);
    texts.push_back(infeasible == nullptr ? "" : plan::to_text(infeasible->reasons.front()));
  }
  return texts;
}

std::string refusal(const std::string& command) {
  planner::Registry registry = planner::Registry::builtin();
  const std::size_t before = registry.size();
  try {
    (void)outside::add_process(registry, command, seconds(1));
  } catch (const UsageError& error) {
    CHECK(registry.size() == before);
    return error.what();
  }
  return "";
}

const std::string kExamples = std::string(SYNERGY_SOURCE_DIR) + "/scripts/examples/";

}  // namespace

TEST_CASE("do the examples in Python and in shell plan, again and again?") {
  CHECK(planned("python3 '" + kExamples + "first_fit.py'", 3) == std::vector<std::string>(3));
  CHECK(planned("sh '" + kExamples + "one_device.sh'", 2) == std::vector<std::string>(2));
}

TEST_CASE(
    "does the example in Python leave an app where it runs, unless that device is gone or it is told not "
    "to?") {
  planner::Registry registry;
  (void)outside::add_process(registry, "python3 '" + kExamples + "first_fit.py'", seconds(20));
  const planner::Planner& planner = *registry.begin();
  plan::TableCache cache;
  const scenario::Scenario scenario = test::shipped("w2");
  const plan::PlanningProblem problem(scenario, cache);
  const auto kws_on = [&](const std::string& running_on, const char* stay) {
    const planner::PlanInForce running{{{"kws", "earbud", {{running_on, {0, 8}}}, "ring"}}, {}, {}};
    const planner::ParameterValues values = planner::read_parameters(planner, {{"stay", stay}});
    const planner::Planned planned = planner.plan({problem, values, nullptr, &running});
    const auto& plan = std::get<plan::CollaborationPlan>(planned.result);
    return problem.device(plan.apps.front().segments.front().device).name;
  };
  CHECK(planner.takes_plan_in_force);
  const std::string best = kws_on("of_another_body", "true");
  for (const scenario::Device& device : scenario.devices) {
    CAPTURE(device.name);
    CHECK(kws_on(device.name, "true") == device.name);
    CHECK(kws_on(device.name, "false") == best);
  }
}

TEST_CASE("does a process that answers one question and ends get another start for the next?") {
  const test::Folder folder;
  const std::string file = (folder.path() / "one.sh").string();
  test::put(file, R"(read -r line; case $line in *describe*) echo '{"protocol":1,"name":"mine"}';;
    *) echo '{"reasons":["none today"]}';; esac)");
  CHECK(planned("sh " + file, 3) == std::vector<std::string>(3, "none today"));
}

TEST_CASE("is a process that fails a reason, and asked again with the next problem?") {
  CHECK_THAT(planned(saying("exit 3"), 2).back(),
             Contains("planner mine ended with exit code 3 before it answered"));
  CHECK_THAT(planned(saying("kill -9 $$")).front(), Contains("was ended by signal 9"));
  CHECK_THAT(planned(saying("sh -c 'kill -9 $$'; exit $?")).front(),
             Contains("ended with exit code 137 (signal 9) before it answered"));
  CHECK_THAT(planned(saying("echo hello"), 2).back(), Contains("no JSON object: hello"));
  CHECK_THAT(planned(saying("printf '{}\\n{}\\n'")).front(), Contains("said more than one line"));
  CHECK_THAT(planned(saying("exec 1>&-; read -r line; sleep 1")).front(), Contains("mine "));
  CHECK_THAT(planned(saying("head -c 20000000 /dev/zero")).front(), Contains("a line that does not end"));
  // A time-out ends what it started, too; else this test would take a minute.
  CHECK_THAT(planned(saying("sleep 60"), 2, milliseconds(200)).back(),
             Contains("did not answer within 0.2 s"));
}

TEST_CASE("does a process that reads nothing get no more than its time?") {
  // The problem is longer than what a pipe holds.
  const test::Folder folder;
  CHECK_THAT(
      planned(R"(read -r line; echo '{"protocol":1,"name":"mine"}'; sleep 60)", 1, milliseconds(300)).front(),
      Contains("did not answer within 0.3 s"));
}

TEST_CASE("is a command that is no planner refused with what it did?") {
  CHECK_THAT(refusal("no-such-program-anywhere"),
             Contains("planner command 'no-such-program-anywhere': it ended with exit code 127 (there is no "
                      "such command)"));
  CHECK_THAT(refusal(" "), Contains("planner command ' ': it is empty"));
  CHECK_THAT(refusal("true"), Contains("it ended with exit code 0 before it answered"));
  CHECK_THAT(refusal("echo hello"), Contains("no JSON object: hello"));
  CHECK_THAT(refusal("sleep 60"), Contains("did not answer within 1 s"));
  CHECK_THAT(refusal(R"(echo '{"protocol":1,"name":"synergy"}')"), Contains("another one has this name"));
  for (const char* name : {"all", "Fixed", "", "two words", "fixed", "paired"}) {
    CAPTURE(name);
    CHECK_THAT(refusal(std::string(R"(echo '{"protocol":1,"name":")") + name + R"("}')"),
               Contains("is no name for a planner"));
  }
}

TEST_CASE("are the files that a command names what its planner is made of, in quotes too?") {
  const test::Folder folder;
  const std::string file = (folder.path() / "my planner.sh").string();
  test::put(file, R"(read -r line; echo '{"protocol":1,"name":"mine"}')");
  planner::Registry registry;
  const outside::Provenance whence =
      outside::add_process(registry, "sh '" + file + "' 2>/dev/null", seconds(20));
  REQUIRE(whence.size() == 2);
  CHECK(whence[0].first == "planner mine: sh '" + file + "' 2>/dev/null");
  CHECK(whence[1].first == file);
}

TEST_CASE("does the environment name planners, before those that are given?") {
  setenv("SYNERGY_SIM_PLANNERS", "a.so::b.so", 1);
  setenv("SYNERGY_SIM_PLANNER_COMMANDS", "one two\n\nthree", 1);
  const outside::Sources sources = outside::with_environment({{"c.so"}, {"four"}, seconds(5)});
  unsetenv("SYNERGY_SIM_PLANNERS");
  unsetenv("SYNERGY_SIM_PLANNER_COMMANDS");
  CHECK(sources.modules == std::vector<std::string>{"a.so", "b.so", "c.so"});
  CHECK(sources.commands == std::vector<std::string>{"one two", "three", "four"});
  CHECK(sources.time_out == seconds(5));
}

TEST_CASE("is what cannot be a module refused before it is loaded?") {
  planner::Registry registry;
  CHECK_THROWS_WITH(outside::add_module(registry, "/nowhere/mine.so"),
                    Contains("planner module /nowhere/mine.so: is not a file"));
  CHECK_THROWS_WITH(outside::add_module(registry, kExamples + "first_fit.py"), Contains("cannot be loaded"));
  CHECK_THROWS_AS(outside::add_module(registry, std::string(SYNERGY_SOURCE_DIR)), UsageError);
}
