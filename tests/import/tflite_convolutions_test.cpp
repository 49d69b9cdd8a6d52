// Operators with windows and weights of TensorFlow Lite files, against sides, multiplications and weights
// that are worked out by hand.
#include "tflite_support.hpp"

using namespace synergy;
using namespace synergy::network;
using synergy::test::TfliteFile;
namespace op = synergy::test::op;

namespace {

const network::Operator& first(const importer::ImportedNetwork& from) {
  return from.network.at(OperatorId(0));
}

const Window& window_of(const importer::ImportedNetwork& from) {
  return std::get<Conv>(first(from).operation).window;
}

/// A convolution with biases on a map of 1 x rows x columns x 3, to 8 channels.
importer::ImportedNetwork convolved(int rows, int columns, const std::vector<int>& kernel,
                                    const std::vector<int>& out, const TfliteFile::Options& options) {
  TfliteFile file;
  const int map = file.input({1, rows, columns, 3});
  const int weights = file.weights({8, kernel[0], kernel[1], 3});
  const int biases = file.weights({8}, synergy::test::kInt32);
  return synergy::test::read_to(file,
                                file.op(op::conv, {map, weights, biases}, {1, out[0], out[1], 8}, options));
}

}  // namespace

TEST_CASE("are the zeros of SAME padding those that the format means, with strides and dilation?") {
  struct Case {
    int rows, columns;
    std::vector<int> kernel, stride, dilation, out;
    Padding padding;
  };
  // (out - 1) x stride + dilation x (kernel - 1) + 1 - in, split, the odd one behind.
  for (const Case& c : {Case{5, 6, {3, 3}, {2, 2}, {1, 1}, {3, 3}, {1, 0, 1, 1}},
                        Case{49, 10, {10, 4}, {2, 2}, {1, 1}, {25, 5}, {4, 1, 5, 1}},
                        Case{8, 8, {3, 3}, {1, 1}, {1, 1}, {8, 8}, {1, 1, 1, 1}},
                        Case{8, 8, {2, 2}, {1, 1}, {1, 1}, {8, 8}, {0, 0, 1, 1}},
                        Case{8, 7, {1, 1}, {2, 2}, {1, 1}, {4, 4}, {0, 0, 0, 0}},
                        Case{9, 9, {3, 3}, {1, 1}, {2, 3}, {9, 9}, {2, 3, 2, 3}},
                        Case{7, 12, {3, 5}, {3, 1}, {1, 1}, {3, 12}, {1, 2, 1, 2}}}) {
    CAPTURE(c.rows, c.columns);
    const auto from =
        convolved(c.rows, c.columns, c.kernel, c.out,
                  synergy::test::conv_options(0, c.stride[0], c.stride[1], 0, c.dilation[0], c.dilation[1]));
    CHECK(window_of(from).padding == c.padding);
    CHECK(window_of(from).stride == Extent{c.stride[0], c.stride[1]});
    CHECK(window_of(from).dilation == Extent{c.dilation[0], c.dilation[1]});
    CHECK(first(from).out == Shape{8, c.out[0], c.out[1]});
    // Every number that is not in the file has its rule.
    CHECK(from.provenance.inferred.size() == (c.padding == Padding{} ? 0 : 1));
  }
}

TEST_CASE("does a convolution have the weights, biases, bits and multiplications of its file?") {
  const auto from = convolved(5, 6, {3, 3}, {3, 4}, synergy::test::conv_options(1, 1, 1, 1));
  CHECK(synergy::test::words(from.network) == "conv2d relu");
  CHECK(first(from).name == "conv0");
  CHECK(first(from).weight_count == 8 * 3 * 3 * 3);
  CHECK(first(from).macs == 8 * 3 * 3 * 3 * 3 * 4);
  CHECK(first(from).weights()->bias);
  CHECK(window_of(from).padding == Padding{});
  // What belongs together is for families to say.
  CHECK(from.network.layer_count() == 2);
  REQUIRE(from.operators.size() == 1);
  CHECK(from.operators[0].kind == "CONV_2D");
  CHECK(from.operators[0].fate == importer::Fate::mapped);
  CHECK(from.operators[0].operators == std::vector{OperatorId(0), OperatorId(1)});
  CHECK(importer::totals_of(from.network).biases == 8);
}

TEST_CASE("do types become bits, of what is stored and of what is computed?") {
  struct Case {
    int weights, map, weight_bits, map_bits;
  };
  for (const Case& c : {Case{synergy::test::kInt8, synergy::test::kInt8, 8, 8},
                        Case{synergy::test::kUint8, synergy::test::kUint8, 8, 8},
                        Case{synergy::test::kInt8, synergy::test::kInt16, 8, 16},
                        Case{synergy::test::kInt4, synergy::test::kInt8, 4, 8},
                        Case{synergy::test::kFloat32, synergy::test::kFloat32, 32, 32},
                        Case{synergy::test::kInt8, synergy::test::kFloat32, 8, 32}}) {
    CAPTURE(c.weights, c.map);
    TfliteFile file;
    const int map = file.input({1, 4, 4, 3}, c.map);
    const auto from =
        synergy::test::read_to(file, file.op(op::conv, {map, file.weights({5, 1, 1, 3}, c.weights)},
                                             {1, 4, 4, 5}, synergy::test::conv_options(1, 1, 1), c.map));
    CHECK(first(from).weights()->bits == c.weight_bits);
    CHECK_FALSE(first(from).weights()->bias);
    CHECK(first(from).output_bits == c.map_bits);
    CHECK(from.network.inputs()[0].bits == c.map_bits);
    CHECK(first(from).weight_bytes().count() == (15 * c.weight_bits + 7) / 8);
    CHECK(from.notes.empty() == (c.map != synergy::test::kFloat32));
  }
}

TEST_CASE("do dequantised weights count as they are stored, and shared ones once?") {
  TfliteFile file;
  const int map = file.input({1, 4, 4, 6}, synergy::test::kFloat32);
  const int stored = file.weights({6, 1, 1, 6}, synergy::test::kFloat16);
  const int weights = file.op(op::dequantize, {stored}, {6, 1, 1, 6}, {}, synergy::test::kFloat32);
  const auto conv = [&](int in, int by) {
    return file.op(op::conv, {in, by}, {1, 4, 4, 6}, synergy::test::conv_options(1, 1, 1),
                   synergy::test::kFloat32);
  };
  const auto from = synergy::test::read_to(file, conv(conv(map, weights), weights));
  CHECK(first(from).weights()->bits == 16);
  CHECK(from.network.at(OperatorId(1)).weights()->shared_with == OperatorId(0));
  CHECK(from.network.weight_bytes(from.network.all()).count() == 36 * 2);
  CHECK(from.operators[0].fate == importer::Fate::dropped);
  // Two tensors of one buffer are one as well.
  TfliteFile twice;
  const int in = twice.input({1, 4, 4, 6});
  const int a = twice.weights({6, 1, 1, 6});
  const int b = twice.weights({6, 1, 1, 6});
  twice.tensors[static_cast<std::size_t>(b)].fields[2] = twice.tensors[static_cast<std::size_t>(a)].fields[2];
  const int between = twice.op(op::conv, {in, a}, {1, 4, 4, 6}, synergy::test::conv_options(1, 1, 1));
  const auto both = synergy::test::read_to(
      twice, twice.op(op::conv, {between, b}, {1, 4, 4, 6}, synergy::test::conv_options(1, 1, 1)));
  CHECK(both.network.weight_bytes(both.network.all()).count() == 36);
}

TEST_CASE("are depthwise and grouped convolutions groups of channels, with the multiplier of the weights?") {
  TfliteFile file;
  const int map = file.input({1, 8, 8, 4});
  const int weights = file.weights({1, 3, 3, 8});
  const auto from = synergy::test::read_to(file, file.op(op::depthwise, {map, weights}, {1, 4, 4, 8},
                                                         synergy::test::depthwise_options(0, 2, 2, 3)));
  CHECK(synergy::test::words(from.network) == "conv2d relu6");
  const Conv& conv = std::get<Conv>(first(from).operation);
  CHECK(conv.groups == 4);
  CHECK(conv.weights.out_channels == 8);
  CHECK(first(from).weight_count == 72);
  CHECK(first(from).macs == 72 * 16);
  CHECK(conv.window.padding == Padding{0, 0, 1, 1});  // (4 - 1) x 2 + 3 - 8 = 1
  TfliteFile grouped;
  const int in = grouped.input({1, 8, 8, 6});
  const auto two =
      synergy::test::read_to(grouped, grouped.op(op::conv, {in, grouped.weights({4, 3, 3, 3})}, {1, 6, 6, 4},
                                                 synergy::test::conv_options(1, 1, 1)));
  CHECK(std::get<Conv>(first(two).operation).groups == 2);
  CHECK(first(two).weight_count == 4 * 27);
  TfliteFile lying;
  const int other = lying.input({1, 8, 8, 4});
  CHECK(synergy::test::has(
      synergy::test::error_to(lying, lying.op(op::depthwise, {other, lying.weights({1, 3, 3, 8})},
                                              {1, 8, 8, 8}, synergy::test::depthwise_options(0, 1, 3))),
      "states 3 outputs for each of 4 channels"));
}

TEST_CASE("does a transposed convolution give the sides that it is asked for?") {
  struct Case {
    int in, kernel, stride, same, out;
    int begin, end, more;
  };
  // (in - 1) x stride + kernel is what it gives: more is cut off, less is added at the end.
  for (const Case& c :
       {Case{4, 3, 2, 0, 8, 0, 1, 0}, Case{4, 2, 2, 0, 8, 0, 0, 0}, Case{4, 3, 2, 1, 9, 0, 0, 0},
        Case{4, 5, 2, 0, 8, 1, 2, 0}, Case{5, 1, 3, 0, 15, 0, 0, 2}}) {
    CAPTURE(c.in, c.kernel, c.out);
    TfliteFile file;
    const int map = file.input({1, c.in, c.in, 3});
    const int sides = file.numbers({1, c.out, c.out, 5});
    const int weights = file.weights({5, c.kernel, c.kernel, 3});
    const auto from =
        synergy::test::read_to(file, file.op(op::transpose_conv, {sides, weights, map}, {1, c.out, c.out, 5},
                                             synergy::test::conv_options(c.same, c.stride, c.stride)));
    CHECK(first(from).out == Shape{5, c.out, c.out});
    const ConvTranspose& conv = std::get<ConvTranspose>(first(from).operation);
    CHECK(conv.window.padding == Padding{c.begin, c.begin, c.end, c.end});
    CHECK(conv.output_padding == Extent{c.more, c.more});
    CHECK(first(from).weight_count == 15 * c.kernel * c.kernel);
  }
}

TEST_CASE("does a matrix flatten what it reads, and go over rows that are one for each?") {
  TfliteFile file;
  const int map = file.input({1, 2, 3, 4});
  const auto from = synergy::test::read_to(
      file,
      file.op(op::fully_connected, {map, file.weights({10, 24}), file.weights({10}, synergy::test::kInt32)},
              {1, 10}, {{0, synergy::test::i8(1)}}));
  CHECK(synergy::test::words(from.network) == "flatten linear relu");
  CHECK(importer::totals_of(from.network).macs == 240);
  // Eight steps of 16 channels, each by the same matrix.
  for (const bool keeps : {false, true}) {
    TfliteFile steps;
    const int in = steps.input({1, 8, 16});
    const std::vector<int> out = keeps ? std::vector{1, 8, 5} : std::vector{8, 5};
    const auto each = synergy::test::read_to(
        steps,
        steps.op(op::fully_connected, {in, steps.weights({5, 16})}, out, {{2, synergy::test::i8(keeps)}}));
    CHECK(synergy::test::words(each.network) == "conv1d");
    CHECK(first(each).macs == 8 * 80);
    CHECK(first(each).out == Shape{5, 8, 1});
  }
  TfliteFile wrong;
  const int in = wrong.input({1, 30});
  CHECK(synergy::test::has(
      synergy::test::error_to(wrong, wrong.op(op::fully_connected, {in, wrong.weights({5, 16})}, {1, 5})),
      "weights of 5x16 for an input of 1x30"));
}

TEST_CASE("are weights that are computed, cut off or of another number refused?") {
  const auto error = [](auto change) {
    TfliteFile file;
    const int map = file.input({1, 4, 4, 3});
    const int weights = file.weights({5, 1, 1, 3});
    return synergy::test::error_to(file, file.op(op::conv, {map, change(file, weights, map)}, {1, 4, 4, 5},
                                                 synergy::test::conv_options(1, 1, 1)));
  };
  CHECK(
      synergy::test::has(error([](TfliteFile&, int, int map) { return map; }), "weights that are computed"));
  CHECK(synergy::test::has(error([](TfliteFile& file, int, int) {
                             return file.constant({5, 1, 1, 3}, synergy::test::kInt8, "x");
                           }),
                           "take 15 bytes, but the file holds 1"));
  CHECK(synergy::test::has(error([](TfliteFile& file, int, int) {
                             return file.weights({5, 3});
                           }),
                           "4 sides"));
  CHECK(synergy::test::has(error([](TfliteFile& file, int, int) {
                             return file.weights({5, 1, 1, 2});
                           }),
                           "do not divide"));
  const auto stride = [](int rows, int padding) {
    TfliteFile file;
    const int map = file.input({1, 4, 4, 3});
    return synergy::test::error_to(file, file.op(op::conv, {map, file.weights({5, 5, 5, 3})}, {1, 4, 4, 5},
                                                 synergy::test::conv_options(padding, rows, 1)));
  };
  CHECK(synergy::test::has(stride(0, 0), "stride of 0x1"));
  CHECK(synergy::test::has(stride(1, 2), "has padding 2"));
  CHECK(synergy::test::has(stride(1, 1), "window of 5 (with dilation) on a side of 4"));
  CHECK(synergy::test::has(stride(2, 0),
                           "states an output of 1x4x4x5, but its input and parameters give 1x2x4x5"));
}
