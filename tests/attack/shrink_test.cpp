#include "synergy/attack/shrink.hpp"

#include "spaces.hpp"
#include <catch2/catch.hpp>

namespace synergy::attack {
namespace {

using test::case_of;

/// Five apps and four devices, most of which have nothing to do with the fault.
Case large() {
  Case one = case_of(
      "body:\n  devices:\n"
      "    - {name: d0, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0], interactions: "
      "[haptic_lra], battery: 1 Wh}\n"
      "    - {name: d1, radio: nrf52840, sensors: [camera_hm01b0, microphone_sph0645], interactions: "
      "[display_ls013b4dn04]}\n"
      "    - {name: d2, accelerator: max78000, radio: nrf52840, sensors: [], interactions: [haptic_lra, "
      "display_ls013b4dn04]}\n"
      "    - {name: d3, radio: nrf52840, sensors: [camera_hm01b0], interactions: []}\n"
      "  path_loss:\n    - {between: [d0, d1], loss_db: 60}\n    - {between: [d1, d3], loss_db: 70}\n"
      "apps:\n"
      "  - {name: a0, model: kws, sensor: microphone, window: 1 s, interaction: haptic}\n"
      "  - {name: a1, model: convnet5, sensor: camera, interaction: haptic}\n"
      "  - {name: a2, model: simplenet, sensor: camera, interaction: display, result_bytes: 100 B}\n"
      "  - {name: a3, model: unet, sensor: camera, interaction: display}\n"
      "  - {name: a4, model: widenet, sensor: camera, interaction: display}\n"
      "link: {kind: ble, phy: 1M, connection_interval: 60 ms}\n");
  one.numbers = {{"max78000.input_load", 1e-7}, {"max78000.kernel_load", 2e-7}, {"x.y", 3}};
  return one;
}

bool has(const Case& one, const std::string& text) { return to_line(one).find(text) != std::string::npos; }

/// The planted fault: apps a1 and a3, the microphone of d1, the interval and one number, 20 times; without
/// the number 15, without the interval too little.
Verdict planted(const Case& one) {
  Verdict verdict;
  if (!has(one, "name: d1")) return verdict;  // as if a2 could not be without: no scenario
  verdict.kind = Verdict::Kind::judged;
  verdict.ratio = 1;
  if (!has(one, "name: a1") || !has(one, "name: a3") || !has(one, "microphone_sph0645")) return verdict;
  verdict.ratio = 15;
  if (one.numbers.contains("max78000.kernel_load")) verdict.ratio = 20;
  if (!has(one, "60 ms")) verdict.ratio = 9;
  return verdict;
}

TEST_CASE("is all that a planted fault does not need taken away, and nothing that it needs?") {
  const Case found = large();
  const Verdict verdict = planted(found);
  REQUIRE(verdict.ratio == 20);
  const Shrunk shrunk = shrink(found, verdict, kept(verdict.ratio), planted);
  const auto expected = case_of(
      "body: {devices: [{name: d1, radio: nrf52840, sensors: [microphone_sph0645], interactions: []}]}\n"
      "apps:\n"
      "  - {name: a1, model: convnet5, sensor: camera, interaction: haptic}\n"
      "  - {name: a3, model: unet, sensor: camera, interaction: display}\n"
      "link: {kind: ble, connection_interval: 60 ms}\n");
  CHECK(to_line(shrunk.left) == to_line(expected));
  // The number is worth a quarter of the loss: it may go.
  CHECK(shrunk.verdict.ratio == 15);
  CHECK(shrunk.evaluations > 10);
  CHECK(shrunk.evaluations < 120);
  const Shrunk all_kept = shrink(found, verdict, 20, planted);
  CHECK(all_kept.left.numbers == std::map<std::string, double>{{"max78000.kernel_load", 2e-7}});
}

TEST_CASE("is half of a loss half of what lies above 1?") {
  CHECK(kept(1) == 1);
  CHECK(kept(1.5) == 1.25);
  CHECK(kept(137) == 69);
}

TEST_CASE("does what is shrunk stay as it is when it is shrunk again?") {
  const Case found = large();
  const Shrunk once = shrink(found, planted(found), 10.5, planted);
  const Shrunk twice = shrink(once.left, once.verdict, 10.5, planted);
  CHECK(twice.removed == 0);
  CHECK(to_line(twice.left) == to_line(once.left));
}

}  // namespace
}  // namespace synergy::attack
