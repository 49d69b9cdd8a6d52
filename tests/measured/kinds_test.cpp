// How operators are told apart, and what must be held while they run, against a plain count.
#include "synergy/measured/kinds.hpp"

#include <algorithm>
#include <filesystem>

#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;
using measured::kind_of;
using network::OperatorId;

namespace {

std::string kinds(const device::Network& network) {
  std::string text;
  for (std::size_t i = 0; i < network.operators().size(); ++i) {
    const auto kind = kind_of(network, OperatorId(static_cast<int>(i)));
    text += (text.empty() ? "" : " ") + (kind ? std::string(to_text(*kind)) : "-");
  }
  return text;
}

}  // namespace

TEST_CASE("are convolutions told apart by kernel and groups, and what is fused or only renames left out?") {
  const auto one = small(R"(schema_version: 1
form: network
name: kinds
inputs: [{name: input, channels: 4, height: 8, width: 8}]
operators:
  - {name: alone, operator: relu}
  - {name: conv, operator: conv2d, out_channels: 8, kernel: 3, padding: 1}
  - {name: norm, operator: batch_norm}
  - {name: fused, operator: relu}
  - {name: point, operator: conv2d, out_channels: 8, kernel: 1}
  - {name: grouped, operator: conv2d, out_channels: 8, kernel: 1, groups: 2}
  - {name: depth, operator: conv2d, out_channels: 8, kernel: 3, padding: 1, groups: 8}
  - {name: up, operator: conv_transpose2d, out_channels: 4, kernel: 2, stride: 2}
  - {name: pool, operator: global_avg_pool}
  - {name: sum, operator: add, inputs: [pool, pool]}
  - {name: joined, operator: concat, inputs: [sum, pool]}
  - {name: flat, operator: flatten}
  - {name: fc, operator: linear, out_channels: 3}
  - {name: out, operator: softmax}
)");
  CHECK(kinds(*one) ==
        "activation conv - - pointwise conv depthwise transposed pool elementwise copy - linear -");
}

TEST_CASE("is what works element by element free only where nobody needs the tensor as it was?") {
  const auto shared = small(R"(schema_version: 1
form: network
name: shared
inputs: [{name: input, channels: 4, height: 8, width: 8}]
outputs: [left, seen, sum, last]
operators:
  - {name: norm, operator: batch_norm}
  - {name: conv, operator: conv2d, out_channels: 8, kernel: 3, padding: 1}
  - {name: left, operator: relu, inputs: [conv]}
  - {name: right, operator: abs, inputs: [conv]}
  - {name: sum, operator: add, inputs: [left, right]}
  - {name: seen, operator: conv2d, out_channels: 8, kernel: 1, inputs: [right]}
  - {name: behind, operator: relu, inputs: [seen]}
  - {name: last, operator: conv2d, out_channels: 2, kernel: 1, inputs: [behind]}
)");
  // An input is there to be kept, the convolution is read twice, and 'seen' leaves as it is.
  CHECK(kinds(*shared) == "activation conv activation activation elementwise pointwise activation pointwise");
  CHECK_FALSE(measured::joined_to(*shared, OperatorId(2)));
  CHECK(measured::joined_to(*shared, OperatorId(1)) == OperatorId(1));
}

TEST_CASE("is what is alive at each operator what a plain search finds, for every network of the zoo?") {
  int networks = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(SYNERGY_SOURCE_DIR) + "/model_zoo")) {
    if (entry.path().extension() != ".yaml") continue;
    const input::Document document = input::load(entry.path());
    if (!network::is_network_file(document)) continue;
    const device::Network of = network::read_network(document);
    ++networks;
    const int inputs = static_cast<int>(of.inputs().size());
    const int count = static_cast<int>(of.operators().size());
    // The tensor in whose place each one is: itself unless it is a view, or the only reader changes it.
    std::vector<int> place;
    for (int t = 0; t < inputs + count; ++t) {
      place.push_back(t);
      if (t < inputs) continue;
      const network::Operator& op = of.at(OperatorId(t - inputs));
      const network::TensorId first = op.inputs.front();
      if (op.is_view() || (op.is_in_place() && of.readers(first).size() == 1))
        place.back() = place[first.index()];
    }
    const std::vector<std::int64_t> live = measured::live_bytes(of);
    REQUIRE(live.size() == static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      std::int64_t sum = 0;
      for (int t = 0; t < inputs + count; ++t) {
        if (place[static_cast<std::size_t>(t)] != t || (t >= inputs && t - inputs > i)) continue;
        bool needed = t - inputs == i;
        for (int u = 0; u < inputs + count && !needed; ++u) {
          if (place[static_cast<std::size_t>(u)] != t) continue;
          for (const OperatorId reader : of.readers(network::TensorId(u)))
            needed = needed || reader.value() >= i;
        }
        if (needed) sum += of.bytes(network::TensorId(t)).count();
      }
      CAPTURE(of.name(), i);
      REQUIRE(live[static_cast<std::size_t>(i)] == sum);
    }
  }
  CHECK(networks >= 7);
}
