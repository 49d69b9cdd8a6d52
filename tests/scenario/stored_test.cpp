// What a device stores must fit its flash.
#include "synergy/scenario/stored.hpp"

#include "synergy/scenario/digest.hpp"
#include "synergy/scenario/load.hpp"

#include <filesystem>
#include <fstream>

#include "../support/folder.hpp"
#include "../support/input_error.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Catch::Matchers::Contains;
using scenario::DeviceId;

namespace {

std::string device_that_stores(const std::string& what, const std::string& accelerator = "max78000") {
  return "  devices:\n    - {name: d0, accelerator: " + accelerator +
         ", radio: nrf52840, sensors: [camera_hm01b0, microphone_sph0645],\n"
         "       interactions: [display_ls013b4dn04, haptic_lra],\n"
         "       stored_models: " +
         what + "}\n";
}

const std::string kThreeApps =
    "apps:\n"
    "  - {model: kws, sensor: microphone, interaction: haptic}\n"
    "  - {model: simplenet, sensor: camera, interaction: display}\n"
    "  - {model: widenet, sensor: camera, interaction: display, running: false}\n";

scenario::Scenario scenario_that_stores(const std::string& what,
                                        const std::string& accelerator = "max78000") {
  return test::from_yaml("body:\n" + device_that_stores(what, accelerator) + kThreeApps);
}

std::string message_of(const std::string& what) {
  return synergy::test::input_error_of([&] { return scenario_that_stores(what); });
}

}  // namespace

TEST_CASE("do shipped profiles say how large their flash is, and who says so?") {
  CHECK(test::shipped("w1").devices[DeviceId(0)].accelerator->flash() == Bytes(512 * 1024));
  for (const auto& [name, kib] :
       {std::pair{"max78002", 2560}, {"stm32u575", 2048}, {"gap9_650mv_240mhz", 2048}})
    CHECK(scenario_that_stores("[kws]", name).devices[DeviceId(0)].accelerator->flash() == Bytes(kib * 1024));
  CHECK_FALSE(scenario_that_stores("[kws]", "ndp9120").devices[DeviceId(0)].accelerator->flash());
  const std::string text = test::shipped("w1").devices[DeviceId(0)].accelerator->to_yaml();
  CHECK(text.find("flash:\n  value: \"512 KiB\"\n  source: \"analogdevicesinc/msdk") != std::string::npos);
}

TEST_CASE("is a device that is to store more than its flash holds told where, how much, and what fits?") {
  const std::string what = GENERATE("all", "[kws, simplenet, widenet]");
  const std::string message = message_of(what);
  INFO(message);
  // Weights as packed and a byte for each bias, of a zoo that other tests hold against the vendor's tool.
  CHECK(message.find("test.yaml:7:23: 'd0' is to store kws (169472 B), simplenet (") == 0);
  CHECK(message.find("the flash of max78000 has 524288 B; 'stored_models: [kws, simplenet]' fits") !=
        std::string::npos);
  CHECK(message_of("[kws, widenet]").empty());
  CHECK(message_of("[]").empty());
}

TEST_CASE("is what does not fit told in the body's own file, if it says so?") {
  const test::Folder folder;
  std::ofstream(folder.path() / "small.yaml")
      << "schema_version: 1\nname: small\n" + device_that_stores("all").substr(2);
  const auto file = folder.path() / "s.yaml";
  std::ofstream(file) << "schema_version: 1\nname: test\nbody: ./small.yaml\n" + kThreeApps;
  CHECK_THROWS_WITH(scenario::load_scenario(file.string(), test::library()),
                    Contains("small.yaml:6:23: 'd0' is to store"));
}

TEST_CASE("is nothing checked where nobody says what is stored, or how large the flash is?") {
  const std::string text = test::full_body(1) + kThreeApps;
  const scenario::Scenario silent = test::from_yaml(text);
  CHECK_FALSE(silent.devices[DeviceId(0)].stored_models);
  CHECK_FALSE(silent.devices[DeviceId(0)].stores_all);
  CHECK(scenario::to_yaml(silent).find("stored_models") == std::string::npos);
  CHECK_NOTHROW(scenario_that_stores("all", "ndp9120"));
}

TEST_CASE("does a saved scenario say what its devices store as the file did?") {
  const scenario::Scenario all =
      test::from_yaml("body:\n" + device_that_stores("all", "max78002") + kThreeApps);
  const std::string saved = scenario::to_yaml(all);
  CHECK(saved.find("stored_models: all") != std::string::npos);
  CHECK(scenario::to_yaml(scenario::read_scenario(input::parse(saved, "saved.yaml"), test::library())) ==
        saved);
}
