// validate refuses whatever run and sweep would refuse, and with the same words.
#include <filesystem>

#include "program.hpp"

using namespace synergy::test;

namespace {

struct Bad {
  const char* what;
  std::string text;
};

std::vector<Bad> bad_scenarios() {
  return {
      {"an unknown planner", small_scenario("planner: synergi\n")},
      {"an unknown planner with parameters", small_scenario("planner: {name: nothing, a: 1}\n")},
      {"an unknown parameter", small_scenario("planner: {name: synergy, depth: 1}\n")},
      {"a parameter out of range", small_scenario("planner: {name: optimal, node_budget: -1}\n")},
      {"a parameter of another type", small_scenario("planner: {name: optimal, node_budget: many}\n")},
      {"an unknown policy", small_scenario("policy: best\n")},
      {"an unknown key", small_scenario("seeds: 1\n")},
      {"an unknown objective", small_scenario("objective: speed\n")},
      {"an unknown stack", small_scenario("link: {stack: nothing}\n")},
      {"a missing file", small_with("model: kws", "model: ./nothing.yaml")},
      {"a rate that is missing", small_scenario("load: {regime: periodic}\n")},
      {"a pin that does not exist",
       small_with("interaction: haptic}", "interaction: haptic, source_device: x}")},
      {"an interval off the grid", small_scenario("link: {connection_interval: 8 ms}\n")},
  };
}

std::vector<Bad> bad_sweeps() {
  const std::string head = "schema_version: 1\nname: s\nscenarios: good.yaml\n";
  return {
      {"an unknown planner", head + "planners: [synergi]\n"},
      {"an unknown planner in an axis", head + "axes: {planner: [synergy, synergi]}\n"},
      {"an unknown planner by a longer path", head + "axes: {planner.name: [synergy, synergi]}\n"},
      {"an unknown planner in settings", head + "set: {planner: synergi}\n"},
      {"an unknown planner among settings of an axis",
       head + "axes: {a: {settings: {one: {planner: synergy}, two: {planner: synergi, seed: 2}}}}\n"},
      {"an unknown parameter in an axis", head + "axes: {planner.depth: [1, 2]}\n"},
      {"a parameter out of range at one value",
       head + "set: {planner.name: optimal}\naxes: {planner.node_budget: [100, -1]}\n"},
      {"an unknown policy", head + "policies: [best]\n"},
      {"an unknown path", head + "axes: {linc.phy: [1M]}\n"},
      {"an unknown scenario", "schema_version: 1\nname: s\nscenarios: nothing.yaml\n"},
      {"a scenario with an unknown planner", "schema_version: 1\nname: s\nscenarios: bad_planner.yaml\n"},
  };
}

}  // namespace

TEST_CASE("does validate refuse every scenario that run refuses, with the same words?") {
  for (const Bad& bad : bad_scenarios()) {
    CAPTURE(bad.what);
    const Folder folder;
    put(folder.path() / "bad.yaml", bad.text);
    const Outcome ran = run_in(folder.path(), {"run", "bad.yaml"});
    const Outcome validated = run_in(folder.path(), {"validate", "bad.yaml"});
    CHECK(ran.code == 3);
    CHECK(validated.code == 3);
    CHECK(ran.err == validated.err);
  }
}

TEST_CASE("does validate refuse every sweep that sweep refuses, with the same words?") {
  for (const Bad& bad : bad_sweeps()) {
    CAPTURE(bad.what);
    const Folder folder;
    put(folder.path() / "good.yaml", small_scenario());
    put(folder.path() / "bad_planner.yaml", small_scenario("planner: synergi\n"));
    put(folder.path() / "s.yaml", bad.text);
    const Outcome ran = run_in(folder.path(), {"-q", "sweep", "s.yaml", "--out", "out"});
    const Outcome validated = run_in(folder.path(), {"validate", "s.yaml"});
    CHECK(ran.code == 3);
    CHECK(validated.code == 3);
    CHECK(ran.err == validated.err);
    CHECK(!std::filesystem::exists(folder.path() / "out"));
  }
}

TEST_CASE("does validate refuse every --set that run refuses?") {
  const Folder folder;
  put(folder.path() / "good.yaml", small_scenario());
  for (const char* setting :
       {"planner=synergi", "planner.depth=1", "linc.phy=1M", "apps.kvs.rate=1 Hz", "devices.x.battery=1 J",
        "seed=many", "body=nothing", "planner={name: synergy, a: 1}"}) {
    CAPTURE(setting);
    const Outcome ran = run_in(folder.path(), {"run", "good.yaml", "--set", setting});
    const Outcome validated = run_in(folder.path(), {"validate", "good.yaml", "--set", setting});
    CHECK(ran.code == 3);
    CHECK(validated.code == 3);
  }
  CHECK(run_in(folder.path(), {"validate", "good.yaml", "--set", "planner=optimal"}).code == 0);
}

TEST_CASE("does validate accept every shipped scenario and sweep?") {
  std::vector<std::string> words{"-q", "validate"};
  for (const char* folder : {"scenarios", "scenarios/sweeps", "scenarios/studies"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(SYNERGY_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".yaml") words.push_back(entry.path().string());
    }
  }
  CHECK(words.size() > 10);
  CHECK(run(words).code == 0);
}
