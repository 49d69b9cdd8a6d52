// Names of units and links are keys: whatever users call their devices and parts, no two may be the same.
#include "synergy/plan/unit_names.hpp"

#include "synergy/base/random.hpp"
#include "synergy/input/edit.hpp"
#include "synergy/plan/compiled.hpp"

#include <set>

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::link_name;
using plan::name_in_key;
using plan::unit_name;

namespace {

/// Every text of up to three of the characters that names are told apart by, and two that mean nothing.
std::vector<std::string> awkward_names() {
  std::vector<std::string> names{""};
  for (std::size_t begin = 0, length = 0; length < 3; ++length) {
    const std::size_t end = names.size();
    for (; begin < end; ++begin) {
      for (const char c : std::string_view("ab-./#'")) names.push_back(names[begin] + c);
    }
  }
  return names;
}

std::set<std::string> unit_names_of(const scenario::Scenario& s, const plan::CollaborationPlan& plan,
                                    std::size_t& count) {
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const auto compiled = plan::compile(problem, plan);
  REQUIRE(std::holds_alternative<plan::CompiledPlan>(compiled));
  std::set<std::string> names;
  count = std::get<plan::CompiledPlan>(compiled).units.size();
  for (const plan::Unit& unit : std::get<plan::CompiledPlan>(compiled).units) names.insert(unit.name);
  return names;
}

}  // namespace

TEST_CASE("do usual names stay as they are?") {
  CHECK(name_in_key("watch") == "watch");
  CHECK(name_in_key("left ear") == "left ear");
  CHECK(unit_name("watch", "camera", 1) == "watch.camera");
  CHECK(link_name("watch", "ring") == "watch-ring");
  CHECK(link_name("left-ear", "ring") == "'left-ear'-ring");
  CHECK(link_name("left", "ear-ring") == "left-'ear-ring'");
  CHECK(unit_name("o'ne", "camera", 2) == "'o''ne'.camera#2");
}

TEST_CASE("do different devices and parts always give different names of units and links?") {
  const std::vector<std::string> names = awkward_names();
  REQUIRE(names.size() == 1 + 7 + 49 + 343);
  std::set<std::string> keys;
  for (const std::string& first : names) {
    for (const std::string& second : names) {
      keys.insert(link_name(first, second));
      keys.insert(unit_name(first, second, 1));
      keys.insert(unit_name(first, second, 2));
    }
  }
  CHECK(keys.size() == 3 * names.size() * names.size());
}

TEST_CASE("do the two links a, b-c and a-b, c have different names?") {
  const auto s = scenario::load_scenario(SYNERGY_TEST_DATA "/cases/link_amb.yaml", test::library());
  std::size_t count = 0;
  const auto names = unit_names_of(s, test::plan_of({{0, {{2, {0, 8}}}, 2}, {3, {{1, {0, 8}}}, 1}}), count);
  CHECK(names.size() == count);
  CHECK(names.count("a-'b-c'") == 1);
  CHECK(names.count("'a-b'-c") == 1);
}

TEST_CASE("do two sensors and two actuators of one type on one device have different names?") {
  const auto s = test::from_yaml(
      "body:\n  devices:\n"
      "    - {name: d, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0, camera_hm01b0], "
      "interactions: [display_ls013b4dn04, haptic_lra, haptic_lra]}\n"
      "apps:\n  - {model: simplenet, sensor: camera, interaction: display}\n");
  std::size_t count = 0;
  const auto names =
      unit_names_of(s, test::plan_of({{0, {{0, s.apps[plan::AppId(0)].model->all()}}, 0}}), count);
  CHECK(names == std::set<std::string>{"d.camera", "d.camera#2", "d.cpu", "d.accelerator", "d.display",
                                       "d.haptic", "d.haptic#2"});
  CHECK(names.size() == count);
}

TEST_CASE("has every unit of bodies with random names a name of its own?") {
  RandomStream random(stream_seed(11, 0, "names"));
  const std::string alphabet = "ab-./#'";
  for (int round = 0; round < 50; ++round) {
    std::set<std::string> chosen;
    while (chosen.size() < 6) {
      std::string name;
      for (int i = 0; i < 3; ++i) name += alphabet[static_cast<std::size_t>(random.uniform() * 7)];
      chosen.insert(name);
    }
    std::string text = "body:\n  devices:\n";
    for (const std::string& name : chosen) {
      text += "    - {name: " + input::in_quotes(name) +
              ", accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645], interactions: "
              "[haptic_lra]}\n";
    }
    text += "apps:\n";
    for (int a = 0; a < 5; ++a)
      text +=
          "  - {name: app" + std::to_string(a) + ", model: kws, sensor: microphone, interaction: haptic}\n";
    const auto s = test::from_yaml(text);
    plan::CollaborationPlan plan;
    for (int a = 0; a < 5; ++a) plan.apps.push_back(test::execution({a, {{a, {0, 8}}}, a + 1}));
    std::size_t count = 0;
    const auto names = unit_names_of(s, plan, count);
    CHECK(names.size() == count);
    CHECK(count == 6 * 4 + 5);
  }
}
