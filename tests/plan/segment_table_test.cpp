// The table of all segments of a model on an accelerator, against the model and the memory asked directly.
#include "synergy/plan/memory.hpp"
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
  return {s.devices[scenario::DeviceId(0)].accelerator->lower(s.apps[plan::AppId(0)].model),
          multi_tensor_cuts};
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
      const auto network = s.devices[scenario::DeviceId(0)].accelerator->lower(s.apps[plan::AppId(0)].model);
      const plan::SegmentTable segments = table(s);
      for (int from = 0; from + 1 < segments.boundaries(); ++from) {
        for (int to = from + 1; to < segments.boundaries(); ++to) {
          const device::LayerRange layers = segments.layers(from, to);
          device::Memory memory = s.devices[scenario::DeviceId(0)].accelerator->empty_memory();
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

TEST_CASE("is a network planned whose first layers stream, and so fit only together?") {
  // conv1 alone would hold 65,536 bytes of output in a bank of 32,768; conv2 takes them row by row.
  const plan::SegmentTable streaming = table(with(std::string(SYNERGY_TEST_DATA) + "/cases/cats_dogs.yaml"));
  CHECK(streaming.cost({0, 0}) == nullptr);
  CHECK(streaming.cost(streaming.layers(0, 1)) == nullptr);
  CHECK(streaming.cost(streaming.layers(0, streaming.boundaries() - 1)) != nullptr);
}

TEST_CASE("is a segment table made once for the same model and profile?") {
  plan::TableCache cache;
  const scenario::Scenario s = with("kws");
  const auto& chip = s.devices[scenario::DeviceId(0)].accelerator;
  const auto lowered = cache.lowered(chip, s.apps[plan::AppId(0)].model);
  CHECK(cache.lowered(chip, s.apps[plan::AppId(0)].model) == lowered);
  CHECK(cache.lowered(chip->with_numbers({}), s.apps[plan::AppId(0)].model) != lowered);
  const auto first = cache.table(lowered, {0, 3});
  CHECK(cache.table(lowered, {0, 3}) == first);
  CHECK(cache.table(lowered, {0}) != first);
}

TEST_CASE("has a network in general form the segments of its zoo file, with the same costs, and no others?") {
  for (const std::string name : {"kws", "convnet5", "simplenet", "ressimplenet", "unet", "mobilenetv2"}) {
    for (const bool several : {false, true}) {
      const plan::SegmentTable zoo = table(with(name), several);
      const scenario::Scenario s = with(std::string(SYNERGY_TEST_DATA) + "/networks/" + name + ".yaml");
      const plan::SegmentTable general = table(s, several);
      INFO(name << ", cuts of several tensors: " << several);
      CHECK(s.apps[plan::AppId(0)].model->layer_count() > zoo.lowered().network().layer_count());
      REQUIRE(general.boundaries() == zoo.boundaries());
      for (int from = 0; from + 1 < zoo.boundaries(); ++from) {
        CHECK(general.crossing(from) == zoo.crossing(from));
        for (int to = from + 1; to < zoo.boundaries(); ++to) {
          const device::SegmentCost* a = general.cost(from, to);
          const device::SegmentCost* b = zoo.cost(from, to);
          REQUIRE((a == nullptr) == (b == nullptr));
          if (a == nullptr) continue;
          CHECK(a->cycles == b->cycles);
          CHECK(a->load == b->load);
          CHECK(a->infer == b->infer);
          CHECK(a->unload == b->unload);
          CHECK(a->deployment == b->deployment);
          CHECK(a->infer_energy == b->infer_energy);
          CHECK(a->input_bytes == b->input_bytes);
          CHECK(a->output_bytes == b->output_bytes);
        }
      }
    }
  }
}

TEST_CASE("does no segment end within a layer of the accelerator?") {
  // Of the general kws, layer 0 is a convolution and layer 1 its activation; 4 is pooling, which belongs
  // to 5.
  const scenario::Scenario s = with(std::string(SYNERGY_TEST_DATA) + "/networks/kws.yaml");
  const plan::SegmentTable kws = table(s);
  CHECK(kws.cuts() == std::vector<int>{1, 3, 6, 8, 11, 13, 16, 19});
  CHECK(kws.cost(device::LayerRange{0, 1}) != nullptr);
  CHECK(kws.cost(device::LayerRange{0, 0}) == nullptr);
  CHECK(kws.cost(device::LayerRange{2, 4}) == nullptr);
  const auto problems = kws.lowered().problems({0, 4});
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message ==
        "after layer 'pool2' of 'kws' the max78000 is within a hardware layer, and cannot stop");
  CHECK(kws.lowered().problems({1, 3}).size() == 1);
  CHECK(kws.lowered().least_need({0, 22}) == table(with("kws")).lowered().least_need({0, 8}));
}

TEST_CASE(
    "is a network that the accelerator refuses a problem of every range, with the operator and the reason?") {
  const scenario::Scenario s = with(std::string(SYNERGY_TEST_DATA) + "/networks/strided.yaml");
  const plan::SegmentTable strided = table(s);
  CHECK(strided.cuts().empty());
  CHECK(strided.cost(device::LayerRange{0, 3}) == nullptr);
  for (int first = 0; first < 4; ++first) {
    for (int last = first; last < 4; ++last) {
      const auto problems = strided.lowered().problems_alone({first, last});
      REQUIRE(problems.size() == 1);
      CHECK(problems[0].message.starts_with("operator 'stem' of 'strided' convolves at a stride of 2x2"));
      CHECK(problems[0].layer == first);
    }
  }
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const auto placed = plan::BodyMemory(problem).place(plan::AppId(0), {plan::DeviceId(0), {0, 3}});
  REQUIRE(std::holds_alternative<device::Problem>(placed));
  CHECK(std::get<device::Problem>(placed).message == strided.lowered().problems({0, 3})[0].message);
}
