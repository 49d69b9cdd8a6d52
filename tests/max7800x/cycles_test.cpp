#include "synergy/max7800x/cycles.hpp"

#include "synergy/model/load.hpp"

#include "../csv.hpp"
#include "regression.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::max7800x;
using test::Row;

namespace {

/// The parameters the formula sees, as the two vector files state them.
HardwareLayer hardware_layer_of(const Row& row, const std::string& prefix) {
  HardwareLayer h;
  const std::string op = row.text("operator");
  h.has_kernel = op != "passthrough" && op != "none";
  h.operands = row.number("operands");
  h.pool_area = row.number("pool_h") * row.number("pool_w");
  h.pool_last = row.number("pool_first") == 0;
  h.streaming = row.number("streaming") == 1;
  h.passes = row.number(prefix + "passes");
  h.pooled_height = row.number(prefix + "pooled_h");
  h.pooled_width = row.number(prefix + "pooled_w");
  h.out_width = row.number(prefix + "out_w");
  h.kernel_height = row.number(prefix + "kernel_h");
  h.kernel_width = row.number(prefix + "kernel_w");
  h.pad_rows = row.number(prefix + "pad_h");
  h.pad_columns = row.number(prefix + "pad_w");
  h.output_steps = row.number(prefix + "out_channels");
  h.time_slots = row.number(prefix + "time_slots");
  return h;
}

}  // namespace

TEST_CASE("does the formula give the cycles of the vendor tool's own 19 unit tests?") {
  const std::vector<Row> rows = test::read_csv("cycle_vectors.csv");
  REQUIRE(rows.size() == 19);
  for (const Row& row : rows) {
    INFO(row.text("name"));
    HardwareLayer h = hardware_layer_of(row, "");
    h.flat_extra = row.number("flatten") == 1 && h.passes * h.pooled_height * h.pooled_width > 16;
    CHECK((kStartUpCycles + layer_cycles(h)).count() == row.number("expected_total_cycles"));
  }
}

TEST_CASE("does the formula give the tool's cycles for the vendor's hardware regression layers?") {
  const std::vector<Row> rows = test::read_csv("cycle_vectors_regression.csv");
  REQUIRE(rows.size() == 210);
  for (const Row& row : rows) {
    INFO(row.text("test") << " layer " << row.text("layer"));
    HardwareLayer h = hardware_layer_of(row, "hw_");
    h.flat_extra = row.number("hw_flat_extra") == 1;
    h.start_word = row.number("start_word");
    CHECK(layer_cycles(h).count() == row.number("vendor_cycles"));
  }
}

TEST_CASE("are those layers also right when derived from the network layer?") {
  for (const Row& row : test::read_csv("cycle_vectors_regression.csv")) {
    INFO(row.text("test") << " layer " << row.text("layer"));
    const model::Model model = test::model_of_regression_row(row);
    const HardwareLayer h = hardware_layer({}, model, 0, row.number("start_word"));
    CHECK(layer_cycles(h).count() == row.number("vendor_cycles"));
    CHECK(h.passes == row.number("hw_passes"));
    CHECK(h.pooled_height == row.number("hw_pooled_h"));
    CHECK(h.pooled_width == row.number("hw_pooled_w"));
    CHECK(h.out_width == row.number("hw_out_w"));
    CHECK(h.kernel_height == row.number("hw_kernel_h"));
    CHECK(h.pad_rows == row.number("hw_pad_h"));
    CHECK(model.layer(0).out ==
          model::Shape{row.number("out_channels"), row.number("out_h"), row.number("out_w")});
    if (h.has_kernel) CHECK(h.output_steps == row.number("hw_out_channels"));
    if (!h.has_kernel) CHECK(h.time_slots == row.number("hw_time_slots"));
  }
}

TEST_CASE("does every layer of every zoo model take the vendor tool's cycles?") {
  int layers = 0;
  for (const Row& summary : test::read_csv("layers/summary.csv")) {
    const std::string name = summary.text("model");
    const bool vendor = !summary.empty("total_vendor_cycles");
    const model::Model model = model::load_model(test::zoo_file(name));
    Profile accelerator;
    accelerator.pool_last_rereads = vendor;
    std::int64_t sum = kStartUpCycles.count();
    for (const Row& row : test::read_csv("layers/" + name + ".csv")) {
      const int index = row.number("index");
      INFO(name << " layer " << index);
      const int start = row.empty("start_word") ? 0 : row.number("start_word");
      const Cycles cycles = layer_cycles(hardware_layer(accelerator, model, index, start));
      CHECK(cycles.count() == row.number(vendor ? "vendor_cycles" : "model_cycles"));
      sum += cycles.count();
      layers += vendor ? 1 : 0;
    }
    INFO(name);
    CHECK(sum == std::stoll(summary.text(vendor ? "total_vendor_cycles" : "total_model_cycles")));
  }
  CHECK(layers == 182);
}

TEST_CASE("does a layer that pools after its addition cost more the later its weights start?") {
  // ResSimpleNet layer 12, figures of the vendor's tool for five placements.
  const model::Model model = model::load_model(test::zoo_file("ressimplenet"));
  Profile accelerator;
  const auto cycles = [&](int start) {
    return layer_cycles(hardware_layer(accelerator, model, 12, start)).count();
  };
  CHECK(cycles(556) == 5632);
  CHECK(cycles(160) == 2860);
  CHECK(cycles(48) == 2076);
  CHECK(cycles(0) == 1740);
  accelerator.pool_last_rereads = false;
  CHECK(cycles(556) == 1740);
}

TEST_CASE("is the hand-computed layer right?") {
  // ConvNet5 layer 1: 60x28x28, max pool 2, 3x3, padding 2, 60 outputs; see device_profiles/max7800x.md.
  const model::Model model = model::load_model(test::zoo_file("convnet5"));
  CHECK(layer_cycles(hardware_layer({}, model, 1, 0)).count() == 2 * 54 + 14 * (80 + 960) + 2 * (38 + 960));
}

TEST_CASE("does a streaming layer cost half as much again, and run 1x1 kernels as 3x3?") {
  model::Layer layer;
  layer.name = "a";
  layer.inputs = {model::kNetworkInput};
  layer.out_channels = 4;
  const model::Model plain("m", {4, 8, 8}, {layer});
  layer.kernel_height = layer.kernel_width = 3;
  layer.pad_height = layer.pad_width = 1;
  const model::Model padded("m", {4, 8, 8}, {layer});
  layer.kernel_height = layer.kernel_width = 1;
  layer.pad_height = layer.pad_width = 0;
  layer.streaming = true;
  const model::Model streaming("m", {4, 8, 8}, {layer});
  const auto cycles = [](const model::Model& m) { return layer_cycles(hardware_layer({}, m, 0, 0)).count(); };
  CHECK(cycles(plain) == 64 * (2 + 4));
  CHECK(cycles(streaming) == (cycles(padded) * 3 + 1) / 2);
}

TEST_CASE("does a dilated convolution take the cycles of an undilated one that reaches as far?") {
  model::Layer layer;
  layer.name = "a";
  layer.inputs = {model::kNetworkInput};
  layer.out_channels = 4;
  layer.kernel_height = layer.kernel_width = 3;
  layer.dilation = 2;
  const model::Model model("m", {4, 8, 8}, {layer});
  const HardwareLayer h = hardware_layer({}, model, 0, 0);
  CHECK(h.kernel_height == 5);
  CHECK(h.out_width == model.layer(0).out.width);
  // 4 rows of 8 pixels before the first output; then 4 with 4 pixels before it and 4 that make 4 channels.
  CHECK(layer_cycles(h).count() == 4 * 8 * 3 + 4 * (4 * 3 + 4 * 2 + 4 * 4));
  // An output of one pixel, with more padding than that: every row is read once, and one output made.
  layer.dilation = 4;
  layer.pad_height = layer.pad_width = 2;
  const model::Model one("m", {4, 5, 5}, {layer});
  CHECK(one.layer(0).out == model::Shape{4, 1, 1});
  CHECK(layer_cycles(hardware_layer({}, one, 0, 0)).count() > 5 * 5 * 2 + 4);
}
