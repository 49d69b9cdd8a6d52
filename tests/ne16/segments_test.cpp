// What ranges of layers cost, who runs what, and what fits.
#include <cmath>

#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using test::lowered;
using test::network_of;

namespace {

double cycles(const std::string& input, const std::string& op) {
  const auto cost = lowered(network_of(input, "  - {name: a, " + op + "}\n"))->cost_alone({0, 0});
  REQUIRE(cost.has_value());
  return static_cast<double>(cost->cycles.count());
}

/// Cycles of the only layer, without what starting one that multiplies takes.
double computing(const std::string& input, const std::string& op) {
  return cycles(input, op) - test::gap9().layer_overhead.value.si();
}

std::string refusal(const std::string& input, const std::string& op) {
  const auto problems = lowered(network_of(input, "  - {name: a, " + op + "}\n"))->problems({0, 0});
  return problems.empty() ? "" : problems.front().message;
}

const std::string kMap = "channels: 16, height: 9, width: 9";

}  // namespace

TEST_CASE("does each operator run where it should, for as long as a hand computes?") {
  // 9x9 outputs are 9 tiles of 355 cycles; 16 to 32 channels. Moving 16x81 + 32x81 + 4,608 B takes 1,062.
  CHECK(computing(kMap, "operator: conv2d, out_channels: 32, kernel: 3, padding: 1") == 9 * 355);
  CHECK(computing(kMap, "operator: conv2d, out_channels: 32, kernel: 1") == 9 * 119);
  // 5x5 outputs with stride 2 are 9 tiles as well.
  CHECK(computing(kMap, "operator: conv2d, out_channels: 32, kernel: 3, stride: 2, padding: 1") == 9 * 355);
  CHECK(computing(kMap, "operator: conv2d, out_channels: 16, kernel: 3, padding: 1, groups: 16") == 9 * 227);
  CHECK(computing("channels: 640", "operator: linear, out_channels: 128") == 4 * (40 * 65 + 54));
  // The cluster: 25 x 16 x 32 for each of 25 outputs, 8 a cycle; depthwise ones at one a cycle.
  CHECK(computing(kMap, "operator: conv2d, out_channels: 32, kernel: 5") == 25 * 25 * 16 * 32 / 8);
  CHECK(computing(kMap, "operator: conv2d, out_channels: 16, kernel: 5, groups: 16") == 25 * 25 * 16);
  // Element by element: nothing is set up.
  CHECK(cycles(kMap, "operator: max_pool2d, kernel: 3") == 9 * 9 * 16 / 2);
  CHECK(cycles(kMap, "operator: global_avg_pool") == 81 * 16 / 2);
  CHECK(cycles(kMap, "operator: softmax") == 81 * 16 / 2);
  // Where moving takes longer: 4,096 inputs of one pixel for 16 outputs, 65,536 + 4,096 + 16 B.
  CHECK(computing("channels: 4096", "operator: linear, out_channels: 16") ==
        std::max(256.0 * (19 + 6 + 22 + 2) + 25 + 13, (65'536 + 4'096 + 16) / 8.0));
}

TEST_CASE("is refused what nobody knows the time of, with a reason?") {
  CHECK_THAT(refusal(kMap, "operator: conv_transpose2d, out_channels: 8, kernel: 3, stride: 2"),
             Catch::Contains("operator 'a' of 'n' is a transposed convolution"));
  CHECK_THAT(refusal(kMap, "operator: conv2d, out_channels: 8, kernel: 3, dilation: 2"),
             Catch::Contains("is dilated"));
  CHECK_THAT(refusal(kMap, "operator: conv2d, out_channels: 16, kernel: 3, groups: 4"),
             Catch::Contains("groups"));
  CHECK_THAT(refusal(kMap, "operator: conv2d, out_channels: 8, kernel: 3, weight_bits: 16"),
             Catch::Contains("weights of 16 bits; it takes 2 to 8"));
  CHECK_THAT(refusal(kMap, "operator: hard_swish"), Catch::Contains("nobody has stated"));
  CHECK_THAT(refusal(kMap + ", bits: 16", "operator: conv2d, out_channels: 8, kernel: 3"),
             Catch::Contains("other than 8 bits"));
  CHECK(refusal(kMap, "operator: conv2d, out_channels: 16, kernel: 3").empty());
}

TEST_CASE("is an activation part of the operator in front, and no place to stop?") {
  const auto net = lowered(network_of(kMap,
                                      "  - {name: c, operator: conv2d, out_channels: 16, kernel: 3}\n"
                                      "  - {name: r, operator: relu}\n"
                                      "  - {name: d, operator: conv2d, out_channels: 16, kernel: 1}\n"));
  CHECK(!net->can_stop_after(0));
  CHECK(net->can_stop_after(1));
  CHECK(!net->problems({0, 0}).empty());
  CHECK(!net->problems({1, 2}).empty());
  const auto both = net->cost_alone({0, 1});
  REQUIRE(both.has_value());
  const auto alone =
      lowered(network_of(kMap, "  - {name: c, operator: conv2d, out_channels: 16, kernel: 3}\n"));
  CHECK(both->cycles == alone->cost_alone({0, 0})->cycles);
}

TEST_CASE("does a layer that L1 does not hold go in parts, and a network that L2 does not hold not at all?") {
  // 160 to 160 channels of 8x8: 230,400 B of weights; five blocks of 46,080, input and output twice in
  // 120,000.
  const auto net =
      lowered(network_of("channels: 160, height: 8, width: 8",
                         "  - {name: c, operator: conv2d, out_channels: 160, kernel: 3, padding: 1}\n"));
  const auto facts = net->layer_facts({0, 0}).front().facts;
  const auto& columns = ne16::family().layer_columns;
  const auto fact = [&](std::string_view name) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].name == name) return std::get<std::int64_t>(facts[c]);
    }
    throw std::out_of_range("column");
  };
  CHECK(fact("parts") == 5);
  CHECK(fact("moved_bytes") == 5 * 10'240 + 230'400 + 10'240);
  const auto large =
      lowered(network_of("channels: 1300", "  - {name: c, operator: linear, out_channels: 1300}\n"));
  CHECK(large->problems({0, 0}).empty());
  const auto problems = large->problems_alone({0, 0});
  REQUIRE(!problems.empty());
  // Input channels in groups of 16: 1,312 x 1,300, and the two tensors.
  CHECK(problems.front().needed == 1'312 * 1'300 + 2'600);
  CHECK(problems.front().available == 1'536'000);
  // Of 65,536 inputs not even one block of outputs goes through L1.
  CHECK_THAT(refusal("channels: 65536", "operator: linear, out_channels: 20"), Catch::Contains("of L1"));
}

TEST_CASE("does the clock alone set times, and voltage and clock the powers?") {
  const auto net = test::zoo_network("mlperf_ic2");  // nobody measured its power
  const ne16::Profile slow = test::gap9();
  ne16::Profile fast = slow;
  fast.clock.value = slow.clock.value * 1.5;
  fast.voltage.value = slow.voltage.value * 1.2;
  const auto a = *lowered(net, slow)->cost_alone(net->all());
  const auto b = *lowered(net, fast)->cost_alone(net->all());
  CHECK(a.cycles == b.cycles);
  CHECK(b.infer.s() == Approx(a.infer.s() / 1.5).epsilon(1e-4));
  CHECK(b.load.s() == Approx(a.load.s() / 1.5).epsilon(1e-3));
  CHECK(b.deployment == a.deployment);
  CHECK(b.infer_energy.si() == Approx(a.infer_energy.si() * 1.44).epsilon(1e-4));
  const double waiting =
      slow.leakage.value.si() * 1.2 + (slow.waiting.value - slow.leakage.value).si() * 1.44 * 1.5;
  CHECK(ne16::make_accelerator(fast)->idle_power().si() == Approx(waiting));
}
