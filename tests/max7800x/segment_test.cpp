#include "synergy/max7800x/segment.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/max7800x/cycles.hpp"
#include "synergy/model/load.hpp"

#include "../csv.hpp"
#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::max7800x;
using model::LayerRange;
using model::Model;

namespace {

Model zoo(const std::string& name) { return model::load_model(test::zoo_file(name)); }

double microjoules_of(Energy energy) { return energy.si() * 1e6; }

}  // namespace

TEST_CASE("does KWS on one MAX78000 cost what a hand calculation gives?") {
  const Model kws = zoo("kws");
  const SegmentCost cost = segment_cost(test::max78000(), kws, kws.all(), nullptr);
  CHECK(cost.cycles == Cycles(71'782));
  CHECK(cost.input_bytes == Bytes(16'384));
  CHECK(cost.output_bytes == Bytes(84));  // 21 classes of 32 bits
  CHECK(cost.weight_bytes == Bytes(169'472));
  CHECK(cost.bias_bytes == Bytes(0));
  CHECK(cost.loaded_words == model::Words(4'096));
  CHECK(cost.fed_words == model::Words(0));
  CHECK(cost.unloaded_words == model::Words(21));
  CHECK(cost.load == nanoseconds(4'096 * 270));  // 1.106 ms; AN7417 measured 1.1 ms
  CHECK(cost.feed == Duration());
  CHECK(cost.infer == nanoseconds(71'782 * 20 + 33'000));  // 1.4686 ms
  CHECK(cost.unload == nanoseconds(21 * 390));
  CHECK(cost.deployment == nanoseconds(169'472 * 69));  // 11.7 ms; AN7417 measured 11.6 ms
  CHECK(cost.switch_retained == nanoseconds(109'000));
  CHECK(cost.switch_reload == cost.deployment + cost.switch_retained);
  CHECK(microjoules_of(cost.load_energy) == Approx(4'096 * 3.17e-3 / 0.9));
  CHECK(microjoules_of(cost.infer_energy) == Approx(97e3 * 1.46864e-3 / 0.9));
  CHECK(cost.macs == 8'345'344);
  CHECK(microjoules_of(cost.switch_retained_energy) == Approx(1.956 / 0.9));
  CHECK(microjoules_of(cost.switch_reload_energy) == Approx((1.956 + 169'472 * 0.88e-3) / 0.9));
}

TEST_CASE("do the segments of a cut model hand over the cut and add up to the whole?") {
  const Profile accelerator = test::max78000();
  const Model model = zoo("ressimplenet");
  const SegmentCost whole = segment_cost(accelerator, model, model.all(), nullptr);
  for (int after = 0; after + 1 < model.layer_count(); ++after) {
    if (!model.cut(after).single()) continue;
    const SegmentCost a = segment_cost(accelerator, model, {0, after}, nullptr);
    const SegmentCost b = segment_cost(accelerator, model, {after + 1, model.layer_count() - 1}, nullptr);
    INFO("cut after " << after);
    CHECK(a.input_bytes == model.input_bytes());
    CHECK(a.output_bytes == b.input_bytes);
    CHECK(b.output_bytes == Bytes(400));
    CHECK(a.weight_bytes + b.weight_bytes == whole.weight_bytes);
    // One more start-up; layer 12 re-reads fewer weights when it starts at a lower word.
    CHECK(a.cycles + b.cycles <= whole.cycles + kStartUpCycles);
    CHECK((a.cycles + b.cycles).count() >= whole.cycles.count() - 3892);
  }
}

TEST_CASE("does a segment that lies higher in memory pay for its re-reads?") {
  const Profile accelerator = test::max78000();
  const Model model = zoo("ressimplenet");
  MemoryLedger::Placement placement;
  placement.starts.assign(1, 0);
  const auto cycles_at = [&](int start) {
    placement.starts[0] = start;
    return segment_cost(accelerator, model, {12, 12}, &placement).cycles.count();
  };
  CHECK(cycles_at(0) == 1 + 1740);
  CHECK(cycles_at(556) == 1 + 5632);
  CHECK(segment_cost(accelerator, model, {12, 12}, nullptr).cycles == Cycles(1741));
}

TEST_CASE("are the MAX78002's cycles stretched by the pipeline factor, rounded up?") {
  const Model model = zoo("mobilenetv2_max78002");
  const SegmentCost cost = segment_cost(test::max78002(), model, model.all(), nullptr);
  CHECK(cost.cycles == Cycles(713'792));  // 620,688 x 1.15 = 713,791.2
  CHECK(cost.infer == nanoseconds(713'792 * 5 + 33'000));
  // AN7664 figure 10 gives 3.53 ms, from which the factor is derived, fixed cost and all; the formula is an
  // estimate there.
  CHECK((cost.infer - test::max78002().inference_overhead.value).ms() == Approx(3.53).epsilon(0.02));
}

namespace {

/// a (8x8x8) -> b (32-bit output of the network) and c (2x8x8) -> d (4x8x8), which also reads a host input.
Model two_headed() {
  return model::read_model(
      input::parse("schema_version: 1\n"
                   "name: heads\n"
                   "input: {channels: 3, height: 8, width: 8}\n"
                   "host_inputs: [{name: past, channels: 5, height: 8, width: 8}]\n"
                   "outputs: [b, d]\n"
                   "layers:\n"
                   "  - {name: a, operator: conv2d, kernel: 3, padding: 1, out_channels: 8}\n"
                   "  - {name: b, operator: conv2d, kernel: 1, out_channels: 6, output_bits: 32}\n"
                   "  - {name: c, inputs: [a], operator: conv2d, kernel: 1, out_channels: 2}\n"
                   "  - {name: d, inputs: [c, past], operator: conv2d, kernel: 1, out_channels: 4}\n",
                   "heads"));
}

}  // namespace

TEST_CASE("does each segment move the words of what it reads and makes, and let finished outputs pass?") {
  const Model model = two_headed();
  const auto cost = [&](int first, int last) {
    return segment_cost(test::max78000(), model, {first, last}, nullptr);
  };
  const auto words = [](std::int64_t pixels_of_4) { return model::Words(pixels_of_4 * 64); };
  const SegmentCost whole = cost(0, 3);
  CHECK(whole.loaded_words == words(1 + 2));  // the input, and the buffer of 5 channels
  CHECK(whole.unloaded_words == words(6 + 1));
  CHECK(whole.output_bytes == Bytes((6 * 4 + 4) * 64));
  const SegmentCost front = cost(0, 1);
  CHECK(front.loaded_words == words(1));
  CHECK(front.unloaded_words == words(2 + 6));  // a, b
  CHECK(front.output_bytes == Bytes((8 + 6 * 4) * 64));
  const SegmentCost back = cost(2, 3);
  CHECK(back.input_bytes == front.output_bytes);
  CHECK(back.loaded_words == words(2 + 2));  // a and the buffer; b travels on beside the accelerator
  CHECK(back.unloaded_words == words(1));
  CHECK(back.output_bytes == whole.output_bytes);
  const SegmentCost last = cost(3, 3);
  CHECK(last.input_bytes == Bytes((2 + 6 * 4) * 64));
  CHECK(last.loaded_words == words(1 + 2));
}

TEST_CASE("is costing what does not fit a broken invariant?") {
  const Model model = zoo("efficientnetv2");
  CHECK_THROWS_AS(segment_cost(test::max78000(), model, model.all(), nullptr), BrokenInvariant);
}
