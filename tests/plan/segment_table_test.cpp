// The table of all segments of a model on an accelerator, against the model and the memory asked directly.
#include "synergy/plan/problem.hpp"

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::library;

namespace {

scenario::Scenario with(const std::string& model, const std::string& accelerator = "max78000") {
  std::string body = full_body(1);
  body.replace(body.find("max78000"), 8, accelerator);
  return from_yaml(body + "apps:\n  - {model: " + model + ", sensor: camera, interaction: display}\n");
}

plan::SegmentTable table(const scenario::Scenario& s, bool multi_tensor_cuts = false) {
  return {s.devices[0].accelerator->lower(s.apps[0].model), multi_tensor_cuts};
}

}  // namespace

TEST_CASE("do the boundaries of a chain lie before, between and after its layers?") {
  const plan::SegmentTable kws = table(with("kws"));
  CHECK(kws.cuts() == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(kws.boundaries() == 10);
  CHECK(kws.layers(0, 9) == device::LayerRange{0, 8});
  CHECK(kws.layers(0, 1) == device::LayerRange{0, 0});
  CHECK(kws.layers(4, 9) == device::LayerRange{4, 8});
  CHECK(kws.layers(8, 9) == device::LayerRange{8, 8});
  CHECK(kws.boundary_after(0) == 1);
  CHECK(kws.boundary_after(7) == 8);
  CHECK(kws.boundary_after(8) == 9);
  CHECK(kws.crossing(0) == Bytes(16'384));  // the model's input
  CHECK(kws.crossing(1) == Bytes(12'800));
  CHECK(kws.crossing(8) == Bytes(256));
  CHECK(kws.crossing(9) == Bytes(0));
}

TEST_CASE("are there no boundaries inside a residual, unless several tensors may cross?") {
  const scenario::Scenario s = with("efficientnetv2");
  const plan::SegmentTable single = table(s);
  // Two tensors cross after 5, 6, 11, 12, 17, 18, 23 and 24.
  CHECK(single.cuts().size() == 28 - 8);
  CHECK(!single.boundary_after(5));
  CHECK(!single.boundary_after(24));
  CHECK(single.boundary_after(4) == 5);
  CHECK(single.boundary_after(7) == 6);
  CHECK(single.layers(5, 6) == device::LayerRange{5, 7});
  CHECK(single.crossing(5) == Bytes(8'192));
  CHECK(single.boundary_after(28) == 21);
  CHECK(!single.boundaries_of({0, 5}));   // ends inside the residual
  CHECK(!single.boundaries_of({6, 28}));  // begins inside it
  CHECK(!single.boundaries_of({5, 4}));
  CHECK(!single.boundaries_of({-1, 4}));
  CHECK(!single.boundaries_of({8, 29}));  // there is no layer 29
  CHECK(single.cost({0, 5}) == nullptr);
  const plan::SegmentTable several = table(s, true);
  CHECK(several.cuts().size() == 28);
  CHECK(several.crossing(6) == Bytes(40'960));
  CHECK(several.layers(5, 6) == device::LayerRange{5, 5});
}

TEST_CASE("does every segment have a cost exactly if it fits an empty accelerator, and the right one?") {
  for (const char* chip : {"max78000", "max78002"}) {
    for (const std::string& name : library().model_names()) {
      const scenario::Scenario s = with(name, chip);
      const auto network = s.devices[0].accelerator->lower(s.apps[0].model);
      const plan::SegmentTable segments = table(s);
      for (int from = 0; from + 1 < segments.boundaries(); ++from) {
        for (int to = from + 1; to < segments.boundaries(); ++to) {
          const device::LayerRange layers = segments.layers(from, to);
          device::Memory memory = s.devices[0].accelerator->empty_memory();
          device::Placement placement;
          const bool fits =
              network->problems(layers).empty() && memory.try_place(*network, layers, &placement);
          const device::SegmentCost* cost = segments.cost(from, to);
          REQUIRE(segments.boundaries_of(layers) == std::pair(from, to));
          REQUIRE(segments.cost(layers) == cost);
          CAPTURE(name, chip, layers.first, layers.last);
          REQUIRE((cost != nullptr) == fits);
          if (cost == nullptr) continue;
          const auto expected = network->cost(layers, placement);
          REQUIRE(cost->cycles == expected.cycles);
          REQUIRE(cost->input_bytes == segments.crossing(from));
          REQUIRE(cost->infer == expected.infer);
          REQUIRE(cost->switch_reload == expected.switch_reload);
        }
      }
    }
  }
}

TEST_CASE("is a segment table made once for the same model and profile?") {
  plan::TableCache cache;
  const scenario::Scenario s = with("kws");
  const auto& chip = s.devices[0].accelerator;
  const auto lowered = cache.lowered(chip, s.apps[0].model);
  CHECK(cache.lowered(chip, s.apps[0].model) == lowered);
  CHECK(cache.lowered(chip->with_numbers({}), s.apps[0].model) != lowered);
  const auto first = cache.table(lowered, {0, 3});
  CHECK(cache.table(lowered, {0, 3}) == first);
  CHECK(cache.table(lowered, {0}) != first);
}
