// The networks of MLPerf Tiny in the zoo, against what the suite's files say
// (tests/data/mlperf_tiny_layers.csv).
#include <algorithm>
#include <map>

#include "../csv.hpp"
#include "networks.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::network;
using test::Row;

namespace {

std::vector<int> sizes(const std::string& text) {
  std::vector<int> all;
  for (std::size_t at = 0; at < text.size(); at = text.find('x', at) + 1) {
    all.push_back(std::stoi(text.substr(at)));
    if (text.find('x', at) == std::string::npos) break;
  }
  return all;
}

/// 1 x rows x columns x channels, or 1 x channels.
Shape shape_of(const std::string& nhwc) {
  const auto all = sizes(nhwc);
  return all.size() == 2 ? Shape{all[1], 1, 1} : Shape{all.at(3), all.at(1), all.at(2)};
}

/// The operator that a row is, and which its layer begins with.
void compare(const Row& row, const Network& network, const Layer& layer) {
  const Operator& op = network.at(layer.first);
  CHECK(network.shape(op.inputs[0]) == shape_of(row.text("input_nhwc")));
  CHECK(op.out == shape_of(row.text("output_nhwc")));
  CHECK(op.macs == row.number("macs"));
  CHECK(op.output_bits == 8);
  // One operator more where the row has an activation.
  const bool activation = row.text("fused_act") == "1";
  CHECK(layer.last.value() - layer.first.value() == (activation ? 1 : 0));
  if (activation) CHECK(std::get<Activation>(network.at(layer.last).operation) == Activation::relu);
  const std::string& kind = row.text("op");
  if (kind == "SOFTMAX") CHECK(std::holds_alternative<Softmax>(op.operation));
  if (kind == "ADD") {
    CHECK(std::get<Elementwise>(op.operation) == Elementwise::add);
    CHECK(network.shape(op.inputs.at(1)) == op.out);
  }
  if (kind == "RESHAPE") CHECK(op.is_view());
  if (kind == "AVERAGE_POOL_2D") {
    const Pool& pool = std::get<Pool>(op.operation);
    CHECK(pool.type == PoolType::average);
    CHECK(pool.window.stride.rows == row.number("stride_h"));
    CHECK(pool.window.padding == Padding{});
  }
  if (row.empty("weights")) {
    CHECK(op.weights() == nullptr);
    return;
  }
  REQUIRE(op.weights() != nullptr);
  CHECK(op.weights()->bias);
  CHECK(op.weights()->bits == 8);
  const auto weights = sizes(row.text("weights"));
  std::int64_t count = 1;
  for (const int side : weights) count *= side;
  CHECK(op.weight_count == count);
  if (kind == "FULLY_CONNECTED") return;
  const Conv& conv = std::get<Conv>(op.operation);
  CHECK(conv.window.size == Extent{weights[1], weights[2]});
  CHECK(conv.window.stride == Extent{row.number("stride_h"), row.number("stride_h")});
  CHECK(conv.groups == (kind == "DEPTHWISE_CONV_2D" ? weights[3] : 1));
  // SAME: as many outputs as strides begin in the input, the zeros split, the odd one at the end.
  const auto same = [](int in, int out, int kernel, int stride) {
    const int zeros = std::max((out - 1) * stride + kernel - in, 0);
    return std::pair(zeros / 2, zeros - zeros / 2);
  };
  const Shape in = network.shape(op.inputs[0]);
  const int stride = conv.window.stride.rows;
  const bool padded = row.text("padding") == "SAME";
  const auto [top, bottom] = padded ? same(in.height, op.out.height, weights[1], stride) : std::pair(0, 0);
  const auto [left, right] = padded ? same(in.width, op.out.width, weights[2], stride) : std::pair(0, 0);
  CHECK(conv.window.padding == Padding{top, left, bottom, right});
}

}  // namespace

TEST_CASE("are the networks of MLPerf Tiny those of the suite, operator by operator?") {
  std::map<std::string, std::vector<Row>> networks;
  for (const Row& row : test::read_csv("mlperf_tiny_layers.csv"))
    networks[row.text("benchmark")].push_back(row);
  REQUIRE(networks.size() == 6);
  for (const auto& [name, rows] : networks) {
    const Network network = load_network(test::zoo_file("mlperf_" + name));
    REQUIRE(network.name() == "mlperf_" + name);
    REQUIRE(network.layer_count() == static_cast<int>(rows.size()));
    for (LayerIndex i = 0; i < network.layer_count(); ++i) {
      const Row& row = rows[static_cast<std::size_t>(i)];
      INFO(name << " " << row.text("op_index") << " " << row.text("op"));
      compare(row, network, network.layer(i));
    }
    // The tail of a classifier reads what is in front of it; so do the arms of a residual.
    CHECK(network.outputs().size() == 1);
  }
}

TEST_CASE("do the networks of MLPerf Tiny have the operations and parameters that are published?") {
  // Multiply-accumulates, and bytes of weights with biases of four bytes; read from the suite's files. A file
  // with a reshape has its target's two numbers besides, 8 bytes.
  struct Published {
    const char* name;
    std::int64_t macs, bytes;
  };
  for (const Published& p : {Published{"kws", 2'656'768, 24'376 - 8},
                             {"ic", 12'501'632, 78'752 - 8},
                             {"ic2", 76'473'920, 482'888 - 8},
                             {"vww", 7'489'664, 219'072 - 8},
                             {"ad", 264'192, 270'880},
                             {"sww", 826'368, 49'420 - 8}}) {
    const Network network = load_network(test::zoo_file(std::string("mlperf_") + p.name));
    CAPTURE(p.name);
    CHECK(network.macs(network.all()) == p.macs);
    CHECK(network.weight_bytes(network.all()).count() + 4 * network.bias_count(network.all()) == p.bytes);
  }
}

TEST_CASE("do the residuals of ResNet-8 join what its file says, and cross cuts with two tensors?") {
  for (const char* name : {"mlperf_ic", "mlperf_ic2"}) {
    const Network network = load_network(test::zoo_file(name));
    const auto named = [&](const std::string& operator_name) {
      for (const OperatorId id : network.operators().ids()) {
        if (network.at(id).name == operator_name) return id;
      }
      throw std::runtime_error("no operator " + operator_name);
    };
    const auto reads = [&](const char* reader, const char* a, const char* b) {
      return network.at(named(reader)).inputs ==
             std::vector{network.output_of(named(a)), network.output_of(named(b))};
    };
    CHECK(reads("add3", "relu0", "conv2"));
    CHECK(reads("add7", "conv5", "conv6"));
    CHECK(reads("add11", "conv9", "conv10"));
    CHECK(network.at(named("conv6")).inputs == std::vector{network.output_of(named("relu3"))});
    CHECK(network.at(named("conv10")).inputs == std::vector{network.output_of(named("relu7"))});
    CHECK(network.cut(0).single());
    CHECK(network.cut(1).tensors.size() == 2);
    CHECK(network.cut(3).single());
    CHECK(network.cut(5).tensors.size() == 2);
  }
}
