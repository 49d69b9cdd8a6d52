#include "synergy/quantities/parse.hpp"

#include "synergy/quantities/range.hpp"

#include <catch2/catch.hpp>

using namespace synergy;

TEST_CASE("does a quantity read its unit?") {
  CHECK(std::get<Duration>(parse_quantity<Duration>("7.5 ms")) == microseconds(7500));
  CHECK(std::get<Duration>(parse_quantity<Duration>("0.109ms")).ns() == 109'000);
  CHECK(std::get<Bytes>(parse_quantity<Bytes>("432 KiB")) == Bytes(442'368));
  CHECK(std::get<Bytes>(parse_quantity<Bytes>("432 kB")) == Bytes(432'000));
  CHECK(std::get<Power>(parse_quantity<Power>("64 mW")).si() == 0.064);
  CHECK(std::get<Power>(parse_quantity<Power>("2.1 mW")).si() == 0.0021);
  CHECK(std::get<TimePerByte>(parse_quantity<TimePerByte>("69 ns/B")).si() == 69e-9);
  CHECK(std::get<Ratio>(parse_quantity<Ratio>("0.9")).si() == 0.9);
  CHECK(std::get<Ratio>(parse_quantity<Ratio>("+7 %")).si() == 0.07);
  CHECK(std::get<Duration>(parse_quantity<Duration>("+1.5e3 us")) == microseconds(1500));
}

TEST_CASE("does a quantity without or with a wrong unit say what is expected?") {
  const auto bare = std::get<std::string>(parse_quantity<Duration>("7.5"));
  CHECK_THAT(bare, Catch::Contains("no unit") && Catch::Contains("ms"));
  const auto wrong = std::get<std::string>(parse_quantity<Power>("7.5 ms"));
  CHECK_THAT(wrong, Catch::Contains("wrong unit 'ms'") && Catch::Contains("mW"));
  for (const char* text : {"", "fast", "ms", "nan ms", "inf ms", "1e300 h", "-", "1..2 ms", "0x10 ms", "+",
                           "+ms", "+-5 ms", "++5 ms"}) {
    CHECK(std::holds_alternative<std::string>(parse_quantity<Duration>(text)));
  }
}

TEST_CASE("is the article that of the quantity?") {
  const auto said = [](const auto& parsed) { return std::get<std::string>(parsed); };
  CHECK_THAT(said(parse_quantity<Energy>("1")), Catch::Contains("expected an energy in one of: J,"));
  CHECK_THAT(said(parse_quantity<EnergyPerByte>("1")), Catch::Contains("expected an energy per byte in"));
  CHECK_THAT(said(parse_quantity<Power>("1")), Catch::Contains("expected a power in"));
  CHECK_THAT(said(parse_quantity<Duration>("1")), Catch::Contains("expected a duration in"));
}

TEST_CASE("does a number that leaves what a double holds say so, and a zero stay zero?") {
  for (const char* text : {"1e308 GHz", "-1e308 GHz", "9e298 GHz"}) {
    CAPTURE(text);
    const auto parsed = parse_quantity<Frequency>(text);
    const bool fits = std::string(text) == "9e298 GHz";
    REQUIRE(std::holds_alternative<Frequency>(parsed) == fits);
    if (!fits) CHECK_THAT(std::get<std::string>(parsed), Catch::Contains("than a number can hold"));
  }
  CHECK(std::get<Frequency>(parse_quantity<Frequency>("0e2147483647 GHz")).si() == 0);
  CHECK(std::get<Frequency>(parse_quantity<Frequency>("0e-2147483648 GHz")).si() == 0);
  CHECK(std::get<Frequency>(parse_quantity<Frequency>("0e99999999999999999999 GHz")).si() == 0);
  CHECK(std::holds_alternative<std::string>(parse_quantity<Charge>("1e308 mAh")));
  CHECK(std::holds_alternative<std::string>(parse_quantity<Power>("1e-320 nW")));
}

TEST_CASE("are both ends of a range in one unit, and exact?") {
  CHECK(range_text<Duration>(milliseconds(1), seconds(1e8)) == "1 ms to 100000000000 ms");
  CHECK(range_text<Duration>(microseconds(7500), seconds(4)) == "7.5 ms to 4000 ms");
  CHECK(range_text<Bytes>(Bytes(1), Bytes(1 << 20)) == "1 B to 1048576 B");
  CHECK(range_text<Energy>(microjoules(1), {}) == "1 uJ to any");
  CHECK(range_text<Ratio>({}, Ratio::from_si(1)) == "any to 1");
  CHECK(range_text<Frequency>(Frequency::from_si(1e-6), Frequency::from_si(1e6)) == "1e-06 Hz to 1000000 Hz");
}

TEST_CASE("does every value survive being written and read?") {
  for (const std::int64_t ns :
       {0L, 1L, 109'000L, 15'000'000L, 1'442'240L, 60'000'000'000L, 3'600'000'000'001L}) {
    const Duration d = nanoseconds(ns);
    CHECK(std::get<Duration>(parse_quantity<Duration>(to_text(d))) == d);
  }
  for (const double w : {0.0, 0.064, 0.0021, 1.0 / 3, 1e-12, 24e-6}) {
    const Power p = Power::from_si(w);
    CHECK(std::get<Power>(parse_quantity<Power>(to_text(p))) == p);
  }
  CHECK(to_text(milliseconds(15)) == "15 ms");
  CHECK(to_text(milliwatts(64)) == "64 mW");
}
