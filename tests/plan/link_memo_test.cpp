// What links cost is found out once for all planners of a problem.
#include "synergy/plan/link_memo.hpp"

#include <catch2/catch.hpp>

using namespace synergy;

TEST_CASE("is every question about links answered once, and each key for itself?") {
  plan::LinkMemo memo;
  int computed = 0;
  const auto estimate = [&](int kind, int slots, int size) {
    return memo
        .estimate({kind, slots, Bytes(size)},
                  [&] {
                    ++computed;
                    return link::TransferEstimate{nanoseconds(kind * 100 + slots * 10 + size), {}, {}, {}};
                  })
        .latency;
  };
  for (int repeat = 0; repeat < 3; ++repeat) {
    CHECK(estimate(1, 2, 3) == nanoseconds(123));
    CHECK(estimate(1, 3, 2) == nanoseconds(132));
    CHECK(estimate(2, 2, 3) == nanoseconds(223));
  }
  CHECK(computed == 3);
  // Estimates and least times of one transfer do not meet.
  CHECK(memo.least({1, 2, Bytes(3)}, [] { return nanoseconds(7); }) == nanoseconds(7));
  CHECK(memo.slots({}, [] { return 5; }) == 5);
  CHECK(memo.slots({}, [] { return 6; }) == 5);
  CHECK(memo.feasible(4, [] { return true; }));
  CHECK(memo.feasible(4, [] { return false; }));
  CHECK_FALSE(memo.feasible(5, [] { return false; }));
}
