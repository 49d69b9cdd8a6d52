#include "synergy/kernel/event_queue.hpp"

#include "synergy/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <string>
#include <vector>

#include "../support/allocations.hpp"
#include "../support/tries.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using kernel::Action;
using kernel::Event;
using kernel::EventQueue;

namespace {

/// How far ahead of the clock events are pushed.
struct Shape {
  const char* name;
  std::function<std::int64_t(RandomStream&)> draw;
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"exponential", [](RandomStream& r) { return std::llround(r.exponential(1e6)); }},
      {"uniform", [](RandomStream& r) { return r.integer(0, 2'000'000); }},
      {"narrow", [](RandomStream& r) { return r.integer(0, 3); }},
      {"all at once", [](RandomStream&) { return std::int64_t{0}; }},
      {"constant", [](RandomStream&) { return std::int64_t{1'000'000}; }},
      {"clustered", [](RandomStream& r) { return std::llround(r.exponential(3)) * 1'000'000; }},
      {"few instants", [](RandomStream& r) { return r.integer(0, 5) * 1000; }},
      {"bimodal",
       [](RandomStream& r) { return r.uniform() < 0.9 ? r.integer(0, 99) : r.integer(0, 9'999'999'999); }},
      {"geometric", [](RandomStream& r) { return std::int64_t{1} << r.integer(0, 45); }},
      {"outliers",
       [](RandomStream& r) { return r.uniform() < 0.01 ? std::int64_t{1} << 50 : r.integer(0, 99'999); }},
      {"heavy tail", [](RandomStream& r) { return std::llround(10 / std::pow(1 - r.uniform(), 2.0)); }},
      {"far apart", [](RandomStream& r) { return r.integer(0, std::int64_t{1} << 52); }},
  };
  return all;
}

/// The same events in the order in which they must come out: by time, then by number of the push.
class Reference {
 public:
  void push(std::int64_t time, std::uint64_t id) { heap_.push({time, id}); }
  [[nodiscard]] bool is_due(std::int64_t limit) const { return !heap_.empty() && heap_.top().first <= limit; }
  std::pair<std::int64_t, std::uint64_t> pop() {
    const auto top = heap_.top();
    heap_.pop();
    return top;
  }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }

 private:
  using Entry = std::pair<std::int64_t, std::uint64_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap_;
};

/// Pushes to and pops from both queues and requires them to agree.
class Pair {
 public:
  explicit Pair(std::int64_t start = 0) : now_(start) {}
  void push(std::int64_t ahead) {
    const std::int64_t time = ahead <= INT64_MAX - now_ ? now_ + ahead : INT64_MAX;
    queue_.push(nanoseconds(time), {nullptr, nullptr, id_});
    reference_.push(time, id_++);
  }
  /// Pops one event if one is due at or before `limit`; otherwise moves the clock there.
  bool pop(std::int64_t limit) {
    const bool due = queue_.is_due(nanoseconds(limit));
    REQUIRE(due == reference_.is_due(limit));
    if (due) {
      const Event event = queue_.pop();
      const auto [time, id] = reference_.pop();
      REQUIRE(event.time.ns() == time);
      REQUIRE(event.action.argument == id);
      now_ = time;
    } else {
      now_ = std::max(now_, limit);
    }
    return due;
  }
  void drain() {
    while (pop(INT64_MAX)) {
    }
    REQUIRE(reference_.size() == 0);
  }
  [[nodiscard]] std::int64_t now() const { return now_; }
  [[nodiscard]] std::size_t size() const { return reference_.size(); }

 private:
  EventQueue queue_;
  Reference reference_;
  std::int64_t now_;
  std::uint64_t id_ = 0;
};

}  // namespace

TEST_CASE("does the queue sort as std::stable_sort does?") {
  for (const Shape& shape : shapes()) {
    for (const std::size_t n : {1U, 2U, 48U, 63U, 64U, 65U, 130U, 1000U, 20'000U}) {
      INFO(shape.name << ", " << n << " events");
      RandomStream random(n);
      std::vector<Event> events(n);
      for (std::size_t i = 0; i < n; ++i) {
        events[i] = {nanoseconds(shape.draw(random)), {nullptr, nullptr, i}};
      }
      EventQueue queue;
      for (const Event& event : events) queue.push(event.time, event.action);
      std::stable_sort(events.begin(), events.end(),
                       [](const Event& a, const Event& b) { return a.time < b.time; });
      for (const Event& expected : events) {
        REQUIRE(queue.is_due(Time::max()));
        const Event event = queue.pop();
        REQUIRE(event.time == expected.time);
        REQUIRE(event.action.argument == expected.action.argument);
      }
      CHECK(!queue.is_due(Time::max()));
    }
  }
}

TEST_CASE("does the queue keep the order while events come and go?") {
  for (const Shape& shape : shapes()) {
    for (const std::size_t pending : {1U, 40U, 70U, 500U, 5000U}) {
      INFO(shape.name << ", " << pending << " pending");
      RandomStream random(pending);
      Pair pair;
      for (std::size_t i = 0; i < pending; ++i) pair.push(shape.draw(random));
      for (int i = 0; i < test::tries(30'000); ++i) {
        REQUIRE(pair.pop(INT64_MAX));
        pair.push(shape.draw(random));
      }
      pair.drain();
    }
  }
}

TEST_CASE("does the queue keep the order when it is filled and emptied in waves of mixed shapes?") {
  for (std::uint64_t seed = 0; seed < test::tries<std::uint64_t>(40); ++seed) {
    INFO("seed " << seed);
    RandomStream random(seed);
    Pair pair(seed % 4 == 3 ? INT64_MAX / 2 : 0);
    for (int wave = 0; wave < 30; ++wave) {
      const Shape& pushed = shapes()[static_cast<std::size_t>(random.integer(0, 11))];
      const std::int64_t pushes = random.integer(0, random.uniform() < 0.1 ? 5000 : 200);
      for (std::int64_t i = 0; i < pushes; ++i) pair.push(pushed.draw(random));
      const std::int64_t pops = random.integer(0, static_cast<std::int64_t>(pair.size()));
      for (std::int64_t i = 0; i < pops; ++i) {
        REQUIRE(pair.pop(INT64_MAX));
        if (random.uniform() < 0.3) pair.push(pushed.draw(random));
      }
    }
    pair.drain();
  }
}

TEST_CASE("does looking ahead in small steps change nothing?") {
  for (const Shape& shape : shapes()) {
    INFO(shape.name);
    RandomStream random(3);
    Pair pair;
    for (int step = 0; step < 3000; ++step) {
      const std::int64_t pushes = random.integer(0, step % 100 == 0 ? 300 : 3);
      for (std::int64_t i = 0; i < pushes; ++i) pair.push(shape.draw(random));
      const std::int64_t limit = pair.now() + shape.draw(random) / random.integer(1, 20);
      for (int i = 0; i < 200 && pair.pop(limit); ++i) {
      }
    }
    pair.drain();
  }
}

TEST_CASE("are events at both ends of time kept?") {
  Pair pair;
  for (int i = 0; i < 200; ++i) {
    pair.push(INT64_MAX);
    pair.push(0);
    pair.push(INT64_MAX - 1);
  }
  pair.drain();
}

TEST_CASE("does a queue filled from the latest to the earliest event come out right?") {
  Pair pair;
  for (std::int64_t time = 30'000; time-- > 0;) {
    pair.push(time);
    if (time % 3 == 0) pair.push(time);
  }
  pair.drain();
}

TEST_CASE("does a pending event take at most 75 bytes?") {
  for (const Shape& shape : shapes()) {
    for (const std::size_t pending : {1000U, 3000U, 100'000U}) {
      INFO(shape.name << ", " << pending << " pending");
      RandomStream random(4);
      std::vector<std::int64_t> ahead(4096);
      for (auto& value : ahead) value = shape.draw(random);
      const std::size_t before = allocated_bytes();
      EventQueue queue;
      for (std::size_t i = 0; i < pending; ++i) queue.push(nanoseconds(ahead[i % 4096]), {});
      for (std::size_t i = 0; i < std::max<std::size_t>(30'000, 3 * pending); ++i) {
        REQUIRE(queue.is_due(Time::max()));
        const Time now = queue.pop().time;
        if (ahead[i % 4096] <= (Time::max() - now).ns()) queue.push(now + nanoseconds(ahead[i % 4096]), {});
      }
      const std::size_t allocated = allocated_bytes() - before;
      CHECK(static_cast<double>(queue.bytes()) / static_cast<double>(pending) <= 75);
      CHECK(queue.bytes() >= pending * sizeof(Event));
      if (kCountsAllocations) CHECK(queue.bytes() <= allocated + sizeof(EventQueue));
      CHECK(queue.bytes() >=
            allocated);  // but for the list of the chunks, which is smaller than the queue itself
    }
  }
}
