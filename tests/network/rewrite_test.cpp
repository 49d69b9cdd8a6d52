// Rewrites keep what a network computes: shapes and counts here are worked out by hand.
#include "synergy/network/rewrite.hpp"

#include "synergy/network/load.hpp"
#include "synergy/network/names.hpp"
#include "synergy/network/save.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace synergy;
using network::Network;
using network::Rewritten;

namespace {

Network read(const std::string& operators, const std::string& input = "channels: 8, height: 32, width: 32") {
  return network::read_network(
      input::parse("schema_version: 1\nform: network\nname: n\ninputs: [{name: in, " + input +
                       "}]\noperators:\n" + operators,
                   "n.yaml"));
}

/// Somebody who cannot run what `refuses` says.
template <class Refuses>
network::Unsupported without(const Refuses& refuses) {
  return [refuses](const Network& network) {
    std::set<std::string> names;
    for (const network::Operator& op : network.operators()) {
      if (refuses(network, op)) names.insert(op.name);
    }
    return names;
  };
}

const network::Conv* conv_of(const network::Operator& op) {
  return std::get_if<network::Conv>(&op.operation);
}

/// As a MAX78000 convolves: stride 1, padded alike, undilated, one group, a kernel of 1 or 3.
bool refused_by_chip(const Network&, const network::Operator& op) {
  const network::Conv* conv = conv_of(op);
  if (conv == nullptr) return false;
  const network::Window& w = conv->window;
  return w.stride != network::Extent{} || w.padding.top != w.padding.bottom ||
         w.dilation != network::Extent{} || conv->groups != 1 || (w.size.rows != 1 && w.size.rows != 3);
}

std::string names_of(const Network& network) {
  std::string names;
  for (const network::Operator& op : network.operators())
    names += (names.empty() ? "" : " ") + op.name + ":" + std::string(to_text(op.operation));
  return names;
}

std::vector<network::Shape> outputs_of(const Network& network) {
  std::vector<network::Shape> shapes;
  for (const network::TensorId output : network.outputs()) shapes.push_back(network.shape(output));
  return shapes;
}

}  // namespace

TEST_CASE("does a stride become a pooling behind what follows the convolution, at four times the MACs?") {
  const Network network = read(
      "  - {name: a, operator: conv2d, out_channels: 16, kernel: 3, stride: 2, padding: 1}\n"
      "  - {name: r, operator: relu}\n"
      "  - {name: b, operator: conv2d, out_channels: 4, kernel: 1}\n");
  const Rewritten made = rewrite(network, without(refused_by_chip));
  CHECK(names_of(made.network) == "a:conv2d r:relu a/subsample:max_pool2d b:conv2d");
  // 8 x 16 x 9 weights; 16x16 pixels strided, 32x32 not.
  REQUIRE(made.done.size() == 1);
  CHECK(made.done[0].name == "a");
  CHECK(made.done[0].rule == "stride");
  CHECK(made.done[0].macs_before == 1152 * 256);
  CHECK(made.done[0].macs_after == 1152 * 1024);
  CHECK(outputs_of(made.network) == std::vector<network::Shape>{{4, 16, 16}});
  CHECK(made.network.at(network::OperatorId(3)).inputs == std::vector{network::TensorId(3)});
  CHECK(made.network.weight_bytes(made.network.all()) == network.weight_bytes(network.all()));
}

TEST_CASE("is the output of a strided convolution of any size that of the pooling in its place?") {
  int compared = 0;
  for (int side = 5; side <= 12; ++side) {
    for (int stride = 2; stride <= 4; ++stride) {
      for (int padding = 0; padding <= 1; ++padding) {
        const Network network = read(
            "  - {name: a, operator: conv2d, out_channels: 2, kernel: 3, stride: " + std::to_string(stride) +
                ", padding: " + std::to_string(padding) + "}\n",
            "channels: 1, height: " + std::to_string(side) + ", width: 9");
        const Rewritten made = rewrite(network, without(refused_by_chip));
        REQUIRE(made.done.size() == 1);
        CHECK(outputs_of(made.network) == outputs_of(network));
        ++compared;
      }
    }
  }
  CHECK(compared == 48);
}

TEST_CASE("does a strided 1x1 convolution choose its pixels first, at no cost?") {
  const Network network = read("  - {name: a, operator: conv2d, out_channels: 16, kernel: 1, stride: 2}\n");
  const Rewritten made = rewrite(network, without(refused_by_chip));
  CHECK(names_of(made.network) == "a/subsample:max_pool2d a:conv2d");
  REQUIRE(made.done.size() == 1);
  CHECK(made.done[0].macs_after == made.done[0].macs_before);
  CHECK(made.done[0].macs_after == 8 * 16 * 256);
}

TEST_CASE("do zeros in the kernel make opposite sides padded alike?") {
  // A 2x2 kernel padded below and at the right is a 3x3 one, padded by 1 all around: 9 taps instead of 4.
  const Network network =
      read("  - {name: a, operator: conv2d, out_channels: 8, kernel: 2, padding: [0, 0, 1, 1]}\n");
  const Rewritten made = rewrite(network, without(refused_by_chip));
  REQUIRE(made.done.size() == 1);
  CHECK(made.done[0].rule == "padding");
  CHECK(made.done[0].macs_before == 64 * 4 * 1024);
  CHECK(made.done[0].macs_after == 64 * 9 * 1024);
  const network::Window& w = conv_of(made.network.at(network::OperatorId(0)))->window;
  CHECK(w.size == network::Extent{3, 3});
  CHECK(w.padding == network::Padding{1, 1, 1, 1});
  CHECK(outputs_of(made.network) == outputs_of(network));
}

TEST_CASE("is a convolution left alone for which no rule helps?") {
  // SAME at stride 2 with a kernel of 3: evened out it has 4 taps, which the chip has not. 5x5 is no two 3x3.
  for (const char* conv : {"kernel: 3, stride: 2, padding: [0, 0, 1, 1]", "kernel: 5, padding: 2"}) {
    const Network network =
        read("  - {name: a, operator: conv2d, out_channels: 8, " + std::string(conv) + "}\n");
    const Rewritten made = rewrite(network, without(refused_by_chip));
    CHECK(made.done.empty());
    CHECK(general_yaml(made.network) == general_yaml(network));
  }
}

TEST_CASE("do dilation and groups become zeros, also both at once?") {
  const Network network = read(
      "  - {name: a, operator: conv2d, out_channels: 8, kernel: 3, dilation: 2, padding: 2, groups: 8}\n");
  // Who has neither, but kernels of any size: 5x5 taps and all 8 channels.
  const Rewritten made = rewrite(network, without([](const Network&, const network::Operator& op) {
                                   return conv_of(op)->groups > 1 || conv_of(op)->window.dilation.rows > 1;
                                 }));
  REQUIRE(made.done.size() == 1);
  CHECK(made.done[0].rule == "dilation+groups");
  CHECK(made.done[0].macs_before == 8 * 9 * 1024);
  CHECK(made.done[0].macs_after == 8 * 8 * 25 * 1024);
  CHECK(outputs_of(made.network) == outputs_of(network));
}

TEST_CASE(
    "does an activation behind an addition get a convolution that changes nothing, the cheaper one first?") {
  const Network network = read(
      "  - {name: a, operator: conv2d, out_channels: 8, kernel: 1}\n"
      "  - {name: s, inputs: [in, a], operator: add}\n"
      "  - {name: r, operator: relu}\n");
  const auto refuses = [](bool depthwise) {
    return without([depthwise](const Network& n, const network::Operator& op) {
      if (const network::Conv* conv = conv_of(op)) return !depthwise && conv->groups > 1;
      if (!std::holds_alternative<network::Activation>(op.operation)) return false;
      return n.at(n.producer(op.inputs[0])).weights() == nullptr;
    });
  };
  const Rewritten cheap = rewrite(network, refuses(true));
  CHECK(names_of(cheap.network) == "a:conv2d s:add r/identity:conv2d r:relu");
  REQUIRE(cheap.done.size() == 1);
  CHECK(cheap.done[0].macs_before == 0);
  CHECK(cheap.done[0].macs_after == 8 * 1024);
  const Rewritten dense = rewrite(network, refuses(false));
  REQUIRE(dense.done.size() == 1);
  CHECK(dense.done[0].rule == "identity");
  CHECK(dense.done[0].macs_after == 8 * 8 * 1024);
}

TEST_CASE("is a batch norm folded into the bias in front, but not into weights that are shared?") {
  const auto no_norms = without([](const Network&, const network::Operator& op) {
    return std::holds_alternative<network::BatchNorm>(op.operation);
  });
  const Rewritten made = rewrite(read("  - {name: a, operator: conv2d, out_channels: 8, kernel: 1}\n"
                                      "  - {name: n, operator: batch_norm}\n"
                                      "  - {name: r, operator: relu}\n"),
                                 no_norms);
  CHECK(names_of(made.network) == "a:conv2d r:relu");
  CHECK(made.network.bias_count(made.network.all()) == 8);
  CHECK(made.done.at(0).macs_after == made.done.at(0).macs_before);
  const Rewritten shared =
      rewrite(read("  - {name: a, operator: conv2d, out_channels: 8, kernel: 1}\n"
                   "  - {name: n, operator: batch_norm}\n"
                   "  - {name: b, operator: conv2d, out_channels: 8, kernel: 1, weights_of: a}\n"),
              no_norms);
  CHECK(shared.done.empty());
}

TEST_CASE("is pooling over a large map done in two?") {
  const Network network =
      read("  - {name: p, operator: global_avg_pool}\n", "channels: 8, height: 24, width: 36");
  const Rewritten made =
      rewrite(network, without([](const Network& n, const network::Operator& op) {
                const auto& pool = std::get<network::Pool>(op.operation);
                return pool.global ? n.inputs()[0].shape.height > 16 : pool.window.size.rows > 16;
              }));
  REQUIRE(made.done.size() == 1);
  CHECK(made.done[0].rule == "pool_in_two");
  CHECK(names_of(made.network) == "p/parts:avg_pool2d p:avg_pool2d");
  CHECK(outputs_of(made.network) == outputs_of(network));
  // The divisor next below the root: 4 of 24, 6 of 36.
  CHECK(std::get<network::Pool>(made.network.at(network::OperatorId(0)).operation).window.size ==
        network::Extent{4, 6});
}

TEST_CASE("does a network with outputs, shared weights and branches keep its references?") {
  const Network network = read(
      "  - {name: a, operator: conv2d, out_channels: 8, kernel: 3, stride: 2, padding: 1}\n"
      "  - {name: b, operator: conv2d, out_channels: 8, kernel: 3, padding: 1}\n"
      "  - {name: c, operator: conv2d, out_channels: 8, kernel: 3, padding: 1, weights_of: b}\n"
      "  - {name: d, inputs: [a, c], operator: add}\n");
  const Rewritten made = rewrite(network, without(refused_by_chip));
  CHECK(names_of(made.network) == "a:conv2d a/subsample:max_pool2d b:conv2d c:conv2d d:add");
  CHECK(made.network.at(network::OperatorId(3)).weights()->shared_with == network::OperatorId(2));
  // The addition reads what is subsampled, not what was strided.
  CHECK(made.network.at(network::OperatorId(4)).inputs ==
        std::vector{network::TensorId(2), network::TensorId(4)});
  // The file that is written is read back as the same network.
  CHECK(general_yaml(network::read_network(input::parse(general_yaml(made.network), "n.yaml"))) ==
        general_yaml(made.network));
}
