#include "synergy/base/random.hpp"
#include "synergy/network/network.hpp"

#include <set>

#include "networks.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::network;
using test::errors_of;
using test::file_of;
using test::network_of;

namespace {

/// The tensor that one is a copy of, by following the copies one by one.
TensorId original(const Network& network, TensorId tensor) {
  while (!network.is_input(tensor)) {
    const Operator& op = network.at(network.producer(tensor));
    const TensorId from = op.inputs[0];
    if (!op.is_copy() || (network.is_input(from) && network.inputs()[from.index()].by_host)) break;
    tensor = from;
  }
  return tensor;
}

/// What somebody needs behind layer `after` and nobody there can make, by looking at every tensor.
std::set<TensorId> needed_behind(const Network& network, LayerIndex after) {
  const int last = after == kBeforeFirst ? -1 : network.layer(after).last.value();
  std::set<TensorId> needed;
  const bool nothing_follows = after + 1 == network.layer_count();
  for (int t = 0; t <= last + static_cast<int>(network.inputs().size()); ++t) {
    const TensorId tensor(t);
    if (network.is_input(tensor) && network.inputs()[tensor.index()].by_host) continue;
    bool is_needed = network.is_output(tensor) && !nothing_follows;
    for (const OperatorId reader : network.readers(tensor)) is_needed |= reader.value() > last;
    if (is_needed) needed.insert(original(network, tensor));
  }
  return needed;
}

void check_cuts(const Network& network) {
  for (LayerIndex after = kBeforeFirst; after < network.layer_count(); ++after) {
    INFO(network.name() << " after layer " << after);
    const std::set<TensorId> needed = needed_behind(network, after);
    const Cut& cut = network.cut(after);
    CHECK(cut.tensors == std::vector<TensorId>(needed.begin(), needed.end()));
    Bytes bytes;
    for (const TensorId tensor : needed) bytes += network.bytes(tensor);
    CHECK(cut.bytes == bytes);
  }
}

/// 2 inputs, one of them the host's; operators that read random earlier tensors; random layers and outputs.
Network random_network(RandomStream& rng) {
  const auto below = [&rng](int n) { return static_cast<int>(rng.integer(0, n - 1)); };
  NetworkParts parts;
  parts.name = "random";
  parts.inputs = {{"x", {2, 4, 4}, 8, false}, {"old", {2, 4, 4}, 8, true}};
  const int count = 1 + below(14);
  for (int i = 0; i < count; ++i) {
    Operator op;
    op.name = "op" + std::to_string(i);
    const auto any = [&] { return TensorId(below(2 + i)); };
    switch (below(4)) {
      case 0:
        op.operation = Copy{};
        break;
      case 1:
        op.operation = Reshape{{2, 4, 4}};
        break;
      case 2:
        op.operation = Activation::relu;
        break;
      default:
        op.operation = Elementwise::add;
        op.inputs.push_back(any());
    }
    op.inputs.push_back(any());
    if (below(2) == 0) op.layer = "layer" + std::to_string(i / 3);
    parts.operators.push_back(op);
  }
  // Layers of a name must follow each other.
  for (std::size_t i = 1; i < parts.operators.size(); ++i) {
    if (!parts.operators[i].layer.empty() && parts.operators[i - 1].layer.empty())
      parts.operators[i].layer.clear();
  }
  std::set<int> read;
  for (const Operator& op : parts.operators) {
    for (const TensorId tensor : op.inputs) read.insert(tensor.value());
  }
  for (int t = 2; t < 2 + count; ++t) {
    if (!read.contains(t) || below(5) == 0) parts.outputs.push_back(TensorId(t));
  }
  return Network(std::move(parts));
}

}  // namespace

TEST_CASE("does the graph analysis find what crosses each cut, in files and in random networks?") {
  for (const char* name : {"kws", "convnet5", "simplenet", "ressimplenet", "unet", "mobilenetv2"})
    check_cuts(load_network(test::network_file(name)));
  RandomStream rng(1);
  for (int i = 0; i < 300; ++i) check_cuts(random_network(rng));
}

TEST_CASE("is each operator a layer of its own unless the file groups it?") {
  const Network network =
      network_of(file_of("  - {name: a, operator: conv2d, out_channels: 2, kernel: 1, layer: first}\n"
                         "  - {name: r, operator: relu, layer: first}\n"
                         "  - {name: p, operator: max_pool2d, kernel: 2}\n"
                         "  - {name: f, operator: flatten}\n"
                         "  - {name: fc, operator: linear, out_channels: 10}\n"));
  REQUIRE(network.layer_count() == 4);
  CHECK(network.layer(0).name == "first");
  CHECK(network.layer(0).stated);
  CHECK(network.layer(0).last == OperatorId(1));
  CHECK(network.layer(0).output_bytes == Bytes(2 * 64));
  CHECK(network.layer(1).name == "p");
  CHECK(!network.layer(1).stated);
  // The input, r, p and fc; f is p under another name.
  CHECK(network.data_intensity() == Bytes(256 + 128 + 32 + 10));
  CHECK(network.cut(1).bytes == Bytes(32));
  CHECK(network.cut(2).tensors == network.cut(1).tensors);
  CHECK(network.macs({0, 0}) == 2 * 4 * 64);
  CHECK(network.macs({1, 3}) == 320);
  CHECK_THAT(
      errors_of(file_of("  - {name: a, operator: relu, layer: l}\n  - {name: b, operator: relu}\n"
                        "  - {name: c, operator: relu, layer: l}\n")),
      Catch::Contains("n.yaml:8:5: operator 'c' begins a layer 'l', but 'a' is in one of that name already"));
}

TEST_CASE("does a network made in a program name what is misplaced?") {
  NetworkParts parts;
  parts.name = "n";
  parts.inputs = {{"x", {1, 1, 1}, 8, false}};
  Operator op;
  op.name = "a";
  op.inputs = {TensorId(1)};
  op.operation = Copy{};
  parts.operators = {op};
  CHECK_THROWS_WITH(Network(parts), "network 'n', operator 'a': reads tensor 1, which does not come earlier");
  parts.operators[0].inputs = {TensorId(0)};
  parts.outputs = {TensorId(0)};
  CHECK_THROWS_WITH(Network(parts), "network 'n': output 0 is not that of an operator");
  parts.operators.clear();
  parts.outputs.clear();
  CHECK_THROWS_WITH(Network(parts), "network 'n': 0 operators: 1 to 4096 are possible");
}
