// What laws, memories and powers of states make of a network, against sums done by hand.
#include <algorithm>

#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;

namespace {

// 100 us + 2592 x 10 ns + 216 x 1 ns, and 720 x 20 ns.
constexpr std::int64_t kConvNs = 100'000 + 25'920 + 216;
constexpr std::int64_t kLinearNs = 14'400;

}  // namespace

TEST_CASE(
    "is a range's time the sum of its operators' laws, and its energy the state's power over that time?") {
  const auto lowered = accelerator(laws_profile("accelerator"))->lower(small());
  const auto whole = lowered->cost_alone(lowered->network().all());
  REQUIRE(whole);
  CHECK(whole->macs == 2592 + 720);
  CHECK(whole->infer.ns() == kConvNs + kLinearNs);
  CHECK(whole->feed == Duration());
  CHECK(whole->infer_energy.si() == Approx((30e-3 - 10e-3) * (kConvNs + kLinearNs) * 1e-9));
  CHECK(lowered->cost_alone({0, 0})->infer.ns() == kConvNs);
  // The relu is fused, the flattening shows elements, the soft-max is the host's.
  CHECK(lowered->cost_alone({1, 2})->infer.ns() == 0);
  CHECK(lowered->cost_alone({3, 4})->infer.ns() == kLinearNs);
}

TEST_CASE("is a CPU that infers busy all the time, and is what it draws by working counted once?") {
  const auto cpu = accelerator(laws_profile("cpu"));
  CHECK(cpu->idle_power() == Power());
  CHECK(cpu->cpu().asleep == milliwatts(10));
  CHECK(cpu->cpu().active == milliwatts(25));
  const auto cost = cpu->lower(small())->cost_alone({0, 4});
  REQUIRE(cost);
  CHECK(cost->feed == cost->infer);
  // Whoever accounts for the CPU adds (active - asleep) x feed and what idles: together 30 mW.
  const double total = cost->infer_energy.si() + (25e-3 - 10e-3) * cost->feed.s() + 10e-3 * cost->infer.s();
  CHECK(total == Approx(30e-3 * cost->infer.s()));
}

TEST_CASE("do phases follow their laws in bytes, at the powers of their states?") {
  const std::string number = ", source: made up, class: estimate}\n";
  std::string text = laws_profile(
      "accelerator", "inference_overhead: {value: \"7 us\"" + number + "load_fixed: {value: \"3 us\"" +
                         number + "load_per_byte: {value: \"2 ns/B\"" + number +
                         "unload_per_byte: {value: \"4 ns/B\"" + number + "switch_fixed: {value: \"9 us\"" +
                         number + "deploy_per_byte: {value: \"5 ns/B\"" + number);
  text += "    load: {value: \"45 mW\", source: made up, class: estimate}\n";
  const auto cost = accelerator(text)->lower(small())->cost_alone({0, 4});
  REQUIRE(cost);
  CHECK(cost->load.ns() == 3000 + 72 * 2);
  CHECK(cost->unload.ns() == 5 * 4);
  CHECK(cost->infer.ns() == kConvNs + kLinearNs + 7000);
  // 72 + 720 weights, 4 biases of 4 bytes.
  CHECK(cost->weight_bytes == Bytes(792));
  CHECK(cost->bias_bytes == Bytes(16));
  CHECK(cost->deployment.ns() == (792 + 16) * 5);
  CHECK(cost->switch_retained.ns() == 9000);
  // Beyond the 25 mW that the CPU draws by moving, which is charged by whoever accounts for it.
  CHECK(cost->load_energy.si() == Approx(20e-3 * cost->load.s()));
  CHECK(cost->unload_energy == Energy());
}

TEST_CASE("is every kind without a law told, with the kinds that have one?") {
  std::string text = kNetwork;
  text.replace(text.find("operator: flatten}"), 18,
               "operator: max_pool2d, kernel: 2}\n  - {name: flat2, operator: flatten}");
  const auto lowered = accelerator(laws_profile("cpu"))->lower(small(text));
  const auto problems = lowered->problems(lowered->network().all());
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].layer == 2);
  CHECK(problems[0].message ==
        "layer 'flat' of 'small' is of kind pool, for which made_up has no law; it has: conv, linear");
  CHECK(lowered->problems({0, 1}).empty());
}

TEST_CASE("are tensors that are alive together held against the memory, and weights placed side by side?") {
  // The convolution holds 72 + 144 bytes, its relu works in place.
  const auto chip = accelerator(laws_profile("cpu"));
  const auto lowered = chip->lower(small());
  device::Memory memory = chip->empty_memory();
  REQUIRE(memory.try_place(*lowered, {0, 4}));
  REQUIRE(memory.try_place(*lowered, {3, 4}));
  const auto uses = memory.uses();
  CHECK(uses[0].used == 808 + 720);
  CHECK(uses[0].available == 2000);
  CHECK(uses[1].used == 72 + 144);
  CHECK_FALSE(memory.fits(*lowered, {3, 4}));
  const auto problems = memory.problems(*lowered, {3, 4});
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].needed == 720);
  CHECK(problems[0].available == 2000 - 808 - 720);
  std::string tight_profile = laws_profile("cpu");
  tight_profile.replace(tight_profile.find("\"1 kB\""), 6, "\"200 B\"");
  const auto tight = accelerator(tight_profile)->lower(small())->problems({0, 4});
  REQUIRE(tight.size() == 1);
  CHECK(tight[0].needed == 216);
  CHECK(tight[0].available == 200);
}

TEST_CASE("does code have a memory of its own where the profile says so?") {
  const auto chip =
      accelerator(laws_profile("cpu", "code_memory: \"250 B\"\ncode_per_operator: \"100 B\"\n"));
  const auto lowered = chip->lower(small());
  device::Memory memory = chip->empty_memory();
  REQUIRE(memory.try_place(*lowered, {0, 4}));  // two operators take time
  CHECK(memory.uses()[2].used == 200);
  const auto problems = memory.problems(*lowered, {3, 4});
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message ==
        "layers 3 to 4 of 'small' need 100 bytes of code; the made_up has 50 left of 250");
}

TEST_CASE("does a rate know MACs alone, and is it an estimate that says so?") {
  const std::string rate = "rate: {value: \"10 ns/MAC\", source: made up, class: estimate}\n";
  const auto chip = accelerator(head("cpu", "rate") + rate + kTail + kPoint);
  CHECK(chip->is_estimate());
  const auto lowered = chip->lower(small());
  CHECK(lowered->cost_alone({0, 4})->infer.ns() == (2592 + 720) * 10);
  CHECK(lowered->doubts({0, 4}) ==
        std::vector<std::string>{"times of made_up are one rate for all networks: an estimate"});
  CHECK_THROWS_WITH(profile(head("accelerator", "rate") + rate + kTail + kPoint),
                    Catch::Contains("profile.yaml:7:8: one rate for all networks is refused"));
  CHECK_NOTHROW(profile(head("accelerator", "rate") + "allow_rate: true\n" + rate + kTail + kPoint));
}
