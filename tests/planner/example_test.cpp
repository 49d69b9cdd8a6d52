// The planner that scenarios/TUTORIAL.md prints in full is the one that is compiled and tested here.
#include "synergy/plan/compiled.hpp"

#include <fstream>
#include <iterator>

#include "../support/scenarios.hpp"
#include "every_planner.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

namespace {

std::string text_of(const std::string& file) {
  std::ifstream stream(std::string(SYNERGY_SOURCE_DIR) + "/" + file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("does the tutorial print the example planner as it is compiled?") {
  const std::string code = text_of("scenarios/examples/least_loaded.cpp");
  REQUIRE(!code.empty());
  CHECK_THAT(text_of("scenarios/TUTORIAL.md"), Catch::Contains("```cpp\n" + code + "```\n"));
}

TEST_CASE("does the example planner spread whole models over the accelerators?") {
  // Three apps of one kind and two accelerators: d0, then d1 because it has nothing to do, then d0 again.
  plan::TableCache cache;
  std::string apps = "apps:\n";
  for (const char* name : {"a", "b", "c"}) {
    apps += std::string("  - {name: ") + name + ", model: kws, sensor: microphone, interaction: haptic}\n";
  }
  const scenario::Scenario s = test::from_yaml(test::full_body(2) + apps);
  const plan::PlanningProblem problem(s, cache);
  const planner::Planned found = planner::plan_with_defaults(planner::make_least_loaded(), problem);
  const auto& planned = std::get<plan::CollaborationPlan>(found.result);
  REQUIRE(planned.apps.size() == 3);
  CHECK(planned.apps[plan::AppId(0)].segments == std::vector<plan::Segment>{{plan::DeviceId(0), {0, 8}}});
  CHECK(planned.apps[plan::AppId(1)].segments == std::vector<plan::Segment>{{plan::DeviceId(1), {0, 8}}});
  CHECK(planned.apps[plan::AppId(2)].segments == std::vector<plan::Segment>{{plan::DeviceId(0), {0, 8}}});
  CHECK(found.effort.candidates_considered == 6);
  CHECK(std::holds_alternative<plan::CompiledPlan>(plan::compile(problem, planned)));
}
