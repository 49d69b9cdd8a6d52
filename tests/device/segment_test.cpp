#include "synergy/device/segment.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/device/cycles.hpp"
#include "synergy/model/load.hpp"

#include "../csv.hpp"
#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::device;
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
  CHECK(cost.load == nanoseconds(16'384 * 67));           // 1.098 ms
  CHECK(cost.infer == nanoseconds(71'782 * 20 + 6'600));  // 1.4422 ms
  CHECK(cost.unload == nanoseconds(84 * 98));
  CHECK(cost.deployment == nanoseconds(169'472 * 69));  // 11.7 ms; AN7417 measured 11.6 ms
  CHECK(cost.switch_retained == nanoseconds(109'000));
  CHECK(cost.switch_reload == cost.deployment + cost.switch_retained);
  CHECK(microjoules_of(cost.load_energy) == Approx(16'384 * 0.79e-3 / 0.9));
  CHECK(cost.macs == 8'345'344);
  CHECK(microjoules_of(cost.switch_retained_energy) == Approx(1.956 / 0.9));
  CHECK(microjoules_of(cost.switch_reload_energy) == Approx((1.956 + 169'472 * 0.88e-3) / 0.9));
}

TEST_CASE("do the segments of a cut model hand over the cut and add up to the whole?") {
  const AcceleratorProfile accelerator = test::max78000();
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
  const AcceleratorProfile accelerator = test::max78000();
  const Model model = zoo("ressimplenet");
  MemoryLedger::Placement placement;
  placement.start_words.assign(1, 0);
  const auto cycles_at = [&](int start) {
    placement.start_words[0] = start;
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
  CHECK(cost.infer == nanoseconds(713'792 * 5 + 6'600));
  // AN7664 figure 10 gives 3.53 ms; the formula is an estimate there.
  CHECK(cost.infer.ms() == Approx(3.53).epsilon(0.02));
}

TEST_CASE("is costing what does not fit a broken invariant?") {
  const Model model = zoo("efficientnetv2");
  CHECK_THROWS_AS(segment_cost(test::max78000(), model, model.all(), nullptr), BrokenInvariant);
}
