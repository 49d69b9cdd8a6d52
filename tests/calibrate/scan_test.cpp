// The scanner is private to the readers; its header has it all.
#include "../../src/calibrate/scan.hpp"

#include "synergy/base/random.hpp"

#include <charconv>
#include <cstdlib>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using synergy::calibrate::scan_number;

namespace {

bool scans(const std::string& text, double& value, std::size_t& used) {
  const char* at = text.data();
  const bool good = scan_number(at, text.data() + text.size(), value);
  used = static_cast<std::size_t>(at - text.data());
  return good;
}

}  // namespace

TEST_CASE("is every number the nearest double, as the C library reads it?") {
  synergy::RandomStream random(5);
  double value = 0;
  std::size_t used = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double x = random.normal(0, 1) * std::pow(10.0, static_cast<double>(random.integer(-12, 12)));
    const std::string texts[] = {fmt::format("{:.3f}", x), fmt::format("{}", x), fmt::format("{:.17g}", x),
                                 fmt::format("{:e}", x)};
    for (const std::string& text : texts) {
      INFO(text);
      REQUIRE(scans(text, value, used));
      CHECK(used == text.size());
      CHECK(value == std::strtod(text.c_str(), nullptr));
    }
  }
}

TEST_CASE("does the scanner stop where the number ends, and refuse what is none?") {
  double value = 0;
  std::size_t used = 0;
  CHECK((scans("  -1.50 ,7", value, used) && value == -1.5 && used == 8));
  CHECK((scans("3\r", value, used) && value == 3 && used == 2));
  CHECK((scans("+2.", value, used) && value == 2));
  CHECK((scans(".5", value, used) && value == 0.5));
  for (const char* none : {"", " ", "-", ".", "nan", "inf", "e5", ",1", "-.", "1e999"})
    CHECK_FALSE(scans(none, value, used));
}
