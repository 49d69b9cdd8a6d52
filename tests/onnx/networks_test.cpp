#include "networks.hpp"

#include "synergy/input/document.hpp"
#include "synergy/network/load.hpp"

#include "read.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test::onnx;
using Rows = std::vector<std::string>;

namespace {

importer::Totals totals(const importer::ImportedNetwork& from) { return importer::totals_of(from.network); }

}  // namespace

TEST_CASE("does a convolutional network with fully connected layers arrive whole?") {
  const importer::ImportedNetwork lenet = imported(kLeNet);
  CHECK(operators(lenet) == Rows{"c1 conv2d 6x28x28", "r1 relu 6x28x28", "p1 max_pool2d 6x14x14",
                                 "c2 conv2d 16x10x10", "r2 relu 16x10x10", "p2 max_pool2d 16x5x5",
                                 "flat flatten 400x1x1", "f3 linear 120x1x1", "r3 relu 120x1x1",
                                 "f4 linear 84x1x1", "r4 relu 84x1x1", "digits linear 10x1x1"});
  // 28*28*6*25 + 10*10*16*150 + 400*120 + 120*84 + 84*10
  CHECK(totals(lenet).macs == 117'600 + 240'000 + 48'000 + 10'080 + 840);
  CHECK(totals(lenet).weight_bytes == 150 + 2'400 + 48'000 + 10'080 + 840);
  CHECK(totals(lenet).biases == 6 + 16 + 120 + 84 + 10);
  CHECK(lenet.network.inputs().size() == 1);
  CHECK(lenet.network.name() == "net");
  CHECK(lenet.operators[6].reason == "the same elements under other dimensions: no cost");
  CHECK(lenet.provenance.format == "onnx");
  // Ten weights and biases, the open batch, and that floating point counts as bytes.
  CHECK(lenet.provenance.inferred.size() == 12);
  // The file says the same.
  const network::Network read = network::read_network(input::parse(importer::to_yaml(lenet), "net.yaml"));
  CHECK(read.macs(read.all()) == totals(lenet).macs);
}

TEST_CASE("are batch norms and limits part of the convolutions of a MobileNet block?") {
  const importer::ImportedNetwork block = imported(kMobileNetBlock);
  CHECK(operators(block) == Rows{"expand conv2d 96x32x32", "a1 relu6 96x32x32", "depthwise conv2d 96x16x16",
                                 "a2 relu6 96x16x16", "project conv2d 24x16x16"});
  CHECK(fates(block) == Rows{"zero dropped", "six dropped", "expand mapped 0", "n1 folded 0", "a1 mapped 1",
                             "depthwise mapped 2", "n2 folded 2", "a2 mapped 3", "project mapped 4",
                             "y folded 4"});
  CHECK(totals(block).macs == 1'572'864 + 221'184 + 589'824);
  CHECK(totals(block).weight_bytes == 1'536 + 864 + 2'304);
  CHECK(totals(block).biases == 96 + 96 + 24);  // the shifts of the batch norms
}

TEST_CASE("do shortcuts, SAME padding and shapes that are computed arrive?") {
  const importer::ImportedNetwork block = imported(kResNetBlock);
  CHECK(operators(block) == Rows{"c1 conv2d 32x16x16", "r1 relu 32x16x16", "c2 conv2d 32x16x16",
                                 "shortcut conv2d 32x16x16", "sum add 32x16x16", "r2 relu 32x16x16",
                                 "mean global_avg_pool 32x1x1", "y linear 10x1x1"});
  // The odd row of zeros is behind the map.
  const auto& c1 = std::get<network::Conv>(block.network.at(network::OperatorId(0)).operation);
  CHECK(c1.window.padding == network::Padding{0, 0, 1, 1});
  CHECK(block.provenance.inferred.front().what == "w1");
  CHECK(totals(block).macs == 1'179'648 + 2'359'296 + 131'072 + 320);
  CHECK(totals(block).weight_bytes == 4'608 + 9'216 + 512 + 320);
  CHECK(totals(block).biases == 32 + 32 + 10);
  for (const std::size_t shape : {7u, 8u, 9u, 10u, 11u})
    CHECK(block.operators[shape].reason == "known before inference");
}

TEST_CASE(
    "does a network over time arrive, its causal zeros and its biases in the operators they belong to?") {
  const importer::ImportedNetwork tcn = imported(kTcn);
  CHECK(operators(tcn) == Rows{"c1 conv1d 32x128x1", "r1 relu 32x128x1", "shortcut conv1d 32x128x1",
                               "sum add 32x128x1", "mean global_avg_pool 32x1x1", "product linear 6x1x1",
                               "activity softmax 6x1x1"});
  CHECK(fates(tcn) == Rows{"pads dropped", "causal folded 0", "c1 mapped 0", "r1 mapped 1",
                           "shortcut mapped 2", "sum mapped 3", "mean mapped 4", "product mapped 5",
                           "biased folded 5", "activity mapped 6"});
  const auto& c1 = std::get<network::Conv>(tcn.network.at(network::OperatorId(0)).operation);
  CHECK(c1.window.padding == network::Padding{4, 0, 0, 0});
  CHECK(totals(tcn).macs == 110'592 + 36'864 + 192);
  CHECK(totals(tcn).weight_bytes == 864 + 288 + 192);
  CHECK(totals(tcn).biases == 32 + 6);
}

TEST_CASE("are the bits of a quantised network those of its number formats?") {
  const importer::ImportedNetwork net = imported(kQuantised);
  CHECK(operators(net) == Rows{"c conv2d 8x8x8", "r relu 8x8x8", "y global_avg_pool 8x1x1"});
  CHECK(net.network.inputs().front().bits == 8);
  CHECK(net.network.at(network::OperatorId(0)).weights()->bits == 8);
  CHECK(net.network.at(network::OperatorId(1)).output_bits == 16);
  CHECK(totals(net).biases == 8);
  for (const importer::InferredNumber& number : net.provenance.inferred) CHECK(number.what != "weight_bits");
}

TEST_CASE("do a detector's outputs leave in front of what the host does?") {
  const importer::ImportedNetwork detector = imported(kDetector);
  CHECK(operators(detector) == Rows{"c1 conv2d 16x16x16", "r1 relu 16x16x16", "c2 conv2d 16x8x8",
                                    "r2 relu 16x8x8", "deltas conv2d 12x8x8", "scores conv2d 6x8x8"});
  CHECK(detector.network.outputs() == std::vector{network::TensorId(5), network::TensorId(6)});
  CHECK(fates(detector)[5] == "last dropped");
  CHECK(fates(detector)[7] == "boxes dropped");
}

TEST_CASE("is the same file the same network, wherever it lies and whatever its form?") {
  CHECK(importer::to_yaml(imported(kTcn)) == importer::to_yaml(imported(kTcn)));
}
