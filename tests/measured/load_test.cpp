// Profile files of the family: what they say, what is refused, and that they are written as they were read.
#include "synergy/input/error.hpp"
#include "synergy/measured/numbers.hpp"

#include "../support/profile_files.hpp"
#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;

namespace {

measured::Profile shipped(const std::string& name) {
  return measured::read_profile(
      input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/" + name + ".yaml"));
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("do the shipped profiles load, say where their numbers come from, and come back as written?") {
  for (const std::string name : {"stm32u575", "stm32l4r5", "stm32h7a3", "ndp9120", "coral_micro"}) {
    const measured::Profile profile = shipped(name);
    CHECK(profile.name == name);
    CHECK(profile.calibrated);
    visit_numbers(profile, [&](std::string_view key, const auto& number) {
      INFO(name << " " << key);
      CHECK(number.source.size() >= 10);
    });
    synergy::test::check_round_trip(profile, measured::read_profile);
  }
  synergy::test::check_round_trip(
      profile(laws_profile("cpu", "code_memory: \"1 kB\"\ncode_per_operator: \"1 B\"\n") + kFast),
      measured::read_profile);
  synergy::test::check_round_trip(
      profile(table_profile(row("a b", "[0, 3]", "1 ms") + row("a b", "", "2 ms", "30 uJ"))),
      measured::read_profile);
}

TEST_CASE("is a law that comes twice, says nothing or is of no kind refused?") {
  const std::string text = laws_profile("cpu");
  CHECK_THROWS_WITH(profile(changed(text, "operator: linear", "operator: conv")),
                    Catch::Contains("profile.yaml:15:15: there is a law for 'conv' already"));
  CHECK_THROWS_WITH(profile(changed(text, "operator: linear", "operator: linaer")),
                    Catch::Contains("unknown kind of operators 'linaer'"));
  CHECK_THROWS_WITH(profile(changed(text, "20 ns/MAC", "20 ns/B")),
                    Catch::Contains("'20 ns/B' has the wrong unit 'ns/B'; expected a time per "
                                    "multiply-accumulate in one of: s/MAC, us/MAC, ns/MAC, ps/MAC"));
  CHECK_THROWS_WITH(profile(changed(text, "    per_mac: {value: \"20", "    per_byte: {value: \"20")),
                    Catch::Contains("wrong unit"));
  CHECK_THROWS_WITH(profile(head("cpu", "laws") + "laws:\n  - operator: conv\n" + kTail + kPoint),
                    Catch::Contains("a law needs at least one of fixed, per_mac, per_byte"));
  CHECK_THROWS_WITH(profile(head("cpu", "laws") + "laws: []\n" + kTail + kPoint),
                    Catch::Contains("needs at least one law"));
}

TEST_CASE("are rows that overlap, take no time or end before they begin refused?") {
  CHECK_THROWS_WITH(profile(table_profile(row("a", "[0, 3]", "1 ms") + row("a", "[3, 4]", "1 ms"))),
                    Catch::Contains("layers 3 to 4 of 'a' overlap layers 0 to 3 of another row"));
  CHECK_THROWS_WITH(profile(table_profile(row("a", "", "1 ms") + row("a", "", "1 ms"))),
                    Catch::Contains("there is a row for the whole of 'a' already"));
  CHECK_THROWS_WITH(profile(table_profile(row("a", "", "0 ms"))),
                    Catch::Contains("0 s is out of range: 1 ns to "));
  CHECK_THROWS_WITH(profile(table_profile(row("a", "[4, 3]", "1 ms"))),
                    Catch::Contains("the first is above the second"));
  CHECK_THROWS_WITH(profile(table_profile(row("a", "[4]", "1 ms"))),
                    Catch::Contains("expected [LOWEST, HIGHEST]"));
  CHECK_NOTHROW(profile(table_profile(row("a", "[0, 3]", "1 ms") + row("b", "[3, 4]", "1 ms"))));
}

TEST_CASE("are powers that contradict each other refused, and points that state some of them?") {
  const std::string text = laws_profile("cpu");
  CHECK_THROWS_WITH(profile(changed(text, "idle: {value: \"10 mW\"", "idle: {value: \"31 mW\"")),
                    Catch::Contains("idle (31 mW) is above infer (30 mW)"));
  CHECK_THROWS_WITH(profile(changed(text, "\"25 mW\"", "\"33 mW\"")),
                    Catch::Contains("cpu_active (33 mW) is above infer (30 mW)"));
  // Beside an accelerator the CPU may draw more than inferring does.
  CHECK_NOTHROW(profile(changed(laws_profile("accelerator"), "\"25 mW\"", "\"33 mW\"")));
  CHECK_THROWS_WITH(profile(text + kFast + "    idle: {value: \"1 mW\", source: made up, class: estimate}\n"),
                    Catch::Contains("with powers of its own has idle, infer and cpu_active"));
  CHECK_THROWS_WITH(profile(changed(text, "    infer:", "    load:")),
                    Catch::Contains("with measured times needs idle, infer and cpu_active"));
  CHECK_THROWS_WITH(profile(text + "    cpu_asleep: {value: \"1 mW\", source: made up, class: estimate}\n"),
                    Catch::Contains("'cpu_asleep' is for accelerators"));
  CHECK_THROWS_WITH(profile(text + changed(kFast, "fast", "slow")),
                    Catch::Contains("there is an operating point 'slow' already"));
}

TEST_CASE("are keys that nobody knows, and memories of code by halves, refused?") {
  CHECK_THROWS_WITH(profile(laws_profile("cpu", "energy_per_mac: 1 pJ\n")),
                    Catch::Contains("energy_per_mac"));
  CHECK_THROWS_WITH(profile(laws_profile("cpu", "code_memory: \"1 kB\"\n")),
                    Catch::Contains("'code_memory' and 'code_per_operator' come together or not at all"));
  // A table is not read where times are laws.
  CHECK_THROWS_WITH(profile(laws_profile("cpu", "table: []\n")), Catch::Contains("table"));
}
