#include "synergy/attack/space.hpp"

#include "synergy/attack/conditions.hpp"
#include "synergy/input/error.hpp"

#include "spaces.hpp"
#include <catch2/catch.hpp>

namespace synergy::attack {
namespace {

using test::case_of;
using test::small_space;
using test::space_from;

TEST_CASE("is every shipped space one?") {
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(SYNERGY_SOURCE_DIR) + "/scenarios/attack")) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path());
    CHECK(load_space(entry.path().string(), test::library()).name == entry.path().stem().string());
  }
}

TEST_CASE("is what is wrong with a space told with its place and the choices?") {
  const auto told = [](const std::string& text, const std::string& message) {
    CAPTURE(text);
    CHECK_THROWS_WITH(space_from(text), Catch::Contains("space.yaml") && Catch::Contains(message));
  };
  told("apps: {count: 2, models: [kws]}\n", "without `base` a space needs `apps` and `devices`");
  told("base: w1\n", "nothing can move");
  told("base: w1\nnumbers: [max78000.no_such]\n", "no number of the scenario's profiles");
  told("base: nowhere\nnumbers: [\"*\"]\n", "unknown scenario 'nowhere'");
  told(small_space("links: {intervals: []}\n"), "expected at least one");
  told("apps: {count: [3, 2], models: [kws]}\nbase: w1\n", "the least is more than the most");
  told("apps: {count: 2, models: [kwss]}\nbase: w1\n", "did you mean 'kws'?");
  told("apps: {count: 2, models: [./mine.yaml]}\nbase: w1\n", "absolute path");
  told(
      "devices: {count: 2, accelerators: [max7800], sensors: [camera_hm01b0], interactions: "
      "[haptic_lra]}\nbase: w1\n",
      "did you mean 'max78000'?");
  told(small_space("colour: red\n"), "unknown key 'colour'");
}

TEST_CASE("is a case the same after it was written as a line?") {
  Case one = case_of(
      "apps:\n  - {model: kws, sensor: \"true\", window: \"1.024 s\"}\nlink: {kind: ble, phy: \"2M\"}\n"
      "body:\n  devices: []\n");
  one.numbers["max78000.input_load"] = 6.7e-08;
  const std::string line = to_line(one);
  CHECK(line.find('\n') == std::string::npos);
  const Case again = case_from(line);
  CHECK(again.numbers == one.numbers);
  CHECK(to_line(again) == line);
  CHECK(input::to_yaml(again.root) == input::to_yaml(one.root));
}

TEST_CASE("are numbers of a case those of its scenario, and do those without a profile not matter?") {
  const Space space = space_from("base: w2\nnumbers: [\"max78000.*\"]\n");
  const auto numbers = space.movable(scenario_of(space.base, "b.yaml", test::library()));
  REQUIRE(!numbers.empty());
  for (const auto& number : numbers) CHECK(number.path.starts_with("max78000."));
  Case one = space.base;
  const double high = numbers.front().high.value_or(numbers.front().value).si;
  one.numbers = {{numbers.front().path, high}, {"no_such_chip.clock", 1}};
  const auto moved = space.movable(scenario_of(one, "b.yaml", test::library()));
  CHECK(moved.front().value.si == high);
}

TEST_CASE("is what is wrong with conditions told?") {
  const auto told = [](const std::string& condition, const std::string& message) {
    CAPTURE(condition);
    const std::string text = "schema_version: 1\nconditions:\n  - " + condition + "\n";
    CHECK_THROWS_WITH(read_conditions(input::parse(text, "c.yaml")),
                      Catch::Contains("c.yaml:3") && Catch::Contains(message));
  };
  told("{of: scenario, quantity: power_mean_mw, most: 1}", "are of the scenario, all others of planners");
  told("{of: both, quantity: app_count, most: 1}", "are of the scenario, all others of planners");
  told("{of: both, quantity: power_mean_mw}", "expected 'least', 'most' or both");
  told("{of: both, quantity: power_mean_mw, least: 2, most: 1}", "'least' is more than 'most'");
  told("{of: them, quantity: power_mean_mw, least: 2}", "unknown subject 'them'");
}

}  // namespace
}  // namespace synergy::attack
