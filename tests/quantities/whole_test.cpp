#include "synergy/quantities/whole.hpp"

#include "synergy/base/random.hpp"

#include <catch2/catch.hpp>

using namespace synergy;

TEST_CASE("does an energy of whole femtojoules, a power of whole nanowatts, come back as it went?") {
  RandomStream random(stream_seed(1, 0, "whole_test"));
  for (int i = 0; i < 1'000; ++i) {
    const std::int64_t whole = random.integer(-1'000'000'000'000, 1'000'000'000'000);
    CHECK(femtojoules(energy_of_fj(whole)) == whole);
    CHECK(nanowatts(power_of_nw(whole)) == whole);
  }
  CHECK(femtojoules(microjoules(1)) == 1'000'000'000);
  CHECK(nanowatts(milliwatts(2.5)) == 2'500'000);
}

TEST_CASE("is what a power comes to in a time monotone in both, rounding included?") {
  CHECK(femtojoules_in(1'000'000, seconds(1)) == 1'000'000'000'000);  // 1 mW for 1 s: 1 mJ
  CHECK(femtojoules_in(1, nanoseconds(400)) == 0);                    // 0.4 fJ
  CHECK(femtojoules_in(1, nanoseconds(500)) == 1);
  RandomStream random(stream_seed(2, 0, "whole_test"));
  for (int i = 0; i < 1'000; ++i) {
    const std::int64_t nw = random.integer(0, 1'000'000);
    const Duration time = nanoseconds(random.integer(0, 1'000'000));
    CHECK(femtojoules_in(nw + 1, time) >= femtojoules_in(nw, time));
    CHECK(femtojoules_in(nw, time + nanoseconds(1)) >= femtojoules_in(nw, time));
  }
}
