// Apps whose model is a network in general form.
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;

namespace {

scenario::Scenario with(const std::string& model, const std::string& more = "") {
  return from_yaml(full_body(1) + "apps:\n  - {model: " + model + ", sensor: camera, interaction: display" +
                   more + "}\n");
}

std::string general(const std::string& name) {
  return std::string(SYNERGY_TEST_DATA) + "/networks/" + name + ".yaml";
}

}  // namespace

TEST_CASE("is an app of a general network the app of its zoo file, but for the layers it can be cut at?") {
  for (const std::string name : {"kws", "convnet5", "unet"}) {
    const scenario::App zoo = with(name).apps[scenario::AppId(0)];
    const scenario::App app = with(general(name)).apps[scenario::AppId(0)];
    INFO(name);
    CHECK(app.name == zoo.name);
    CHECK(app.result == zoo.result);
    CHECK(app.model->input_bytes() == zoo.model->input_bytes());
    CHECK(app.model->output_bytes() == zoo.model->output_bytes());
    CHECK(app.model->weight_bytes(app.model->all()) == zoo.model->weight_bytes(zoo.model->all()));
    CHECK(app.model->macs(app.model->all()) == zoo.model->macs(zoo.model->all()));
  }
}

TEST_CASE("is a general network saved with its scenario, and read back as it was?") {
  const std::string resolved = scenario::to_yaml(with(general("kws")));
  CHECK_THAT(resolved, Catch::Contains("form: network"));
  scenario::Library nothing("/nonexistent");
  const scenario::Scenario again = scenario::read_scenario(input::parse(resolved, "resolved.yaml"), nothing);
  CHECK(scenario::to_yaml(again) == resolved);
  CHECK(again.apps[scenario::AppId(0)].model->layer_count() == 23);
}

TEST_CASE("do pinned layers count the layers of the general file?") {
  const std::string pins = ", pinned_segments: [{device: d0, first: 0, last: ";
  CHECK_THROWS_WITH(with(general("kws"), pins + "23}]"), Catch::Contains("23 is out of range: 0 to 22"));
  CHECK_THROWS_WITH(with("kws", pins + "9}]"), Catch::Contains("9 is out of range: 0 to 8"));
}
