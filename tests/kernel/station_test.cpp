#include "synergy/kernel/station.hpp"

#include "synergy/base/random.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../support/allocations.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using kernel::Action;
using kernel::Kernel;
using kernel::Station;

namespace {

struct Log {
  Kernel kernel;
  Station station{kernel};
  std::vector<std::pair<std::int64_t, std::uint64_t>> ends;

  Action note(std::uint64_t job) {
    return {[](void* self, std::uint64_t id) {
              auto& log = *static_cast<Log*>(self);
              log.ends.emplace_back(log.kernel.now().ns(), id);
            },
            this, job};
  }
};
using Ends = decltype(Log::ends);

/// A closed tandem: every job goes round the stations for ever.
struct Tandem {
  struct Hop {
    Tandem* tandem;
    std::size_t station;
  };
  Kernel kernel;
  std::vector<std::unique_ptr<Station>> stations;
  std::vector<Hop> hops;
  std::vector<RandomStream> service;  // one per station, so that the n-th service there is known
  std::vector<std::vector<std::int64_t>> ends;

  explicit Tandem(std::size_t n) : ends(n) {
    for (std::size_t s = 0; s < n; ++s) {
      stations.push_back(std::make_unique<Station>(kernel));
      hops.push_back({this, s});
      service.emplace_back(s);
    }
  }
  void enter(std::size_t s) {
    stations[s]->request(nanoseconds(service[s].integer(1, 1000)), {leave, &hops[s]});
  }
  static void leave(void* hop, std::uint64_t) {
    const auto [tandem, s] = *static_cast<Hop*>(hop);
    tandem->ends[s].push_back(tandem->kernel.now().ns());
    tandem->enter((s + 1) % tandem->stations.size());
  }
};

}  // namespace

TEST_CASE("does a station serve one job at a time in the order of the requests?") {
  Log log;
  log.station.request(nanoseconds(10), log.note(1));
  log.station.request(nanoseconds(0), log.note(2));
  log.station.request(nanoseconds(5), log.note(3));
  CHECK(log.station.waiting() == 2);
  log.kernel.run_until(nanoseconds(12));
  CHECK(log.ends == Ends{{10, 1}, {10, 2}});
  CHECK(log.station.busy());
  log.station.request(nanoseconds(1), log.note(4));
  log.kernel.run_until(nanoseconds(100));
  CHECK(log.ends == Ends{{10, 1}, {10, 2}, {15, 3}, {16, 4}});
  CHECK(!log.station.busy());
  CHECK(log.station.served() == 4);
}

TEST_CASE("is the busy time of any window exact?") {
  Log log;
  log.station.request(nanoseconds(10), log.note(1));
  log.kernel.run_until(nanoseconds(4));
  CHECK(log.station.busy_time() == nanoseconds(4));
  log.kernel.run_until(nanoseconds(20));
  CHECK(log.station.busy_time() == nanoseconds(10));
  log.station.request(nanoseconds(7), log.note(2));
  log.station.request(nanoseconds(7), log.note(3));
  log.kernel.run_until(nanoseconds(30));
  CHECK(log.station.busy_time() == nanoseconds(20));
  log.kernel.run_until(nanoseconds(50));
  CHECK(log.station.busy_time() == nanoseconds(24));
}

TEST_CASE("does the next job start before the end of the last one is told?") {
  struct Probe : Log {
    static void done(void* self, std::uint64_t) {
      auto& probe = *static_cast<Probe*>(self);
      CHECK(probe.station.busy());
      CHECK(probe.station.waiting() == 0);
      probe.kernel.schedule_in(nanoseconds(5), probe.note(100));  // as long as the next job's service
      probe.station.request(nanoseconds(1), probe.note(3));       // behind the next job
    }
  } probe;
  probe.station.request(nanoseconds(10), {Probe::done, &probe});
  probe.station.request(nanoseconds(5), probe.note(2));
  probe.kernel.run_until(nanoseconds(100));
  CHECK(probe.ends == Ends{{15, 2}, {15, 100}, {16, 3}});
}

TEST_CASE("does an acquired station wait for its release?") {
  Log log;
  log.station.request(nanoseconds(10), log.note(1));
  log.station.acquire(log.note(2));
  log.station.request(nanoseconds(3), log.note(3));
  log.station.acquire(log.note(4));
  log.kernel.run_until(nanoseconds(30));
  CHECK(log.ends == Ends{{10, 1}, {10, 2}});
  CHECK(log.station.busy_time() == nanoseconds(30));
  log.station.release();
  log.kernel.run_until(nanoseconds(40));
  CHECK(log.ends == Ends{{10, 1}, {10, 2}, {33, 3}, {33, 4}});
  log.station.release();
  CHECK(!log.station.busy());
  CHECK(log.station.busy_time() == nanoseconds(40));
  CHECK(log.station.served() == 4);
}

TEST_CASE("is misuse of a station refused?") {
  Log log;
  CHECK_THROWS_AS(log.station.request(nanoseconds(-1), log.note(0)), BrokenInvariant);
  CHECK_THROWS_AS(log.station.release(), BrokenInvariant);
  log.station.request(nanoseconds(1), log.note(0));
  CHECK_THROWS_AS(log.station.release(), BrokenInvariant);
  log.station.acquire(log.note(1));
  log.kernel.run_until(Time());
  CHECK_THROWS_AS(log.station.release(), BrokenInvariant);
  log.kernel.run_until(nanoseconds(1));
  CHECK_NOTHROW(log.station.release());
}

TEST_CASE("does a closed tandem of stations follow the recursion of its ends?") {
  // The n-th job to end at a station does so one service after it arrived or its predecessor ended, whichever
  // is later. All K jobs start at station 0, so its n-th arrival is the (n-K)-th end at the last station.
  const std::size_t stations = 8;
  const std::size_t rounds = 400;
  for (const std::size_t jobs : {1U, 4U, 32U}) {
    Tandem tandem(stations);
    for (std::size_t job = 0; job < jobs; ++job) tandem.enter(0);
    tandem.kernel.run_until(milliseconds(2));
    std::vector<RandomStream> service;
    for (std::size_t s = 0; s < stations; ++s) service.emplace_back(s);
    std::vector<std::vector<std::int64_t>> ends(stations);
    for (std::size_t n = 0; n < rounds; ++n) {
      for (std::size_t s = 0; s < stations; ++s) {
        std::int64_t arrival = 0;
        if (s > 0) arrival = ends[s - 1][n];
        if (s == 0 && n >= jobs) arrival = ends[stations - 1][n - jobs];
        const std::int64_t free = n == 0 ? 0 : ends[s][n - 1];
        ends[s].push_back(std::max(arrival, free) + service[s].integer(1, 1000));
      }
    }
    for (std::size_t s = 0; s < stations; ++s) {
      REQUIRE(tandem.ends[s].size() >= rounds);
      tandem.ends[s].resize(rounds);
      CHECK(tandem.ends[s] == ends[s]);
    }
  }
}

TEST_CASE("do stations allocate nothing in steady state?") {
  Tandem tandem(8);
  const Action nothing{[](void*, std::uint64_t) {}};
  for (const auto& station : tandem.stations) {
    for (int job = 0; job < 32; ++job) station->request(Duration(), nothing);  // as many as will ever wait
  }
  for (int job = 0; job < 32; ++job) tandem.enter(0);
  for (auto& ends : tandem.ends) ends.reserve(100'000);
  tandem.kernel.run_until(milliseconds(1));
  const std::size_t before = allocations();
  tandem.kernel.run_until(milliseconds(20));
  CHECK(allocations() == before);
  CHECK(tandem.ends[0].size() > 10'000);
}
