// Networks of people who use the chip, against what the vendor's tool and the silicon gave them.
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/max7800x/cycles.hpp"
#include "synergy/max7800x/load.hpp"
#include "synergy/max7800x/segment.hpp"
#include "synergy/model/load.hpp"

#include <cmath>
#include <fstream>

#include "../csv.hpp"
#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::max7800x;
using model::LayerIndex;
using model::Model;
using test::Row;

namespace {

const std::string kFolder = std::string(SYNERGY_TEST_DATA) + "/cases/";

Model load(const std::string& name) { return model::load_model(kFolder + name + ".yaml"); }

/// Problems on an empty accelerator.
std::vector<device::Problem> problems(const Profile& chip, const Model& model) {
  std::vector<device::Problem> found = check_segment(chip, model, model.all());
  const auto memory = MemoryLedger(chip).problems(model, model.all());
  found.insert(found.end(), memory.begin(), memory.end());
  return found;
}

MemoryLedger::Placement place(const Profile& chip, const Model& model) {
  MemoryLedger ledger(chip);
  MemoryLedger::Placement placement;
  REQUIRE(ledger.try_place(ModelNeeds(model), model.all(), &placement));
  return placement;
}

Profile shipped_max78000() {
  return read_profile(input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/max78000.yaml"));
}

}  // namespace

TEST_CASE("do public networks take the vendor tool's cycles, weight bytes and start words, and fit or not?") {
  const std::vector<Row> rows = test::read_csv("cases/networks.csv");
  REQUIRE(rows.size() == 29);
  const Profile chip = test::max78000();
  for (const Row& row : rows) {
    INFO(row.text("file"));
    const Model model = load(row.text("file"));
    const auto found = problems(chip, model);
    if (!found.empty()) UNSCOPED_INFO(found.front().message);
    CHECK(found.empty() == (row.text("fits_max78000") == "yes"));
    if (!row.empty("weight_bytes"))
      CHECK(model.weight_bytes(model.all()).count() == row.number("weight_bytes"));
    if (!found.empty()) continue;
    const MemoryLedger::Placement placement = place(chip, model);
    if (!row.empty("start_words")) CHECK(placement.starts == row.numbers("start_words"));
    if (!row.empty("vendor_cycles"))
      CHECK(segment_cost(chip, model, model.all(), &placement).cycles.count() == row.number("vendor_cycles"));
  }
}

TEST_CASE("does the network that no MAX78000 holds fit the MAX78002?") {
  CHECK(problems(test::max78002(), load("u26")).empty());
  CHECK(!problems(test::max78000(), load("u26")).empty());
}

TEST_CASE("are networks that the vendor's tool refuses refused with its numbers?") {
  for (const Row& row : test::read_csv("cases/refused.csv")) {
    INFO(row.text("file"));
    std::string message;
    try {
      const auto found = problems(row.text("device") == "max78002" ? test::max78002() : test::max78000(),
                                  load(row.text("file")));
      REQUIRE(!found.empty());
      message = found.front().message;
      CHECK(found.front().needed == row.number("needed"));
      CHECK(found.front().available == row.number("available"));
    } catch (const InputError& error) {
      message = error.what();
      CHECK(row.empty("needed"));
    }
    CHECK_THAT(message, Catch::Contains(row.text("says")));
  }
}

TEST_CASE("does an input too large pixel by pixel lie channel by channel, if it says so or can?") {
  const auto with_format = [](const std::string& format, const std::string& file) {
    std::ifstream stream(kFolder + file);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return model::read_model(input::parse("data_format: " + format + "\n" + text, file));
  };
  const auto first = [](const Profile& chip, const Model& model) {
    const auto found = problems(chip, model);
    return found.empty() ? "" : found.front().message;
  };
  const Profile small = test::max78000();
  const Profile large = test::max78002();
  const auto input_bytes = [&](const Model& model) { return data_need(large, model, model.all(), 0).input; };
  CHECK(input_bytes(load("i345")) == 200'704);
  CHECK(input_bytes(load("i345chw")) == 224 * 224);  // three channels, a bank each
  CHECK(input_bytes(with_format("chw", "i345chw.yaml")) == 224 * 224);
  CHECK(input_bytes(with_format("hwc", "i345chw.yaml")) == 200'704);
  CHECK_THAT(first(large, with_format("chw", "i345.yaml")), Catch::Contains("share a data memory bank"));
  // Three channels of 128 x 128: 4,096 words each, or 16,384 words of which one byte is empty.
  CHECK(first(small, load("u09")).empty());
  CHECK_THAT(first(small, with_format("hwc", "u09.yaml")),
             Catch::Contains("needs 65536 bytes for its input"));
  const auto words = [](const Profile& chip, const Model& model) {
    return segment_cost(chip, model, model.all(), nullptr).loaded_words.count();
  };
  CHECK(words(small, load("u09")) == 3 * 4'096);
  CHECK(words(large, load("u09")) == 16'384);  // it fits there
  CHECK(words(large, with_format("chw", "u09.yaml")) == 3 * 4'096);
}

TEST_CASE("do inferences on silicon take the cycles and the fixed cost, within its spread?") {
  // Vendor README times: cycles of networks/ai85-mnist and kws20_v3 by the vendor's tool.
  struct Measured {
    std::string name;
    double cycles, us;
  };
  std::vector<Measured> rows = {{"mnist", 70'157, 1410},
                                {"kws20_v3", 71'782, 1442},
                                {"simplenet", 129'311, 2593},
                                {"nascifarnet", 228'218, 4600}};
  const Profile chip = shipped_max78000();
  for (const Row& row : test::read_csv("cases/networks.csv")) {
    if (row.empty("measured_us")) continue;
    const Model model = load(row.text("file"));
    const auto cycles = segment_cost(chip, model, model.all(), nullptr).cycles.count();
    rows.push_back(
        {row.text("file"), static_cast<double>(cycles), static_cast<double>(row.number("measured_us"))});
  }
  REQUIRE(rows.size() == 10);
  int near = 0;
  for (const Measured& row : rows) {
    INFO(row.name);
    const double fixed_us = row.us - row.cycles / 50;
    // Times are printed to the microsecond.
    CHECK(fixed_us > chip.inference_overhead.low->us() - 0.5);
    CHECK(fixed_us < chip.inference_overhead.high->us() + 0.5);
    CHECK(std::abs(row.cycles / 50 + chip.inference_overhead.value.us() - row.us) < 0.055 * row.us);
    if (std::abs(fixed_us - chip.inference_overhead.value.us()) < 3) ++near;
  }
  CHECK(near == 5);  // all of the MLonMCU-project
}

TEST_CASE("does an input load word by word in the time measured?") {
  const Profile chip = shipped_max78000();
  const auto load_ms = [&](const model::Shape& input, model::DataFormat format) {
    model::Layer layer;
    layer.name = "a";
    layer.inputs = {model::kNetworkInput};
    layer.out_channels = 4;
    const Model model("m", input, {layer}, {format, {}, {}});
    return chip.input_load_per_word.value.ms() *
           static_cast<double>(model.words(model::kNetworkInput, format).count());
  };
  using model::DataFormat;
  // 2,304 words of three channels, not 6,912 bytes.
  const Model three = load("w3min");
  CHECK(segment_cost(chip, three, three.all(), nullptr).load.ms() == Approx(0.622).epsilon(0.001));
  CHECK(load_ms({1, 64, 64}, DataFormat::hwc) == Approx(1.085).epsilon(0.02));  // measured: 1.9 % less
  CHECK(load_ms({128, 128, 1}, DataFormat::hwc) == Approx(1.1).epsilon(0.01));  // AN7417, to 0.05 ms
  CHECK(load_ms({1, 28, 28}, DataFormat::chw) == Approx(196 * 0.27e-3));
  // Each channel starts with a word of its own: 3 x ceil(25 / 4).
  CHECK(load_ms({3, 5, 5}, DataFormat::chw) == Approx(21 * 0.27e-3));
  CHECK(load_ms({5, 5, 5}, DataFormat::hwc) == Approx(50 * 0.27e-3));
}

TEST_CASE("do streaming networks take as long as measured with loading, and not both phases in turn?") {
  const Profile chip = shipped_max78000();
  const auto total_ms = [&](const std::string& name, std::int64_t words) {
    const Model model = load(name);
    CHECK(problems(chip, model).empty());
    const SegmentCost cost = segment_cost(chip, model, model.all(), nullptr);
    CHECK(cost.load == Duration());
    CHECK(cost.load_energy.si() == 0);
    CHECK(cost.fed_words == model::Words(words));
    CHECK(cost.feed == chip.stream_feed_per_word.value * words);
    CHECK(cost.infer > cost.feed);
    // The words' energy, and the accelerator's while it works.
    Cycles working = kStartUpCycles;
    for (LayerIndex i = 0; i < model.layer_count(); ++i) {
      HardwareLayer layer = hardware_layer(chip, model, i, 0);
      layer.streaming = false;
      working += layer_cycles(layer);
    }
    const double busy_s = (working / chip.clock.value + chip.inference_overhead.value).s();
    const max7800x::MeasuredPower* measured = chip.measured(model.name());
    const double work_j = measured != nullptr
                              ? measured->power.value.si() * busy_s
                              : chip.energy_per_mac.value.si() * static_cast<double>(cost.macs) +
                                    chip.energy_per_cycle.value.si() * static_cast<double>(working.count());
    CHECK(cost.infer_energy.si() ==
          Approx((work_j + chip.input_load_energy_per_word.value.si() * static_cast<double>(words)) /
                 chip.supply_efficiency.value.si()));
    return cost.infer.ms();
  };
  CHECK(total_ms("faceid", 19'200) == Approx(14.0).epsilon(0.02));
  CHECK(total_ms("cats_dogs", 16'384) == Approx(12.5).epsilon(0.05));
}

TEST_CASE("does a streaming network wait for its feed, and for nothing if it is fast enough?") {
  const Model model = load("w1min");
  Profile chip = test::max78000();
  const auto infer = [&] { return segment_cost(chip, model, model.all(), nullptr).infer; };
  const auto cycles_of = [&](LayerIndex i) {
    HardwareLayer layer = hardware_layer(chip, model, i, 0);
    layer.streaming = false;  // without the half that the vendor adds
    return layer_cycles(layer);
  };
  const Cycles streaming = kStartUpCycles + cycles_of(0) + cycles_of(1);
  const Duration alone = (streaming + cycles_of(2)) / chip.clock.value + chip.inference_overhead.value;
  const std::int64_t words = 128 * 128;
  const Duration overlap = streaming / chip.clock.value;
  chip.stream_feed_per_word.value = nanoseconds(overlap.ns() / words);  // just in time
  CHECK(infer() == alone);
  chip.stream_feed_per_word.value = nanoseconds(overlap.ns() / words + 1);
  CHECK(infer() == alone + (nanoseconds((overlap.ns() / words + 1) * words) - overlap));
}

TEST_CASE("is of streaming layers only the last one's output held in data memory?") {
  const Model model = load("w1min");
  const Profile chip = test::max78000();
  CHECK(data_need(chip, model, model.all(), 0).input == 0);
  CHECK(data_need(chip, model, model.all(), 0).output == 0);
  CHECK(data_need(chip, model, model.all(), 1).input == 0);
  CHECK(data_need(chip, model, model.all(), 1).output == 64 * 64 * 4);
  CHECK(data_need(chip, model, model.all(), 2).input == 64 * 64 * 4);
  // Cut after the first, its output is what the other device gets.
  CHECK(data_need(chip, model, {0, 0}, 0).output == 128 * 128 * 4);
  CHECK(check_segment(chip, model, {0, 0}).front().needed == 65'536);
}
