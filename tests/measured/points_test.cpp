// Operating points: what another clock and voltage make of times and powers.
#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;

namespace {

const std::string kTwoPoints = laws_profile("accelerator") + kFast;

}  // namespace

TEST_CASE("do times follow the clock, and powers that nobody measured clock and voltage?") {
  const auto slow = accelerator(kTwoPoints);
  CHECK(slow->operating_points() == std::vector<std::string>{"slow", "fast"});
  CHECK(slow->operating_point() == "slow");
  CHECK_FALSE(slow->is_estimate());
  const auto fast = slow->at_operating_point("fast");
  CHECK(fast->operating_point() == "fast");
  CHECK(fast->is_estimate());
  const auto before = slow->lower(small())->cost_alone({0, 4});
  const auto after = fast->lower(small())->cost_alone({0, 4});
  CHECK(after->infer.ns() * 2 == Approx(before->infer.ns()).margin(2));
  CHECK(after->cycles == before->cycles);
  // Idle 10 mW x 1.5; above idle 20 mW x 1.5^2 x 2, in half the time.
  CHECK(fast->idle_power().si() == Approx(15e-3));
  CHECK(after->infer_energy.si() == Approx(before->infer_energy.si() * 2.25));
  const auto doubts = fast->lower(small())->doubts({0, 4});
  REQUIRE(doubts.size() == 1);
  CHECK(doubts[0] == "powers of made_up@fast at 'fast' follow from those at 'slow' by clock and voltage");
}

TEST_CASE("does a point with powers of its own have them, and is a time scale taken before the clock?") {
  std::string text = kTwoPoints + R"(    time_scale: {value: "0.75", source: made up, class: measured}
    idle: {value: "12 mW", source: made up, class: measured}
    infer: {value: "60 mW", source: made up, class: measured}
    cpu_active: {value: "40 mW", source: made up, class: measured}
)";
  const auto slow = accelerator(text);
  const auto fast = slow->at_operating_point("fast");
  CHECK_FALSE(fast->is_estimate());
  const auto before = slow->lower(small())->cost_alone({0, 4});
  const auto after = fast->lower(small())->cost_alone({0, 4});
  CHECK(after->infer.ns() == Approx(0.75 * static_cast<double>(before->infer.ns())).margin(2));
  CHECK(after->infer_energy.si() == Approx(48e-3 * after->infer.s()));
  CHECK(fast->cpu().active == milliwatts(28));  // 40 mW less what the accelerator idles with
}

TEST_CASE("is the energy of a row scaled like the power above idle and the time?") {
  const auto slow = accelerator(table_profile(row("small", "", "2 ms", "50 uJ")) + kFast);
  const auto fast = slow->at_operating_point("fast");
  const auto cost = fast->lower(small())->cost_alone({0, 4});
  REQUIRE(cost);
  CHECK(cost->infer == milliseconds(1));
  CHECK(cost->infer_energy.si() == Approx(30e-6 * 1.5 * 1.5));  // x V^2 x f, in 1 / f of the time
}

TEST_CASE("is the point that counts saved, and a file that names another one read so?") {
  const auto fast = accelerator(kTwoPoints)->at_operating_point("fast");
  const auto again = accelerator(fast->to_yaml());
  CHECK(again->operating_point() == "fast");
  CHECK(again->to_yaml() == fast->to_yaml());
  std::string text = kTwoPoints;
  text.replace(text.find("operating_point: slow"), 21, "operating_point: slwo");
  CHECK_THROWS_WITH(profile(text), Catch::Contains("unknown operating point 'slwo'; known: slow, fast"));
}

TEST_CASE("does a profile tell when clock, size or operators leave what it was calibrated with?") {
  const std::string calibrated = R"(calibrated:
  networks: [a, b]
  macs: [5000, 6000]
  clock: ["90 MHz", "110 MHz"]
  operators: [conv]
  residuals:
    - {of: time, left_out: network, mean: "9 %", rms: "10 %", worst: "15 %", within_5: "50 %", within_10: "75 %", points: 4}
)";
  const auto slow = accelerator(kTwoPoints + calibrated);
  const auto doubts = slow->lower(small())->doubts({0, 4});
  REQUIRE(doubts.size() == 2);
  CHECK(doubts[0] ==
        "made_up was calibrated with networks of 5000 to 6000 MACs; layers 0 to 4 of 'small' have 3312");
  CHECK(doubts[1] == "made_up was not calibrated with operators of kind linear, which 'small' has");
  // A part of a network may be small.
  CHECK(slow->lower(small())->doubts({0, 2}).empty());
  const auto fast = slow->at_operating_point("fast")->lower(small())->doubts({0, 2});
  REQUIRE(fast.size() == 2);
  CHECK(fast[1] == "made_up@fast was calibrated at 90 MHz to 110 MHz, and runs at 200 MHz");
  CHECK(slow->lower(small())->summary({0, 4}).find("9 % on average, 15 % at worst, on networks left out") !=
        std::string::npos);
}

TEST_CASE(
    "does a profile tell of functions of elements that it was not calibrated with, wherever they are done?") {
  const auto lowered = [](const std::string& calibrated) {
    const auto chip = accelerator(kTwoPoints + R"(calibrated:
  networks: [a]
  macs: [1, 1000000]
  clock: ["90 MHz", "110 MHz"]
  operators: [conv, activation, copy]
)" + calibrated);
    return chip->lower(small(R"(schema_version: 1
form: network
name: curved
inputs: [{name: input, channels: 3, height: 8, width: 8}]
operators:
  - {name: at_input, operator: tanh}
  - {name: conv, operator: conv2d, out_channels: 8, kernel: 3, padding: 1}
  - {name: clamp, operator: relu}
  - {name: conv2, operator: conv2d, out_channels: 8, kernel: 3, padding: 1}
  - {name: gate, operator: sigmoid}
)"));
  };
  const auto of = [](const std::shared_ptr<const device::Lowered>& network) {
    return network->doubts(network->network().all());
  };
  CHECK(of(lowered("")) ==
        std::vector<std::string>{
            "made_up was not calibrated with tanh, sigmoid, which 'curved' has and which counts like relu"});
  CHECK(of(lowered("  activations: [tanh]\n")) ==
        std::vector<std::string>{
            "made_up was not calibrated with sigmoid, which 'curved' has and which counts like relu"});
  CHECK(of(lowered("  activations: [tanh, sigmoid]\n")).empty());
  // Read and saved as it was written; a clamp is no word for the list.
  const auto both = accelerator(kTwoPoints + R"(calibrated:
  networks: [a]
  macs: [1, 2]
  clock: ["90 MHz", "110 MHz"]
  operators: [conv]
  activations: [swish, gelu]
)");
  CHECK(accelerator(both->to_yaml())->to_yaml() == both->to_yaml());
  CHECK(both->to_yaml().find("activations: [swish, gelu]") != std::string::npos);
  CHECK_THROWS_WITH(accelerator(kTwoPoints + R"(calibrated:
  networks: [a]
  macs: [1, 2]
  clock: ["90 MHz", "110 MHz"]
  operators: [conv]
  activations: [relu]
)"),
                    Catch::Contains("relu"));
}
