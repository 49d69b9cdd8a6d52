// What a family of accelerators makes of TensorFlow Lite files: their convolutions in one dimension are its
// own, and what it cannot do it says by the names that the reader gave.
#include "synergy/model/lower.hpp"
#include "synergy/network/load.hpp"

#include "tflite_support.hpp"

using namespace synergy;
using synergy::test::has;
using synergy::test::TfliteFile;
namespace op = synergy::test::op;

namespace {

/// From the file that the import writes: nothing may hide in memory.
model::LoweringResult lowered(const importer::ImportedNetwork& from) {
  return model::lower_operators(
      network::read_network(input::parse(importer::to_yaml(from), "imported.yaml")));
}

const model::Model& model_of(const model::LoweringResult& result) {
  REQUIRE(std::holds_alternative<std::shared_ptr<const model::Lowered>>(result));
  return std::get<std::shared_ptr<const model::Lowered>>(result)->model();
}

}  // namespace

TEST_CASE("does a one-dimensional network of a TensorFlow Lite file run on the MAX7800x layer by layer?") {
  TfliteFile file;
  const int steps = file.input({1, 64, 3});
  // As frameworks write it: the side of 1 in front of the steps, and away again.
  const int map = file.op(op::expand_dims, {steps, file.numbers({1})}, {1, 1, 64, 3});
  const int a = file.op(op::conv, {map, file.weights({8, 1, 5, 3}), file.weights({8}, synergy::test::kInt32)},
                        {1, 1, 60, 8}, synergy::test::conv_options(1, 1, 1, 1));
  const int b = file.op(op::squeeze, {a}, {1, 60, 8}, {{0, synergy::test::int32s({1})}});
  const int column = file.op(op::expand_dims, {b, file.numbers({2})}, {1, 60, 1, 8});
  const int halved = file.op(op::max_pool, {column}, {1, 30, 1, 8},
                             {{0, synergy::test::i8(1)},
                              {1, synergy::test::i32(1)},
                              {2, synergy::test::i32(2)},
                              {3, synergy::test::i32(1)},
                              {4, synergy::test::i32(2)}});
  const int c = file.op(op::conv, {halved, file.weights({4, 3, 1, 8})}, {1, 28, 1, 4},
                        synergy::test::conv_options(1, 1, 1, 1));
  const int row = file.op(op::reshape, {c, file.numbers({-1, 112})}, {1, 112});
  const int scores = file.op(op::fully_connected, {row, file.weights({5, 112})}, {1, 5});
  const auto result = lowered(synergy::test::read_to(file, file.op(op::softmax, {scores}, {1, 5})));
  const model::Model& model = model_of(result);
  REQUIRE(model.layer_count() == 3);
  CHECK(model.layer(0).op == model::Operator::conv1d);
  CHECK(model.layer(0).kernel_height == 5);
  CHECK(model.layer(0).bias);
  CHECK(model.layer(1).op == model::Operator::conv1d);
  CHECK(model.layer(1).pool.height == 2);
  CHECK(model.layer(2).op == model::Operator::linear);
  CHECK(model.layer(0).macs == 8 * 5 * 3 * 60);
}

TEST_CASE("does the family refuse what it cannot do by the operator's number in the file?") {
  TfliteFile file;
  const int map = file.input({1, 8, 8, 3});
  const int first = file.op(op::relu,
                            {file.op(op::conv, {map, file.weights({8, 1, 1, 3})}, {1, 8, 8, 8},
                                     synergy::test::conv_options(1, 1, 1))},
                            {1, 8, 8, 8});
  const auto from = synergy::test::read_to(file, file.op(op::conv, {first, file.weights({8, 3, 3, 8})},
                                                         {1, 4, 4, 8}, synergy::test::conv_options(0, 2, 2)));
  const auto result = lowered(from);
  REQUIRE(std::holds_alternative<std::vector<model::LoweringProblem>>(result));
  const auto& problems = std::get<std::vector<model::LoweringProblem>>(result);
  REQUIRE(problems.size() == 2);  // the zeros of SAME are not alike on both sides, and the stride
  REQUIRE(problems[0].at);
  CHECK(from.network.at(*problems[0].at).name == "conv2");
  CHECK(has(problems[0].message + problems[1].message, "stride of 2x2"));
}
