// What is billed for an inference is what was measured, and what contradicts itself is refused with both
// numbers.
#include "synergy/input/error.hpp"

#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;
using Catch::Contains;

namespace {

std::string table_of(const std::string& infers_on, const std::string& rows) {
  return head(infers_on, "table") + "table:\n" + rows + kTail + kPoint;
}

std::string power(const std::string& key, const std::string& value) {
  return "    " + key + ": {value: \"" + value + "\", source: made up, class: estimate}\n";
}

/// All that the rail draws during an inference: what idles, what the CPU draws by working, and the rest.
Energy billed(const device::Accelerator& chip, const device::SegmentCost& cost) {
  const Duration time = cost.load + cost.infer + cost.unload;
  const Duration on_cpu = cost.load + cost.feed + cost.unload;
  return cost.load_energy + cost.infer_energy + cost.unload_energy +
         (chip.cpu().active - chip.cpu().asleep) * on_cpu + (chip.idle_power() + chip.cpu().asleep) * time;
}

}  // namespace

TEST_CASE("is a row's energy what is billed, on a CPU and on an accelerator?") {
  for (const std::string on : {"cpu", "accelerator"}) {
    // From what is drawn anyway (25 mW x 2 ms) to more than the power of inferring (30 mW x 2 ms) comes to.
    for (const std::string energy : {"50 uJ", "55 uJ", "60 uJ", "90 uJ"}) {
      CAPTURE(on, energy);
      const auto chip = accelerator(table_of(on, row("small", "", "2 ms", energy)));
      const auto cost = chip->lower(small())->cost_alone({0, 4});
      REQUIRE(cost);
      CHECK(billed(*chip, *cost).si() * 1e6 == Approx(std::stod(energy)));
    }
  }
}

TEST_CASE("is a row that says less than what is drawn anyway refused at its place, with both numbers?") {
  CHECK_THROWS_WITH(
      profile(table_of("accelerator", row("small", "", "2 ms", "19 uJ"))),
      "profile.yaml:11:5: the energy (19 uJ) is less than idle (10 mW) draws in the row's time: "
      "20 uJ");
  CHECK_THROWS_WITH(
      profile(table_of("cpu", row("small", "", "2 ms", "49 uJ"))),
      Contains("the energy (49 uJ) is less than cpu_active (25 mW) draws in the row's time: 50 uJ"));
  CHECK_NOTHROW(profile(table_of("accelerator", row("small", "", "2 ms", "20 uJ"))));
}

TEST_CASE("is a power of moving data below that of the CPU that moves them refused?") {
  for (const std::string key : {"load", "unload", "switch", "deploy"}) {
    CAPTURE(key);
    CHECK_THROWS_WITH(profile(laws_profile("accelerator") + power(key, "24.9 mW")),
                      Contains("cpu_active (25 mW) is above " + key + " (24.9 mW)"));
    CHECK_NOTHROW(profile(laws_profile("accelerator") + power(key, "25 mW")));
  }
}

TEST_CASE("does what is said of an inference have its loading and unloading in it?") {
  const std::string moving =
      "load_fixed: {value: \"2 ms\", source: made up, class: estimate}\n"
      "unload_fixed: {value: \"1 ms\", source: made up, class: estimate}\n";
  const auto chip =
      accelerator(head("accelerator", "table") + "table:\n" + row("small", "", "2 ms", "50 uJ") + moving +
                  kTail + kPoint + power("load", "28 mW"));
  // 28 mW x 2 ms + 50 uJ + 25 mW x 1 ms, and of that 10 mW x 5 ms are idle power.
  CHECK_THAT(chip->lower(small())->summary({0, 4}), Contains("81 uJ above idle, 131 uJ with it"));
  const auto cost = chip->lower(small())->cost_alone({0, 4});
  REQUIRE(cost);
  CHECK(billed(*chip, *cost).si() * 1e6 == Approx(131));
}

TEST_CASE("is an operating point whose name could not be asked for refused?") {
  std::string text = laws_profile("cpu") + kFast;
  text.replace(text.find("name: fast"), 10, "name: a@b ");
  CHECK_THROWS_WITH(profile(text), Contains("the name 'a@b' of an operating point has an '@'"));
}

TEST_CASE("is a form of times that is none the only thing that is said?") {
  std::string text = laws_profile("cpu");
  text.replace(text.find("times: laws"), 11, "times: guess");
  try {
    (void)profile(text);
    FAIL("no form of times is called guess");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK_THAT(error.problems()[0].message, Contains("form of times 'guess'"));
  }
}

TEST_CASE("is nobody who writes npu asked whether that means cpu?") {
  std::string text = laws_profile("cpu");
  text.replace(text.find("infers_on: cpu"), 14, "infers_on: npu");
  CHECK_THROWS_WITH(profile(text), Contains("unknown processor 'npu'; known: cpu, accelerator") &&
                                       !Contains("did you mean"));
}

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// A CPU of 25 mW (24 to 26) whose row of 2 ms (1.99 to 2.01) took 49 uJ (48.5 to 49.6): 50 uJ by the powers,
/// but 24 mW x 1.99 ms are 47.76 uJ. It moves data with 24.9 mW (24.5 to 25.5).
std::string with_intervals() {
  std::string text = table_of("cpu", row("small", "", "2 ms", "49 uJ"));
  text = replaced(text, R"("2 ms",)", R"("2 ms", low: "1.99 ms", high: "2.01 ms",)");
  text = replaced(text, R"("49 uJ",)", R"("49 uJ", low: "48.5 uJ", high: "49.6 uJ",)");
  text = replaced(text, R"("25 mW",)", R"("25 mW", low: "24 mW", high: "26 mW",)");
  return text + replaced(power("load", "24.9 mW"), R"("24.9 mW",)",
                         R"("24.9 mW", low: "24.5 mW", high: "25.5 mW",)");
}

}  // namespace

TEST_CASE("are numbers whose intervals overlap no contradiction, billed as what is drawn anyway?") {
  const auto chip = accelerator(with_intervals());
  const auto cost = chip->lower(small())->cost_alone({0, 4});
  REQUIRE(cost);
  CHECK(cost->infer_energy == Energy());
  CHECK(cost->load_energy == Energy());
  CHECK(billed(*chip, *cost).si() * 1e6 == Approx(50));
  // 24.95 mW x 1.99 ms is 49.65 uJ, of 49.6 at most.
  CHECK_THROWS_WITH(
      profile(replaced(with_intervals(), "low: \"24 mW\"", "low: \"24.95 mW\"")),
      Contains("the energy (49 uJ, at most 49.6 uJ) is less than cpu_active (25 mW, at least 24.95 mW) "
               "draws in the row's time: 49.65 uJ"));
  CHECK_THROWS_WITH(profile(replaced(with_intervals(), "high: \"25.5 mW\"", "high: \"24.9 mW\"")
                                .replace(with_intervals().find("low: \"24 mW\""), 12, "low: \"25 mW\"")),
                    Contains("cpu_active (25 mW) is above load (24.9 mW)"));
}

TEST_CASE("may every number be moved within its interval, and none against the others beyond it?") {
  const auto chip = accelerator(with_intervals());
  int moved = 0;
  chip->visit_numbers([&](std::string_view key, const device::Number& number) {
    for (const auto& bound : {number.low, number.high}) {
      if (!bound) continue;
      CAPTURE(key, bound->si);
      ++moved;
      const auto other = chip->with_numbers({{std::string(key), bound->si}});
      const auto cost = other->lower(small())->cost_alone({0, 4});
      REQUIRE(cost);
      CHECK(cost->infer_energy >= Energy());
      CHECK(cost->load_energy >= Energy());
      CHECK(other->cpu().active >= other->cpu().asleep);
    }
  });
  CHECK(moved == 8);
  CHECK_NOTHROW(chip->with_numbers({{"points.slow.cpu_active", 25.5e-3}}));
  // Beyond its interval a number is judged by itself.
  CHECK_THROWS_WITH(chip->with_numbers({{"points.slow.cpu_active", 29e-3}}),
                    Contains("cpu_active (29 mW) is above load (24.9 mW, at most 25.5 mW)"));
  CHECK_THROWS_WITH(chip->with_numbers({{"points.slow.idle", 31e-3}}),
                    Contains("idle (31 mW) is above infer (30 mW)"));
}

TEST_CASE("does a state that may draw less than waiting draw as much as it, and give nothing back?") {
  std::string text =
      replaced(laws_profile("accelerator"), R"("25 mW",)", R"("9.9 mW", low: "9.8 mW", high: "10.1 mW",)");
  text = replaced(text, R"("30 mW",)", R"("9.7 mW", low: "9.5 mW", high: "10 mW",)");
  const auto chip = accelerator(text);
  CHECK(chip->cpu().active == chip->cpu().asleep);
  const auto cost = chip->lower(small())->cost_alone({0, 4});
  REQUIRE(cost);
  CHECK(cost->infer_energy == Energy());
}
