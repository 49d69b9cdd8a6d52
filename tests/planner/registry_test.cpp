// Who knows which planners, and what their parameters take.
#include "synergy/planner/registry.hpp"

#include "synergy/base/ensure.hpp"

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using planner::Parameter;
using planner::Planned;
using planner::Planner;
using planner::PlanningContext;
using planner::Registry;
using planner::Role;

namespace {

/// Everything on the first device, as often as its parameters say: what a plug-in would bring.
Planner everything_first(std::string name = "everything_first") {
  return {.name = std::move(name),
          .description = "everything on the first device",
          .parameters = {{"times", Parameter::Integer{1, 1, 9}, "how often to consider it"},
                         {"share", Parameter::Real{0.5, 0, 1}, "a share"},
                         {"eager", Parameter::Boolean{true}, "a switch"},
                         {"by", Parameter::Text{"speed", {"speed", "size"}}, "a choice"}},
          .plan = [](const PlanningContext& context) {
            Planned planned;
            plan::CollaborationPlan plan;
            for (const plan::AppId a : context.problem.scenario().apps.ids()) {
              const plan::DeviceId d = context.problem.accelerators().front();
              plan.apps.push_back({d, {{d, context.problem.app(a).model->all()}}, d});
            }
            planned.effort.candidates_considered = context.values.integer("times");
            planned.result = plan;
            return planned;
          }};
}

planner::ParameterValues read(const std::string& name, const std::string& text) {
  return read_parameters(everything_first(), {{name, text}});
}

}  // namespace

TEST_CASE("does a planner that a program adds run beside those that ship?") {
  Registry registry = Registry::builtin();
  registry.add(everything_first());
  CHECK(registry.size() == Registry::builtin().size() + 1);
  CHECK(registry.names().back() == "everything_first");
  CHECK(Registry::builtin().find("everything_first") == nullptr);

  plan::TableCache cache;
  const scenario::Scenario s = test::from_yaml(
      test::full_body(2) + "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n");
  const plan::PlanningProblem problem(s, cache);
  const Planner& added = registry.at("everything_first");
  const Planned planned = added.plan({problem, read_parameters(added, {{"times", "7"}})});
  CHECK(planned.effort.candidates_considered == 7);
  CHECK((std::get<plan::CollaborationPlan>(planned.result).apps.front() ==
         plan::ExecutionPlan{plan::DeviceId(0), {{plan::DeviceId(0), {0, 8}}}, plan::DeviceId(0)}));
}

TEST_CASE("do planners stay where they are when others are added?") {
  Registry registry;
  registry.add(everything_first("first"));
  const Planner* first = registry.find("first");
  for (int i = 0; i < 1000; ++i) registry.add(everything_first("p" + std::to_string(i)));
  CHECK(registry.find("first") == first);
  CHECK(registry.begin()->name == "first");
  CHECK(registry.all().back()->name == "p999");
}

TEST_CASE("does a registry refuse planners that it could not honour?") {
  Registry registry = Registry::builtin();
  CHECK_THROWS_WITH(registry.add(everything_first("min_dev")), Catch::Contains("another one has this name"));
  CHECK_THROWS_WITH(registry.add(everything_first("")), Catch::Contains("it has no name"));
  Planner idle = everything_first();
  idle.plan = {};
  CHECK_THROWS_WITH(registry.add(idle), Catch::Contains("it has no function"));
  Planner rival = everything_first();
  rival.role = Role::synergy;
  CHECK_THROWS_WITH(registry.add(rival), Catch::Contains("another one has the role synergy"));
  Planner twice = everything_first();
  twice.parameters.push_back(twice.parameters.front());
  CHECK_THROWS_WITH(registry.add(twice), Catch::Contains("parameter 'times' comes twice"));
  Planner odd = everything_first();
  odd.parameters = {{"by", Parameter::Text{"colour", {"speed", "size"}}, ""}};
  CHECK_THROWS_WITH(registry.add(odd), Catch::Contains("the default of"));
  CHECK(registry.size() == Registry::builtin().size());
}

TEST_CASE("are exactly one planner synergy and seven baselines, and is each compared?") {
  const auto compared = Registry::builtin().compared();
  REQUIRE(compared.size() == 8);
  CHECK(compared.front()->name == "synergy");
  for (const Planner* planner : compared) {
    CAPTURE(planner->name);
    CHECK((planner->role == Role::synergy) == (planner == compared.front()));
    CHECK(planner->origin == planner::Origin::reconstructed);
  }
  // Those that look at the objective are asked for each by searches for fronts.
  std::vector<std::string> taking;
  for (const Planner& planner : Registry::builtin()) {
    if (planner.takes_objective) taking.push_back(planner.name);
  }
  CHECK(taking == std::vector<std::string>{"synergy", "refine", "lns", "optimal"});
}

TEST_CASE("is a name that no planner has answered with the one that was meant?") {
  CHECK_THROWS_WITH(Registry::builtin().at("synergi"), Catch::Contains("did you mean 'synergy'?"));
  CHECK_THAT(Registry::builtin().problem_with({"synergi", {}, {}}), Catch::Contains("unknown planner"));
  CHECK_THAT(Registry::builtin().problem_with({"random", {{"tries", "0"}}, {}}),
             Catch::Equals("planner random: tries: expected a whole number from 1 to 1000000, found '0'"));
  CHECK(Registry::builtin().problem_with({"random", {{"tries", "1"}}, {}}).empty());
}

TEST_CASE("are parameters of every type read, and left at their defaults if nobody sets them?") {
  const planner::ParameterValues defaults(everything_first().parameters);
  CHECK(defaults.integer("times") == 1);
  CHECK(defaults.real("share") == 0.5);
  CHECK(defaults.boolean("eager"));
  CHECK(defaults.text("by") == "speed");
  CHECK(read("times", "9").integer("times") == 9);
  CHECK(read("share", "0.25").real("share") == 0.25);
  CHECK(read("share", "1e-3").real("share") == 1e-3);
  CHECK(!read("eager", "false").boolean("eager"));
  CHECK(read("by", "size").text("by") == "size");
  CHECK(read("by", "size").integer("times") == 1);
}

TEST_CASE("are values that a parameter does not take refused, with what it takes?") {
  const auto refused = [](const std::string& name, const std::string& text, const std::string& why) {
    CAPTURE(name, text);
    CHECK_THROWS_WITH(read(name, text), Catch::Contains(why));
  };
  for (const char* text : {"0", "10", "1.0", "", "one", "1 "})
    refused("times", text, "times: expected a whole number from 1 to 9, found '" + std::string(text) + "'");
  for (const char* text : {"1.01", "-0.1", "nan", "inf", "", "half", "0.5x"})
    refused("share", text, "share: expected a number from 0 to 1, found '" + std::string(text) + "'");
  refused("eager", "yes", "eager: expected true or false, found 'yes'");
  refused("by", "sizes", "did you mean 'size'?");
  refused("bye", "size", "did you mean 'by'?");
}

TEST_CASE("is a planner that asks for a parameter it does not have a broken invariant?") {
  const planner::ParameterValues values(everything_first().parameters);
  CHECK_THROWS_AS(values.integer("shares"), BrokenInvariant);
  CHECK_THROWS_AS(values.integer("share"), BrokenInvariant);
  CHECK_THROWS_AS(planner::ParameterValues().boolean("eager"), BrokenInvariant);
}
