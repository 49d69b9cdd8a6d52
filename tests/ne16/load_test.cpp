#include "synergy/input/error.hpp"

#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

namespace {

/// What reading the shipped profile complains about with `from` replaced by `to`.
std::string errors_with(const std::string& from, const std::string& to) {
  std::string text = ne16::to_yaml(test::gap9());
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  try {
    (void)ne16::read_profile(input::parse(text, "p.yaml"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("does a profile file that cannot be say what is wrong?") {
  CHECK(errors_with("name:", "name:").empty());
  CHECK_THAT(errors_with("family: ne16", "family: ne17"), Catch::Contains("p.yaml:4:9: "));
  CHECK_THAT(errors_with("value: \"0.65 V\"", "value: \"0 V\""),
             Catch::Contains("p.yaml:13:10: 0 V is out of range: 0.1 V to 100 V"));
  CHECK_THAT(errors_with("dma_bytes_per_cycle:\n  value: \"8\"", "dma_bytes_per_cycle:\n  value: \"0\""),
             Catch::Contains(": 0 is out of range: "));
  CHECK_THAT(errors_with("value: \"8.73 mW\"\n  low: \"8.41 mW\"", "value: \"0.5 mW\"\n  low: \"0.1 mW\""),
             Catch::Contains("'leakage' is part of 'waiting'"));
  CHECK_THAT(errors_with("network: \"mlperf_ic\"", "network: \"mlperf_kws\""),
             Catch::Contains("network 'mlperf_kws' is in the list already"));
  CHECK_THAT(errors_with("l1: ", "l0: "), Catch::Contains("l1"));
}
