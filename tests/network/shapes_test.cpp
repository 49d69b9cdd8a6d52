#include "networks.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::network;
using test::errors_of;
using test::file_of;
using test::file_of_one;
using test::network_of;

namespace {

Operator only(const std::string& what) { return network_of(file_of_one(what)).operators().back(); }

}  // namespace

TEST_CASE("what shapes, weights and operations has each operator on a map of 4x8x8?") {
  struct Case {
    const char* what;
    Shape out;
    std::int64_t weights;
    std::int64_t macs;
  };
  const Case cases[] = {
      {"conv2d, out_channels: 6, kernel: 3", {6, 6, 6}, 6 * 4 * 9, 6 * 4 * 9 * 36},
      {"conv2d, out_channels: 6, kernel: 3, padding: 1", {6, 8, 8}, 216, 216 * 64},
      {"conv2d, out_channels: 6, kernel: 3, padding: 1, stride: 2", {6, 4, 4}, 216, 216 * 16},
      {"conv2d, out_channels: 6, kernel: [5, 1], padding: [2, 0]", {6, 8, 8}, 6 * 4 * 5, 120 * 64},
      {"conv2d, out_channels: 6, kernel: 3, padding: [0, 0, 1, 1], stride: 2", {6, 4, 4}, 216, 216 * 16},
      {"conv2d, out_channels: 6, kernel: 3, dilation: 3", {6, 2, 2}, 216, 216 * 4},
      {"conv2d, out_channels: 8, kernel: 3, groups: 2", {8, 6, 6}, 8 * 2 * 9, 144 * 36},
      {"conv2d, out_channels: 4, kernel: 3, groups: 4, padding: 1", {4, 8, 8}, 4 * 9, 36 * 64},
      {"conv_transpose2d, out_channels: 2, kernel: 3, stride: 2, padding: 1, output_padding: 1",
       {2, 16, 16},
       2 * 4 * 9,
       72 * 256},
      {"conv_transpose2d, out_channels: 2, kernel: 2, stride: 2", {2, 16, 16}, 2 * 4 * 4, 32 * 256},
      {"max_pool2d, kernel: 2", {4, 4, 4}, 0, 0},
      {"max_pool2d, kernel: 3, stride: 2, padding: [0, 0, 1, 1]", {4, 4, 4}, 0, 0},
      {"avg_pool2d, kernel: [8, 2], stride: [1, 3]", {4, 1, 3}, 0, 0},
      {"global_avg_pool", {4, 1, 1}, 0, 0},
      {"flatten", {256, 1, 1}, 0, 0},
      {"reshape, to: {channels: 16, height: 4, width: 4}", {16, 4, 4}, 0, 0},
      {"add, inputs: [x, x]", {4, 8, 8}, 0, 0},
      {"concat, inputs: [x, x, x]", {12, 8, 8}, 0, 0},
      {"hard_swish", {4, 8, 8}, 0, 0},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const Operator op = only(c.what);
    CHECK(op.out == c.out);
    CHECK(op.weight_count == c.weights);
    CHECK(op.macs == c.macs);
  }
}

TEST_CASE("how many bytes do weights and outputs of few bits take?") {
  // 216 weights of 3 bits are 648 bits; 6x6x6 elements of 4 bits are 108 bytes.
  const Network network =
      network_of(file_of_one("conv2d, out_channels: 6, kernel: 3, weight_bits: 3, output_bits: 4"));
  CHECK(network.weight_bytes(network.all()) == Bytes(81));
  CHECK(network.output_bytes() == Bytes(108));
  CHECK(network.input_bytes() == Bytes(256));
  // Pooling keeps the bits of its input, and what is computed has 8.
  const Network kept =
      network_of(file_of("  - {name: a, operator: conv2d, out_channels: 2, kernel: 1, output_bits: 16}\n"
                         "  - {name: p, operator: max_pool2d, kernel: 2}\n"
                         "  - {name: b, operator: add, inputs: [p, p]}\n"));
  CHECK(kept.bytes(kept.output_of(OperatorId(1))) == Bytes(2 * 16 * 2));
  CHECK(kept.output_bytes() == Bytes(2 * 16));
}

TEST_CASE("does a depthwise separable network on sound have the operations that are published for it?") {
  // DS-CNN of MLPerf Tiny: 49x10 features, 64 channels, 4 separable blocks, 12 words: 2.66 million
  // multiply-accumulates, 22,016 weights besides biases.
  std::string text =
      "schema_version: 1\nform: network\nname: ds_cnn\ninputs: [{name: mfcc, channels: 1, height: 49, width: "
      "10}]\n"
      "operators:\n  - {name: c0, operator: conv2d, out_channels: 64, kernel: [10, 4], stride: 2, padding: "
      "[4, 1, 5, 1]}\n";
  for (const char* block : {"1", "2", "3", "4"}) {
    text += std::string("  - {name: dw") + block +
            ", operator: conv2d, out_channels: 64, kernel: 3, padding: 1, groups: 64}\n" + "  - {name: pw" +
            block + ", operator: conv2d, out_channels: 64, kernel: 1}\n";
  }
  text +=
      "  - {name: p, operator: global_avg_pool}\n  - {name: fc, operator: linear, out_channels: 12}\n"
      "  - {name: s, operator: softmax}\n";
  const Network network = network_of(text);
  CHECK(network.at(OperatorId(0)).out == Shape{64, 25, 5});
  const std::int64_t weights = 64 * 40 + 4 * (64 * 9 + 64 * 64) + 64 * 12;
  CHECK(weights == 22'016);
  CHECK(network.weight_bytes(network.all()) == Bytes(weights));
  CHECK(network.macs(network.all()) == 125 * (64 * 40 + 4 * (64 * 9 + 64 * 64)) + 64 * 12);
  CHECK(network.macs(network.all()) == 2'656'768);
}

TEST_CASE("does squeeze and excitation multiply every pixel by one value of its channel?") {
  const std::string text =
      "  - {name: s, operator: global_avg_pool}\n"
      "  - {name: g, operator: conv2d, out_channels: CHANNELS, kernel: 1}\n"
      "  - {name: m, operator: mul, inputs: [x, g]}\n";
  const auto with = [&text](const std::string& channels) {
    std::string copy = text;
    return file_of(copy.replace(copy.find("CHANNELS"), 8, channels));
  };
  CHECK(network_of(with("4")).operators().back().out == Shape{4, 8, 8});
  CHECK_THAT(errors_of(with("3")),
             Catch::Contains("operator 'm' combines input 'x' (4x8x8) and 'g' (3x1x1), whose "
                             "shapes differ"));
}

TEST_CASE("is every operator that does not fit refused, with the numbers?") {
  const auto refused = [](const std::string& what, const std::string& why) {
    INFO(what);
    CHECK_THAT(errors_of(file_of_one(what)), Catch::Contains("n.yaml:6:5: operator 'a' " + why));
  };
  refused("conv2d, out_channels: 6, kernel: 9", "the kernel is larger than its padded input (4x8x8)");
  refused("conv2d, out_channels: 6, kernel: 3, groups: 3",
          "groups must divide the input's 4 and the output's 6");
  refused("conv1d, out_channels: 6, kernel: 3", "a 1-D operator reads one column, but input 'x' is 4x8x8");
  refused("conv_transpose2d, out_channels: 2, kernel: 3, output_padding: 1",
          "output_padding must be smaller");
  refused("linear, out_channels: 6", "reads one pixel, but input 'x' is 4x8x8; flatten it first");
  refused("max_pool2d, kernel: 2, padding: 2", "padding is more than half of the pooling window");
  refused("add", "combines two or more inputs");
  refused("relu, inputs: [x, x]", "reads one input, not 2");
  refused("reshape, to: {channels: 3, height: 8, width: 8}",
          "reshapes 4x8x8, which has 256 elements, to 3x8x8");
  refused("conv2d, out_channels: 65536, kernel: 1, padding: 1024", "its output is too large");
}

TEST_CASE("can no file make a product overflow?") {
  CHECK_THAT(errors_of("schema_version: 1\nform: network\nname: n\n"
                       "inputs: [{name: x, channels: 65536, height: 64, width: 64}]\noperators:\n"
                       "  - {name: a, operator: conv2d, out_channels: 65536, kernel: 64, padding: [0, 0]}\n"),
             Catch::Contains("has more weights than 2^40"));
  CHECK_THAT(errors_of("schema_version: 1\nform: network\nname: n\n"
                       "inputs: [{name: x, channels: 1024, height: 1024, width: 1024}]\noperators:\n"
                       "  - {name: a, operator: conv2d, out_channels: 1024, kernel: 51, padding: 25}\n"),
             Catch::Contains("needs more multiply-accumulates than 2^50"));
  CHECK_THAT(errors_of("schema_version: 1\nform: network\nname: n\n"
                       "inputs: [{name: x, channels: 65536, height: 65536, width: 65536}]\noperators:\n"
                       "  - {name: a, operator: relu}\n"),
             Catch::Contains("input 'x' of 65536x65536x65536: empty or too large"));
}
