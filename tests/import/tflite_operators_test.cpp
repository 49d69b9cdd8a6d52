// Operators without weights of TensorFlow Lite files, and what has no place in networks.
#include <algorithm>

#include "tflite_support.hpp"

using namespace synergy;
using namespace synergy::network;
using importer::Fate;
using synergy::test::has;
using synergy::test::TfliteFile;
namespace op = synergy::test::op;

namespace {

const network::Operator& last(const importer::ImportedNetwork& from) {
  return from.network.at(OperatorId(static_cast<int>(from.network.operators().size()) - 1));
}

/// One operator on a map of 1 x 8 x 8 x 4.
importer::ImportedNetwork applied(int code, const std::vector<int>& out,
                                  const TfliteFile::Options& options = {}) {
  TfliteFile file;
  const int map = file.input({1, 8, 8, 4});
  return synergy::test::read_to(file, file.op(code, {map}, out, options));
}

std::string refused(int code, const std::vector<int>& out, const TfliteFile::Options& options = {}) {
  TfliteFile file;
  const int map = file.input({1, 8, 8, 4});
  return synergy::test::error_to(file, file.op(code, {map}, out, options));
}

}  // namespace

TEST_CASE("does pooling keep its window, stride and zeros, and a mean over the map become global?") {
  const auto pooled = applied(op::max_pool, {1, 4, 4, 4}, synergy::test::pool_options(0, 2, 3, 3));
  CHECK(synergy::test::words(pooled.network) == "max_pool2d");
  const Pool& pool = std::get<Pool>(last(pooled).operation);
  CHECK(pool.window.size == Extent{3, 3});
  CHECK(pool.window.stride == Extent{2, 2});
  CHECK(pool.window.padding == Padding{0, 0, 1, 1});
  const auto average = applied(op::average_pool, {1, 1, 2, 4}, synergy::test::pool_options(1, 4, 8, 4));
  CHECK(synergy::test::words(average.network) == "avg_pool2d reshape");  // a single row is a column here
  CHECK(last(average).out == Shape{4, 2, 1});
  for (const bool keeps : {false, true}) {
    for (const std::vector<int>& axes : {std::vector{1, 2}, std::vector{-2, -3}}) {
      TfliteFile file;
      const int map = file.input({1, 8, 8, 4});
      const std::vector<int> out = keeps ? std::vector{1, 1, 1, 4} : std::vector{1, 4};
      const auto mean = synergy::test::read_to(
          file, file.op(op::mean, {map, file.numbers(axes)}, out, {{0, synergy::test::i8(keeps)}}));
      CHECK(synergy::test::words(mean.network) == "global_avg_pool");
      CHECK(last(mean).out == Shape{4, 1, 1});
      CHECK_FALSE(mean.operators[0].reason.empty());
    }
  }
  const auto reduced = [](const std::vector<int>& axes, const std::vector<int>& out) {
    TfliteFile file;
    const int map = file.input({1, 8, 8, 4});
    return synergy::test::error_to(file, file.op(op::mean, {map, file.numbers(axes)}, out));
  };
  CHECK(has(reduced({3}, {1, 8, 8}), "reduces the channels"));
  CHECK(has(reduced({1}, {1, 8, 4}), "reduce rows and columns both"));
  CHECK(has(reduced({7}, {1, 8, 4}), "axis 7"));
}

TEST_CASE(
    "do activations have their own names here, and those that networks lack an error that says which do?") {
  const std::vector<std::pair<int, const char*>> known = {{op::relu, "relu"},
                                                          {op::relu6, "relu6"},
                                                          {op::leaky_relu, "leaky_relu"},
                                                          {op::logistic, "sigmoid"},
                                                          {op::tanh, "tanh"},
                                                          {op::hard_swish, "hard_swish"},
                                                          {101, "abs"},
                                                          {150, "gelu"},
                                                          {op::softmax, "softmax"}};
  for (const auto& [code, word] : known)
    CHECK(synergy::test::words(applied(code, {1, 8, 8, 4}).network) == word);
  for (const int code : std::vector<int>{op::relu_n1_to_1, op::prelu, 111}) {
    const std::string error = refused(code, {1, 8, 8, 4});
    CHECK(has(error, "a.tflite: operator 0 't1' ("));
    CHECK(has(error, "train with one of RELU"));
  }
  CHECK(has(refused(op::max_pool, {1, 4, 4, 4},
                    {{0, synergy::test::i8(1)},
                     {1, synergy::test::i32(2)},
                     {2, synergy::test::i32(2)},
                     {3, synergy::test::i32(2)},
                     {4, synergy::test::i32(2)},
                     {5, synergy::test::i8(2)}}),
            "limits to -1 and 1"));
}

TEST_CASE("do sums, differences and products take maps of one shape, one pixel for all, or constants?") {
  const auto combined = [](int code, const std::vector<int>& a, const std::vector<int>& b) {
    TfliteFile file;
    const int x = file.input(a);
    const int y = file.input(b);
    return synergy::test::read_to(
        file, file.op(code, {x, y}, a.size() > b.size() ? a : b, {{0, synergy::test::i8(1)}}));
  };
  CHECK(synergy::test::words(combined(op::add, {1, 8, 8, 4}, {1, 8, 8, 4}).network) == "add relu");
  CHECK(synergy::test::words(combined(op::sub, {1, 8, 8, 4}, {1, 8, 8, 4}).network) == "sub relu");
  const auto product = combined(op::mul, {1, 4}, {1, 8, 8, 4});
  CHECK(synergy::test::words(product.network) == "mul relu");
  CHECK(last(product).out == Shape{4, 8, 8});
  CHECK(product.network.inputs()[1].name == "input1");
  CHECK(product.notes.size() == 2);
  for (const std::vector<int>& constant : {std::vector<int>{}, std::vector{4}, std::vector{1, 1, 1, 4}}) {
    TfliteFile file;
    const int map = file.input({1, 8, 8, 4});
    const auto from =
        synergy::test::read_to(file, file.op(op::mul, {file.weights(constant), map}, {1, 8, 8, 4}));
    CHECK(synergy::test::words(from.network) == "batch_norm");
    CHECK(has(from.operators[0].reason, "constant for each channel"));
  }
  TfliteFile file;
  const int map = file.input({1, 8, 8, 4});
  CHECK(has(synergy::test::error_to(file, file.op(op::add, {map, file.weights({8, 8, 4})}, {1, 8, 8, 4})),
            "with a constant of 8x8x4"));
  TfliteFile rows;
  const int x = rows.input({1, 8, 8, 4});
  const int y = rows.input({1, 8, 1, 4});
  CHECK(has(synergy::test::error_to(rows, rows.op(op::add, {x, y}, {1, 8, 8, 4})),
            "combine maps of one shape"));
  CHECK(has(synergy::test::error_to(rows, rows.op(op::div, {x, x}, {1, 8, 8, 4})),
            "divides by what is computed"));
}

TEST_CASE("are channels joined, and other sides not?") {
  TfliteFile file;
  const int a = file.input({1, 8, 8, 4});
  const int b = file.input({1, 8, 8, 2});
  const auto from = synergy::test::read_to(
      file, file.op(op::concat, {a, b, a}, {1, 8, 8, 10}, {{0, synergy::test::i32(-1)}}));
  CHECK(synergy::test::words(from.network) == "concat");
  CHECK(last(from).out == Shape{10, 8, 8});
  TfliteFile rows;
  const int c = rows.input({1, 8, 8, 4});
  CHECK(has(
      synergy::test::error_to(rows, rows.op(op::concat, {c, c}, {1, 16, 8, 4}, {{0, synergy::test::i32(1)}})),
      "along axis 1; networks here join channels alone"));
}

TEST_CASE("is what only the host computes left to it, and what it reads an output?") {
  TfliteFile file;
  const int map = file.input({1, 16});
  const int scores = file.op(op::fully_connected, {map, file.weights({4, 16})}, {1, 4});
  const int best = file.op(op::arg_max, {scores, file.numbers({1})}, {1}, {}, synergy::test::kInt64);
  const auto from = synergy::test::read_to(file, file.op(op::cast, {best}, {1}, {}, synergy::test::kInt32));
  CHECK(synergy::test::words(from.network) == "linear");
  REQUIRE(from.operators.size() == 3);
  CHECK(from.operators[1].kind == "ARG_MAX");
  CHECK(from.operators[1].fate == Fate::dropped);
  CHECK(has(from.operators[1].reason, "postprocess"));
  CHECK(from.operators[2].fate == Fate::dropped);
  TfliteFile inside;
  const int in = inside.input({1, 16});
  const int first = inside.op(op::fully_connected, {in, inside.weights({4, 16})}, {1, 4});
  const int chosen = inside.op(op::arg_max, {first, inside.numbers({1})}, {1, 4});
  CHECK(has(synergy::test::error_to(inside, inside.op(op::add, {chosen, first}, {1, 4})),
            "what only the host computes"));
}

TEST_CASE(
    "are changes of number format dropped, at the input with the bits that the network computes with?") {
  TfliteFile file;
  const int map = file.input({1, 8, 8, 4}, synergy::test::kFloat32);
  const int small = file.op(op::quantize, {map}, {1, 8, 8, 4});
  const int active = file.op(op::relu, {small}, {1, 8, 8, 4});
  const auto from = synergy::test::read_to(
      file, file.op(op::dequantize, {active}, {1, 8, 8, 4}, {}, synergy::test::kFloat32));
  CHECK(synergy::test::words(from.network) == "relu");
  CHECK(from.network.inputs()[0].bits == 8);
  REQUIRE(from.provenance.inferred.size() == 1);
  CHECK(from.provenance.inferred[0].what == "input.bits");
  CHECK(from.operators[0].reason == "a change of number format");
  CHECK(last(from).output_bits == 8);
  CHECK(from.notes.empty());
}

TEST_CASE("are operators that networks do not have refused, all of them, with what to do?") {
  TfliteFile file;
  const int map = file.input({1, 8, 8, 4});
  file.op(op::resize_nearest, {map}, {1, 16, 16, 4});
  file.op(op::strided_slice, {map}, {1, 4, 8, 4});
  file.add_op(op::split, {file.numbers({3}), map}, {file.tensor({1, 8, 8, 2}), file.tensor({1, 8, 8, 2})},
              {{0, synergy::test::i32(2)}});
  file.op(op::pack, {map, map}, {2, 1, 8, 8, 4});
  file.op(op::lstm, {map}, {1, 8});
  file.op(op::custom, {map}, {1, 8});
  file.codes.back().fields[1] = synergy::test::text("edgetpu-custom-op");
  file.op(op::reshape, {file.op(205, {map}, {1, 8})}, {8});  // what reads a faulty one says nothing
  const std::string error = synergy::test::error_to(file, map);
  CHECK(std::count(error.begin(), error.end(), '\n') == 6);
  CHECK(has(error,
            "operator 0 't1' (RESIZE_NEAREST_NEIGHBOR): enlarges 1x8x8x4 to 1x16x16x4; networks here have "
            "TRANSPOSE_CONV"));
  CHECK(has(error, "(STRIDED_SLICE): cuts, joins or repeats"));
  CHECK(has(error, "(SPLIT): cuts, joins or repeats"));
  CHECK(has(error, "(PACK): cuts, joins or repeats"));
  CHECK(has(error, "(UNIDIRECTIONAL_SEQUENCE_LSTM): is nothing that networks here have; it keeps a state"));
  CHECK(has(error, "(CUSTOM edgetpu-custom-op): is nothing that networks here have; the file is compiled"));
  CHECK(has(error, "(builtin operator 205)"));
}

TEST_CASE("do several inputs, outputs and graphs arrive as the file has them?") {
  TfliteFile file;
  const int map = file.input({1, 8, 8, 4});
  const int a = file.op(op::relu, {map}, {1, 8, 8, 4});
  const int b = file.op(op::tanh, {a}, {1, 8, 8, 4});
  file.outputs = {b, a};
  file.graphs = 3;
  const auto from = synergy::test::read_tflite(file);
  CHECK(from.network.outputs() == std::vector{TensorId(1), TensorId(2)});
  REQUIRE(from.notes.size() == 1);
  CHECK(has(from.notes[0], "2 more graphs"));
  file.outputs = {map};
  CHECK(has(synergy::test::tflite_error(file), "is an input as it came"));
  file.outputs = {};
  CHECK(has(synergy::test::tflite_error(file), "no output that an operator computes"));
  TfliteFile batch;
  const int eight = batch.input({8, 8, 8, 4});
  CHECK(has(synergy::test::error_to(batch, batch.op(op::relu, {eight}, {8, 8, 8, 4})), "has a batch of 8"));
  TfliteFile text;
  const int words = text.input({1, 8}, 5);
  CHECK(has(synergy::test::error_to(text, text.op(op::relu, {words}, {1, 8})), "elements of STRING"));
}
