// Sides of tensors in TensorFlow Lite files: one dimension in two, zeros in front of windows, open sides.
#include "tflite_support.hpp"

using namespace synergy;
using namespace synergy::network;
using importer::Fate;
using synergy::test::has;
using synergy::test::TfliteFile;
namespace op = synergy::test::op;

namespace {

/// Steps x channels as a convolution of `taps` over them has it: a side of 1 comes and goes, at `axis`.
int convolution_of_steps(TfliteFile& file, int steps_tensor, int steps, int channels, int out_steps, int taps,
                         int axis) {
  const auto sides = [axis](int n, int c) {
    return axis == 1 ? std::vector{1, 1, n, c} : std::vector{1, n, 1, c};
  };
  const int map = file.op(op::expand_dims, {steps_tensor, file.numbers({axis})}, sides(steps, channels));
  const std::vector<int> kernel =
      axis == 1 ? std::vector{6, 1, taps, channels} : std::vector{6, taps, 1, channels};
  const int made = file.op(op::conv, {map, file.weights(kernel)}, sides(out_steps, 6),
                           synergy::test::conv_options(1, 1, 1, 1));
  return file.op(op::squeeze, {made}, {1, out_steps, 6}, {{0, synergy::test::int32s({axis})}});
}

}  // namespace

TEST_CASE("are convolutions in one dimension just that, wherever the file puts the side of 1?") {
  for (const int axis : {1, 2}) {
    CAPTURE(axis);
    TfliteFile file;
    const int steps = file.input({1, 20, 3});
    const int a = convolution_of_steps(file, steps, 20, 3, 16, 5, axis);
    const auto from = synergy::test::read_to(file, convolution_of_steps(file, a, 16, 6, 14, 3, axis));
    CHECK(synergy::test::words(from.network) == "conv1d relu conv1d relu");
    CHECK(from.network.inputs()[0].shape == Shape{3, 20, 1});
    CHECK(from.network.at(OperatorId(2)).out == Shape{6, 14, 1});
    CHECK(std::get<Conv>(from.network.at(OperatorId(2)).operation).window.size == Extent{3, 1});
    CHECK(from.operators[0].fate == Fate::dropped);
    CHECK(has(from.operators[0].reason, "the same map"));
  }
}

TEST_CASE("does a single row that gets more rows become a map again?") {
  TfliteFile file;
  const int row = file.input({1, 1, 4, 3});
  const int sides = file.numbers({1, 2, 8, 5});
  const auto from =
      synergy::test::read_to(file, file.op(op::transpose_conv, {sides, file.weights({5, 2, 2, 3}), row},
                                           {1, 2, 8, 5}, synergy::test::conv_options(1, 2, 2)));
  CHECK(synergy::test::words(from.network) == "reshape conv_transpose2d");
  CHECK(from.network.inputs()[0].shape == Shape{3, 4, 1});
  CHECK(from.network.at(OperatorId(1)).out == Shape{5, 2, 8});
}

TEST_CASE("are zeros in front of windows part of them, and elsewhere an error?") {
  const auto padded = [](const std::vector<int>& zeros, const std::vector<int>& out, TfliteFile& file) {
    const int map = file.input({1, 8, 8, 4});
    return file.op(op::pad, {map, file.numbers(zeros)}, out);
  };
  TfliteFile file;
  const int map = padded({0, 0, 0, 1, 2, 3, 0, 0}, {1, 9, 13, 4}, file);
  const int a = file.op(op::conv, {map, file.weights({5, 3, 3, 4})}, {1, 7, 11, 5},
                        synergy::test::conv_options(1, 1, 1));
  const int b = file.op(op::max_pool, {map}, {1, 4, 6, 4}, synergy::test::pool_options(1, 2, 2, 2));
  file.outputs = {a, b};
  // A pooling window takes no more zeros than half of it.
  CHECK(has(synergy::test::tflite_error(file), "padding is more than half"));
  file = {};
  const int once = padded({0, 0, 0, 1, 1, 1, 0, 0}, {1, 9, 10, 4}, file);
  file.outputs = {file.op(op::conv, {once, file.weights({5, 3, 3, 4})}, {1, 7, 8, 5},
                          synergy::test::conv_options(1, 1, 1)),
                  file.op(op::max_pool, {once}, {1, 4, 5, 4}, synergy::test::pool_options(1, 2, 2, 2))};
  const auto from = synergy::test::read_tflite(file);
  CHECK(synergy::test::words(from.network) == "conv2d max_pool2d");
  CHECK(std::get<Conv>(from.network.at(OperatorId(0)).operation).window.padding == Padding{0, 1, 1, 1});
  CHECK(from.network.at(OperatorId(0)).out == Shape{5, 7, 8});
  CHECK(from.operators[0].fate == Fate::folded);
  CHECK(from.operators[0].operators == std::vector{OperatorId(0), OperatorId(1)});
  // SAME comes on top: of 10 rows at a stride of 2 one more.
  file = {};
  const int more = padded({0, 0, 1, 1, 1, 1, 0, 0}, {1, 10, 10, 4}, file);
  const auto same = synergy::test::read_to(file, file.op(op::conv, {more, file.weights({5, 3, 3, 4})},
                                                         {1, 5, 5, 5}, synergy::test::conv_options(0, 2, 2)));
  CHECK(std::get<Conv>(same.network.at(OperatorId(0)).operation).window.padding == Padding{1, 1, 2, 2});
  file = {};
  const int lost = padded({0, 0, 1, 1, 1, 1, 0, 0}, {1, 10, 10, 4}, file);
  CHECK(has(synergy::test::error_to(file, file.op(op::relu, {lost}, {1, 10, 10, 4})),
            "a map with zeros around it (PAD)"));
  file = {};
  CHECK(has(synergy::test::error_to(file, padded({0, 0, 0, 0, 0, 0, 0, 4}, {1, 8, 8, 8}, file)),
            "puts 4 behind side 3 of 1x8x8x4"));
  file = {};
  const int steps = file.input({1, 8, 4});
  CHECK(has(
      synergy::test::error_to(file, file.op(op::pad, {steps, file.numbers({0, 1, 0, 0, 0, 0})}, {2, 8, 4})),
      "puts 1 behind side 0 of 1x8x4"));
  file = {};
  const int none = padded(std::vector<int>(8), {1, 8, 8, 4}, file);
  CHECK(synergy::test::words(synergy::test::read_to(file, file.op(op::relu, {none}, {1, 8, 8, 4})).network) ==
        "relu");
}

TEST_CASE("do zeros in front of steps, as a causal convolution has them, stay with the steps?") {
  for (const int axis : {1, 2}) {
    TfliteFile file;
    const int steps = file.input({1, 20, 3});
    const int map = file.op(op::pad, {steps, file.numbers({0, 0, 4, 0, 0, 0})}, {1, 24, 3});
    const auto from = synergy::test::read_to(file, convolution_of_steps(file, map, 24, 3, 20, 5, axis));
    CHECK(synergy::test::words(from.network) == "conv1d relu");
    CHECK(std::get<Conv>(from.network.at(OperatorId(0)).operation).window.padding == Padding{4, 0, 0, 0});
  }
}

TEST_CASE("does padding with a value take the stored number that stands for zero, and no other?") {
  const auto filled = [](int stored, int zero) {
    TfliteFile file;
    const int map = file.input({1, 8, 8, 4});
    const int value = file.constant({}, synergy::test::kInt8, synergy::test::flat_bytes(stored, 1));
    const synergy::test::FlatTable quantization{
        {{3, synergy::test::FlatVector{synergy::test::flat_bytes(zero, 8), 8}}}};
    file.tensors.back().fields[4] = synergy::test::FlatChild{{quantization}};
    const int padded = file.op(op::padv2, {map, file.numbers({0, 0, 1, 0, 1, 0, 0, 0}), value}, {1, 9, 9, 4});
    return synergy::test::error_to(
        file, file.op(op::max_pool, {padded}, {1, 4, 4, 4}, synergy::test::pool_options(1, 2, 2, 2)));
  };
  CHECK(filled(-128, -128) == "no error");
  CHECK(has(filled(-128, 3), "another value than zero"));
}

TEST_CASE(
    "does an input that is only reshaped or transposed arrive so, and one that is flattened later keep it?") {
  TfliteFile file;
  const int flat = file.input({1, 1960});
  const int map = file.op(op::reshape, {flat, file.numbers({-1, 49, 40, 1})}, {1, 49, 40, 1});
  const auto from = synergy::test::read_to(file, file.op(op::relu, {map}, {1, 49, 40, 1}));
  CHECK(synergy::test::words(from.network) == "relu");
  CHECK(from.network.inputs()[0].shape == Shape{1, 49, 40});
  CHECK(from.provenance.inferred.at(0).what == "input.shape");
  TfliteFile turned;
  const int channels_first = turned.input({1, 3, 8, 6});
  const int last = turned.op(op::transpose, {channels_first, turned.numbers({0, 2, 3, 1})}, {1, 8, 6, 3});
  const auto other = synergy::test::read_to(turned, turned.op(op::relu, {last}, {1, 8, 6, 3}));
  CHECK(other.network.inputs()[0].shape == Shape{3, 8, 6});
  TfliteFile inside;
  const int in = inside.input({1, 8, 6, 3});
  const int active = inside.op(op::relu, {in}, {1, 8, 6, 3});
  const int moved = inside.op(op::transpose, {active, inside.numbers({0, 3, 1, 2})}, {1, 3, 8, 6});
  const int row = inside.op(op::reshape, {moved}, {1, 144});
  const auto flattened =
      synergy::test::read_to(inside, inside.op(op::fully_connected, {row, inside.weights({5, 144})}, {1, 5}));
  CHECK(synergy::test::words(flattened.network) == "relu flatten linear");
  CHECK(flattened.operators[1].fate == Fate::dropped);
  CHECK(has(synergy::test::error_to(inside, inside.op(op::relu, {moved}, {1, 3, 8, 6})), "a transposed map"));
}

TEST_CASE("are open batches one, and open sides those of --input or an error?") {
  const auto open_file = [](const std::vector<int>& signature) {
    TfliteFile file;
    const int map = file.input({1, 1, 1, 3});
    file.tensors.back().fields[7] = synergy::test::int32s(signature);
    const int made = file.op(op::conv, {map, file.weights({8, 3, 3, 3})}, {1, 1, 1, 8},
                             synergy::test::conv_options(0, 2, 2));
    file.tensors[static_cast<std::size_t>(made)].fields[7] = synergy::test::int32s({-1, -1, -1, 8});
    const int row = file.op(op::reshape, {made, file.numbers({-1, 8 * 5 * 3})}, {1, 1});
    file.outputs = {file.op(op::fully_connected, {row, file.weights({5, 120})}, {1, 5})};
    return file;
  };
  const TfliteFile file = open_file({-1, -1, -1, 3});
  CHECK(has(synergy::test::tflite_error(file),
            "leaves its sides open (1x1x1x3); say what they are with --input"));
  importer::Options options;
  options.input = Shape{3, 9, 6};
  const auto from = synergy::test::read_tflite(file, options);
  CHECK(from.network.inputs()[0].shape == Shape{3, 9, 6});
  CHECK(synergy::test::words(from.network) == "conv2d flatten linear");
  options.input = Shape{3, 9, 8};
  CHECK(has(synergy::test::tflite_error(file, options),
            "takes 1x5x4x8 as 1x120, which has another number of elements"));
  // What is stated is not changed by another word.
  const TfliteFile stated = [] {
    TfliteFile made;
    const int map = made.input({1, 9, 6, 3});
    made.outputs = {made.op(op::relu, {map}, {1, 9, 6, 3})};
    return made;
  }();
  CHECK(synergy::test::tflite_error(stated, options) ==
        "--input: 3x9x8 is not what the file states: input 't0' is 3x9x6");
  options.input = Shape{3, 9, 6};
  CHECK(synergy::test::tflite_error(stated, options) == "no error");
  TfliteFile batch;
  const int map = batch.input({1, 4, 4, 3});
  batch.tensors.back().fields[7] = synergy::test::int32s({-1, 4, 4, 3});
  const auto one = synergy::test::read_to(batch, batch.op(op::relu, {map}, {1, 4, 4, 3}));
  CHECK(one.provenance.inferred.at(0).what == "input.batch");
}

TEST_CASE("are sides that the file computes for itself, as for an open batch, known?") {
  TfliteFile file;
  const int map = file.input({1, 4, 4, 3});
  const int active = file.op(op::relu, {map}, {1, 4, 4, 3});
  const int sides = file.op(op::shape, {active}, {4}, {}, synergy::test::kInt32);
  const int zero = file.numbers({0});
  const int batch = file.op(op::strided_slice, {sides, zero, zero, zero}, {}, {}, synergy::test::kInt32);
  const int wanted = file.op(op::pack, {batch, file.numbers({48})}, {2}, {}, synergy::test::kInt32);
  const auto from = synergy::test::read_to(file, file.op(op::reshape, {active, wanted}, {1, 48}));
  CHECK(synergy::test::words(from.network) == "relu flatten");
  CHECK(has(from.operators[1].reason, "sides of a tensor"));
  CHECK(has(from.operators[2].reason, "constants alone"));
}
