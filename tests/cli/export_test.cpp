// Segments of plans as files for the vendor's tool.
#include <algorithm>
#include <filesystem>

#include "program.hpp"

using namespace synergy::test;

TEST_CASE("does export write each segment of a shipped plan, and say where each went?") {
  const Folder folder;
  for (const std::string scenario : {"w1", "w2"}) {
    REQUIRE(run_in(folder.path(), {"plan", scenario, "--out", scenario + ".yaml", "--quiet"}).code == 0);
    const Outcome outcome = run_in(
        folder.path(), {"export", scenario + ".yaml", "--format", "ai8x", "--out", "nets_" + scenario});
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path() / ("nets_" + scenario))) {
      const std::string text = read(entry.path());
      CHECK(text.find("arch: ") != std::string::npos);
      CHECK(text.find("out_offset: 0x") != std::string::npos);
      CHECK(outcome.out.find("-> " + entry.path().filename().string()) != std::string::npos);
      ++files;
    }
    CHECK(files == static_cast<std::size_t>(std::count(outcome.out.begin(), outcome.out.end(), '\n')));
    CHECK(files >= 3);
  }
}

TEST_CASE("has each segment a file of its own, where names of apps are the same in letters of files?") {
  const Folder folder;
  put(folder.path() / "two.yaml",
      "schema_version: 1\nname: two\nbody:\n  devices:\n    - {name: left, accelerator: max78000, radio: "
      "nrf52840, "
      "sensors: [camera_hm01b0], interactions: [haptic_lra]}\napps:\n"
      "  - {name: see.1, model: convnet5, sensor: camera, interaction: haptic}\n"
      "  - {name: See 1, model: simplenet, sensor: camera, interaction: haptic}\n");
  REQUIRE(run_in(folder.path(), {"plan", "two.yaml", "--out", "p.yaml", "--quiet"}).code == 0);
  const Outcome outcome = run_in(
      folder.path(), {"export", "p.yaml", "--scenario", "two.yaml", "--format", "ai8x", "--out", "nets"});
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("-> see_1_0_left.yaml\n") != std::string::npos);
  CHECK(outcome.out.find("-> See_1_0_left-2.yaml\n") != std::string::npos);
  CHECK(std::filesystem::exists(folder.path() / "nets" / "see_1_0_left.yaml"));
  CHECK(std::filesystem::exists(folder.path() / "nets" / "See_1_0_left-2.yaml"));
}

TEST_CASE("is a segment of another family told that the format is not for it?") {
  const Folder folder;
  put(folder.path() / "one.yaml", small_with("accelerator: max78000", "accelerator: gap9_650mv_240mhz"));
  put(folder.path() / "p.yaml",
      "schema_version: 1\nscenario: small\napps:\n  - app: kws\n    source: wrist\n"
      "    segments: [{device: wrist, first: 0, last: 8}]\n    target: wrist\n");
  const Outcome outcome = run_in(
      folder.path(), {"export", "p.yaml", "--scenario", "one.yaml", "--format", "ai8x", "--out", "nets"});
  INFO(outcome.err);
  CHECK(outcome.code == 3);
  CHECK(outcome.err.find("format ai8x is for max7800x") != std::string::npos);
  CHECK(outcome.err.find("has no segment on an accelerator that format ai8x is for") != std::string::npos);
  CHECK(run_in(folder.path(), {"export", "p.yaml", "--format", "onnx", "--out", "nets"}).code == 2);
}
