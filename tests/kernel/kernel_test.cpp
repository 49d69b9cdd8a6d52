#include "synergy/kernel/kernel.hpp"

#include "synergy/base/random.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "../support/allocations.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using kernel::Action;
using kernel::Kernel;

namespace {

/// Notes (time, argument) of every executed event.
struct Log {
  Kernel kernel;
  std::vector<std::pair<std::int64_t, std::uint64_t>> entries;

  Action note(std::uint64_t argument) {
    return {[](void* self, std::uint64_t id) {
              auto& log = *static_cast<Log*>(self);
              log.entries.emplace_back(log.kernel.now().ns(), id);
            },
            this, argument};
  }
};
using Entries = decltype(Log::entries);

}  // namespace

TEST_CASE("do events run in the order of their times?") {
  Log log;
  for (const std::int64_t at : {30, 10, 20, 0, 40}) {
    log.kernel.schedule_at(nanoseconds(at), log.note(static_cast<std::uint64_t>(at)));
  }
  CHECK(log.kernel.pending() == 5);
  log.kernel.run_until(nanoseconds(100));
  CHECK(log.entries == Entries{{0, 0}, {10, 10}, {20, 20}, {30, 30}, {40, 40}});
  CHECK(log.kernel.executed() == 5);
  CHECK(log.kernel.pending() == 0);
  CHECK(log.kernel.now() == nanoseconds(100));
}

TEST_CASE("do simultaneous events run first in, first out?") {
  Log log;
  Entries expected;
  for (std::uint64_t id = 0; id < 1000; ++id) log.kernel.schedule_at(nanoseconds(7), log.note(id));
  for (std::uint64_t id = 0; id < 1000; ++id) log.kernel.schedule_at(nanoseconds(3), log.note(id));
  for (std::uint64_t id = 0; id < 1000; ++id) expected.emplace_back(3, id);
  for (std::uint64_t id = 0; id < 1000; ++id) expected.emplace_back(7, id);
  log.kernel.run_until(nanoseconds(7));
  CHECK(log.entries == expected);
}

TEST_CASE("does an event scheduled for now run after those already scheduled for now?") {
  struct Chain : Log {
    static void step(void* self, std::uint64_t id) {
      auto& chain = *static_cast<Chain*>(self);
      chain.entries.emplace_back(chain.kernel.now().ns(), id);
      if (id < 3) chain.kernel.schedule_in(Duration(), {step, self, id + 1});
    }
  } chain;
  chain.kernel.schedule_at(nanoseconds(5), {Chain::step, &chain, 0});
  chain.kernel.schedule_at(nanoseconds(5), chain.note(100));
  chain.kernel.schedule_at(nanoseconds(6), chain.note(101));
  chain.kernel.run_until(nanoseconds(6));
  CHECK(chain.entries == Entries{{5, 0}, {5, 100}, {5, 1}, {5, 2}, {5, 3}, {6, 101}});
}

TEST_CASE("does run_until include its end and keep the rest?") {
  Log log;
  for (const std::int64_t at : {10, 20, 21}) log.kernel.schedule_at(nanoseconds(at), log.note(0));
  log.kernel.run_until(nanoseconds(9));
  CHECK(log.entries.empty());
  CHECK(log.kernel.now() == nanoseconds(9));
  log.kernel.schedule_in(nanoseconds(2), log.note(1));  // earlier than what was already looked at
  log.kernel.run_until(nanoseconds(20));
  CHECK(log.entries == Entries{{10, 0}, {11, 1}, {20, 0}});
  CHECK(log.kernel.pending() == 1);
  log.kernel.run_until(nanoseconds(20));  // nothing more at this time
  log.kernel.schedule_at(nanoseconds(20), log.note(2));
  log.kernel.run_until(nanoseconds(20));
  CHECK(log.entries.back() == std::pair<std::int64_t, std::uint64_t>(20, 2));
  log.kernel.run_until(Time::max());
  CHECK(log.entries.back() == std::pair<std::int64_t, std::uint64_t>(21, 0));
  CHECK(log.kernel.now() == Time::max());
}

TEST_CASE("does the kernel refuse the past?") {
  Log log;
  log.kernel.run_until(nanoseconds(10));
  CHECK_THROWS_AS(log.kernel.schedule_at(nanoseconds(9), log.note(0)), BrokenInvariant);
  CHECK_THROWS_AS(log.kernel.schedule_in(nanoseconds(-1), log.note(0)), BrokenInvariant);
  CHECK_THROWS_AS(log.kernel.schedule_in(Duration::max(), log.note(0)), BrokenInvariant);
  CHECK_THROWS_AS(log.kernel.run_until(nanoseconds(9)), BrokenInvariant);
  CHECK_NOTHROW(log.kernel.schedule_in(Duration::max() - nanoseconds(10), log.note(0)));
  CHECK_NOTHROW(log.kernel.schedule_at(nanoseconds(10), log.note(0)));
}

TEST_CASE("does an exception leave the kernel usable?") {
  Log log;
  log.kernel.schedule_at(nanoseconds(1), {[](void*, std::uint64_t) { throw std::runtime_error("x"); }});
  log.kernel.schedule_at(nanoseconds(1), log.note(1));
  CHECK_THROWS_AS(log.kernel.run_until(nanoseconds(5)), std::runtime_error);
  CHECK(log.kernel.now() == nanoseconds(1));
  CHECK(log.kernel.executed() == 1);
  log.kernel.run_until(nanoseconds(5));
  CHECK(log.entries == Entries{{1, 1}});
}

TEST_CASE("is run_until refused from inside an action?") {
  Kernel kernel;
  kernel.schedule_in(Duration(),
                     {[](void* k, std::uint64_t) { static_cast<Kernel*>(k)->run_until(Time()); }, &kernel});
  CHECK_THROWS_AS(kernel.run_until(Time()), BrokenInvariant);
}

TEST_CASE("does a run end sooner if an action says so, and keep the rest?") {
  Kernel kernel;
  struct Ends {
    Kernel* kernel;
    int ran;
  } ends{&kernel, 0};
  const auto at = [&](std::int64_t ns, bool says) {
    kernel.schedule_at(nanoseconds(ns), {[](void* e, std::uint64_t ends_it) {
                                           auto& self = *static_cast<Ends*>(e);
                                           ++self.ran;
                                           if (ends_it != 0) self.kernel->end_at(nanoseconds(7));
                                         },
                                         &ends, says ? 1u : 0u});
  };
  at(5, true);
  at(7, false);  // the new end is part of the run, as the old one was
  at(8, false);
  kernel.run_until(nanoseconds(20));
  CHECK(ends.ran == 2);
  CHECK(kernel.now() == nanoseconds(7));
  CHECK(kernel.pending() == 1);
  kernel.run_until(nanoseconds(20));
  CHECK(ends.ran == 3);
  CHECK_THROWS_AS(kernel.end_at(nanoseconds(30)), BrokenInvariant);  // nothing runs
  kernel.schedule_at(nanoseconds(30), {[](void* k, std::uint64_t) {
                                         auto& self = *static_cast<Kernel*>(k);
                                         CHECK_THROWS_AS(self.end_at(nanoseconds(29)), BrokenInvariant);
                                         CHECK_THROWS_AS(self.end_at(nanoseconds(41)), BrokenInvariant);
                                       },
                                       &kernel});
  kernel.run_until(nanoseconds(40));
}

TEST_CASE("is nothing allocated in steady state?") {
  struct Hold {
    Kernel kernel;
    RandomStream random{1};
    static void step(void* self, std::uint64_t) {
      auto& hold = *static_cast<Hold*>(self);
      hold.kernel.schedule_in(nanoseconds_rounded(hold.random.exponential(1e6)), {step, self});
    }
  };
  for (const std::int64_t pending : {1, 16, 1000, 20'000}) {
    Hold hold;
    for (std::int64_t i = 0; i < pending; ++i) Hold::step(&hold, 0);
    hold.kernel.run_until(milliseconds(100));
    const auto before = allocations();
    hold.kernel.run_until(milliseconds(200));
    CHECK(allocations() == before);
    CHECK(hold.kernel.pending() == static_cast<std::size_t>(pending));
  }
}
