// The way the simulation serves: a server is the time when it is free again, and a job books its service
// there when it arrives (src/simulation/body.hpp).
#include "synergy/base/random.hpp"
#include "synergy/kernel/kernel.hpp"

#include <algorithm>
#include <vector>

#include "../support/allocations.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using kernel::Kernel;

namespace {

/// A closed tandem of FIFO servers: every job goes round them for ever.
struct Tandem {
  Kernel kernel;
  std::vector<Time> free_at;          // of each server
  std::vector<RandomStream> service;  // one per server, so that the n-th service there is known
  std::vector<std::vector<std::int64_t>> ends;

  explicit Tandem(std::size_t n) : free_at(n), ends(n) {
    for (std::size_t s = 0; s < n; ++s) service.emplace_back(s);
  }
  void enter(std::size_t s) {
    free_at[s] = std::max(kernel.now(), free_at[s]) + nanoseconds(service[s].integer(1, 1000));
    kernel.schedule_at(free_at[s], {leave, this, s});
  }
  static void leave(void* self, std::uint64_t s) {
    auto& tandem = *static_cast<Tandem*>(self);
    tandem.ends[s].push_back(tandem.kernel.now().ns());
    tandem.enter((s + 1) % tandem.free_at.size());
  }
};

}  // namespace

TEST_CASE("does a closed tandem of servers follow the recursion of its ends?") {
  // The n-th job to end at a server does so one service after it arrived or its predecessor ended, whichever
  // is later. All K jobs start at server 0, so its n-th arrival is the (n-K)-th end at the last server.
  const std::size_t servers = 8;
  const std::size_t rounds = 400;
  for (const std::size_t jobs : {1U, 4U, 32U}) {
    Tandem tandem(servers);
    for (std::size_t job = 0; job < jobs; ++job) tandem.enter(0);
    tandem.kernel.run_until(milliseconds(2));
    std::vector<RandomStream> service;
    for (std::size_t s = 0; s < servers; ++s) service.emplace_back(s);
    std::vector<std::vector<std::int64_t>> ends(servers);
    for (std::size_t n = 0; n < rounds; ++n) {
      for (std::size_t s = 0; s < servers; ++s) {
        std::int64_t arrival = 0;
        if (s > 0) arrival = ends[s - 1][n];
        if (s == 0 && n >= jobs) arrival = ends[servers - 1][n - jobs];
        const std::int64_t free = n == 0 ? 0 : ends[s][n - 1];
        ends[s].push_back(std::max(arrival, free) + service[s].integer(1, 1000));
      }
    }
    for (std::size_t s = 0; s < servers; ++s) {
      REQUIRE(tandem.ends[s].size() >= rounds);
      tandem.ends[s].resize(rounds);
      CHECK(tandem.ends[s] == ends[s]);
    }
  }
}

TEST_CASE("does a tandem allocate nothing in steady state?") {
  Tandem tandem(8);
  for (int job = 0; job < 32; ++job) tandem.enter(0);
  for (auto& ends : tandem.ends) ends.reserve(100'000);
  tandem.kernel.run_until(milliseconds(1));
  const std::size_t before = allocations();
  tandem.kernel.run_until(milliseconds(20));
  CHECK(allocations() == before);
  CHECK(tandem.ends[0].size() > 10'000);
}
