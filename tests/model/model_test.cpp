#include "synergy/model/model.hpp"

#include "synergy/model/channels.hpp"

#include <bit>

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::model;

namespace {

Layer conv(const std::string& name, std::vector<LayerIndex> inputs, int channels) {
  Layer layer;
  layer.name = name;
  layer.inputs = std::move(inputs);
  layer.out_channels = channels;
  layer.kernel_height = layer.kernel_width = 3;
  layer.pad_height = layer.pad_width = 1;
  return layer;
}

Layer copy(const std::string& name, LayerIndex input) {
  Layer layer;
  layer.name = name;
  layer.op = Operator::passthrough;
  layer.inputs = {input};
  return layer;
}

}  // namespace

TEST_CASE("how many processors hold how many channels?") {
  CHECK(processors_for(1) == 1);
  CHECK(processors_for(63) == 63);
  CHECK(processors_for(65) == 36);   // 33 in each of 2 passes, rounded up to a multiple of 4
  CHECK(processors_for(100) == 52);  // the vendor's own example
  CHECK(processors_for(512) == 64);
  CHECK(packed_map(64) == ~std::uint64_t{0});
  CHECK(packed_map(3) == 0x7);
  CHECK(first_processor(0xf0) == 4);
  CHECK(last_processor(0xf0) == 7);
}

TEST_CASE("does a tensor that skips layers cross every cut in between, and a copy count as its source?") {
  // a -> copy -> copy of the copy -> b -> c(add copy, b); the copies are the same tensor as a.
  Layer add = conv("c", {2, 3}, 4);
  add.eltwise = Eltwise::add;
  const Model model("m", {4, 8, 8},
                    {conv("a", {-1}, 4), copy("k", 0), copy("kk", 1), conv("b", {0}, 4), add});
  CHECK(model.cut(0).tensors == std::vector<LayerIndex>{0});
  CHECK(model.cut(2).tensors == std::vector<LayerIndex>{0});
  CHECK(model.cut(2).bytes == Bytes(256));
  CHECK(model.cut(3).tensors == std::vector<LayerIndex>{0, 3});
  CHECK(model.cut(3).bytes == Bytes(512));
  CHECK(model.data_intensity() == Bytes(256 * 6));
}

TEST_CASE("does the model's input cross a cut when a later layer reads it again?") {
  Layer last = conv("b", {-1, 0}, 2);
  const Model model("m", {4, 8, 8}, {conv("a", {-1}, 3), last});
  CHECK(model.cut(0).tensors == std::vector<LayerIndex>{kNetworkInput, 0});
  CHECK(model.cut(0).bytes == Bytes(7 * 64));
  CHECK(model.layer(1).in.channels == 7);
  CHECK(model.layer(1).weight_count == 2 * 7 * 9);
}

TEST_CASE("does a wrong model name the layer and say which it is?") {
  try {
    const Model model("m", {4, 8, 8}, {conv("a", {-1}, 4), conv("b", {3}, 4), conv("c", {1}, 0)});
    FAIL("no error");
  } catch (const ModelError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems()[0].layer == 1);
    CHECK(std::string(error.what()) == "model 'm', layer 'b': reads layer 3, which is not an earlier one");
  }
  CHECK_THROWS_AS(Model("m", {4, 8, 8}, {}), std::invalid_argument);
  CHECK_THROWS_AS(Model("m", {0, 8, 8}, {conv("a", {-1}, 4)}), ModelError);
  Layer wide = conv("a", {-1}, 4);
  wide.output_bits = 32;
  CHECK_THROWS_WITH(Model("m", {4, 8, 8}, {wide, conv("b", {0}, 4)}),
                    Catch::Contains("reads 'a', whose 32-bit output can only leave the network"));
}
