#pragma once

#include "synergy/base/random.hpp"
#include "synergy/kernel/kernel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <queue>
#include <vector>

/// The work of the kernel benchmarks, each done twice or more: in a loop around a bare std::priority_queue,
/// as one would write it for this work alone, and through the kernel. All versions of a work execute the same
/// events at the same times (kernel_bench.cpp checks it).
///
/// Every work has run_until(end), which executes all events up to `end` nanoseconds, and executed().
namespace synergy::bench {

using kernel::Action;
using kernel::Kernel;

constexpr double kMean = 1e6;  // ns between an event and the one it schedules

/// Times from an event to the one it schedules, drawn beforehand: what is to be measured is the queue.
using Draw = std::int64_t (*)(RandomStream&);
/// So many that no measurement comes to the end of them: a processor learns the branches of a list of some
/// thousand numbers by heart, to the advantage of whoever branches most.
constexpr std::size_t kIncrements = std::size_t{1} << 22;
class Increments {
 public:
  explicit Increments(Draw draw) : values_(drawn(draw)) {}
  std::int64_t next() { return values_[index_++ % kIncrements]; }

 private:
  /// Once for each shape: all versions of a work use the same.
  static const std::vector<std::int64_t>& drawn(Draw draw) {
    static std::map<Draw, std::vector<std::int64_t>> known;
    std::vector<std::int64_t>& values = known[draw];
    if (!values.empty()) return values;
    RandomStream random(1);
    values.resize(kIncrements);
    for (std::int64_t& value : values) value = draw(random);
    return values;
  }

  const std::vector<std::int64_t>& values_;
  std::size_t index_ = 0;
};

inline std::int64_t exponential(RandomStream& r) { return std::llround(r.exponential(kMean)); }

/// The smallest event that does: no action, since the loop knows what to do with it.
struct BareEvent {
  std::int64_t time;
  std::uint64_t sequence;
  std::uint64_t id;
};
/// What a general loop needs: the kernel's event and a sequence number.
struct BareActionEvent {
  std::int64_t time;
  std::uint64_t sequence;
  Action action;
};
template <typename Event>
class BareQueue {
 public:
  [[nodiscard]] bool is_due(std::int64_t end) const { return heap_.top().time <= end; }
  template <typename Payload>
  void push(std::int64_t time, const Payload& payload) {
    heap_.push({time, sequence_++, payload});
  }
  Event pop() {
    const Event event = heap_.top();
    heap_.pop();
    ++executed_;
    return event;
  }
  [[nodiscard]] std::uint64_t executed() const { return executed_; }

 private:
  struct Later {
    bool operator()(const Event& a, const Event& b) const {
      return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
    }
  };
  std::priority_queue<Event, std::vector<Event>, Later> heap_;
  std::uint64_t sequence_ = 0;
  std::uint64_t executed_ = 0;
};

// Hold: every event schedules one other; the number of pending events stays.

class BareHold {
 public:
  BareHold(int pending, Draw draw) : increments_(draw) {
    for (int i = 0; i < pending; ++i) queue_.push(increments_.next(), std::uint64_t{0});
  }
  void run_until(std::int64_t end) {
    while (queue_.is_due(end)) {
      const BareEvent event = queue_.pop();
      queue_.push(event.time + increments_.next(), event.id);
    }
  }
  [[nodiscard]] std::uint64_t executed() const { return queue_.executed(); }

 private:
  BareQueue<BareEvent> queue_;
  Increments increments_;
};

class BareActionHold {
 public:
  BareActionHold(int pending, Draw draw) : increments_(draw) {
    for (int i = 0; i < pending; ++i) step(this, 0);
  }
  void run_until(std::int64_t end) {
    while (queue_.is_due(end)) {
      const BareActionEvent event = queue_.pop();
      now_ = event.time;
      event.action();
    }
  }
  [[nodiscard]] std::uint64_t executed() const { return queue_.executed(); }

 private:
  static void step(void* self, std::uint64_t) {
    auto& hold = *static_cast<BareActionHold*>(self);
    hold.queue_.push(hold.now_ + hold.increments_.next(), Action{step, self});
  }
  BareQueue<BareActionEvent> queue_;
  std::int64_t now_ = 0;
  Increments increments_;
};

class KernelHold {
 public:
  KernelHold(int pending, Draw draw) : increments_(draw) {
    for (int i = 0; i < pending; ++i) step(this, 0);
  }
  void run_until(std::int64_t end) { kernel_.run_until(nanoseconds(end)); }
  [[nodiscard]] std::uint64_t executed() const { return kernel_.executed(); }
  [[nodiscard]] std::size_t bytes() const { return kernel_.bytes(); }

 private:
  static void step(void* self, std::uint64_t) {
    auto& hold = *static_cast<KernelHold*>(self);
    hold.kernel_.schedule_in(nanoseconds(hold.increments_.next()), {step, self});
  }
  Kernel kernel_;
  Increments increments_;
};

// Timers, each with a period of its own.

inline std::vector<std::int64_t> periods(int timers) {
  RandomStream random(2);
  std::vector<std::int64_t> values(static_cast<std::size_t>(timers));
  for (std::int64_t& value : values) value = random.integer(500'000, 1'500'000);
  return values;
}

class BareTimers {
 public:
  explicit BareTimers(int timers) : periods_(periods(timers)) {
    for (std::size_t i = 0; i < periods_.size(); ++i) queue_.push(periods_[i], i);
  }
  void run_until(std::int64_t end) {
    while (queue_.is_due(end)) {
      const BareEvent event = queue_.pop();
      queue_.push(event.time + periods_[event.id], event.id);
    }
  }
  [[nodiscard]] std::uint64_t executed() const { return queue_.executed(); }

 private:
  BareQueue<BareEvent> queue_;
  std::vector<std::int64_t> periods_;
};

class KernelTimers {
 public:
  explicit KernelTimers(int timers) : periods_(periods(timers)) {
    for (std::size_t i = 0; i < periods_.size(); ++i)
      kernel_.schedule_in(nanoseconds(periods_[i]), {tick, this, i});
  }
  void run_until(std::int64_t end) { kernel_.run_until(nanoseconds(end)); }
  [[nodiscard]] std::uint64_t executed() const { return kernel_.executed(); }

 private:
  static void tick(void* self, std::uint64_t i) {
    auto& timers = *static_cast<KernelTimers*>(self);
    timers.kernel_.schedule_in(nanoseconds(timers.periods_[i]), {tick, self, i});
  }
  Kernel kernel_;
  std::vector<std::int64_t> periods_;
};

// Closed tandem of FIFO stations: jobs go round for ever. Jobs are alike, so a station's queue is a number.

constexpr std::size_t kStations = 8;

class BareTandem {
 public:
  explicit BareTandem(int jobs) {
    for (int i = 0; i < jobs; ++i) enter(0, 0);
  }
  void run_until(std::int64_t end) {
    while (queue_.is_due(end)) {
      const BareEvent event = queue_.pop();
      if (--jobs_at_[event.id] > 0) queue_.push(event.time + service_.next(), event.id);
      enter(event.time, (event.id + 1) % kStations);
    }
  }
  [[nodiscard]] std::uint64_t executed() const { return queue_.executed(); }

 private:
  void enter(std::int64_t now, std::uint64_t station) {
    if (jobs_at_[station]++ == 0) queue_.push(now + service_.next(), station);
  }
  BareQueue<BareEvent> queue_;
  Increments service_{exponential};
  std::array<int, kStations> jobs_at_{};
};

class CallbackTandem {
 public:
  explicit CallbackTandem(int jobs) {
    for (int i = 0; i < jobs; ++i) enter(0);
  }
  void run_until(std::int64_t end) { kernel_.run_until(nanoseconds(end)); }
  [[nodiscard]] std::uint64_t executed() const { return kernel_.executed(); }

 private:
  static void leave(void* self, std::uint64_t station) {
    auto& tandem = *static_cast<CallbackTandem*>(self);
    if (--tandem.jobs_at_[station] > 0) tandem.serve(station);
    tandem.enter((station + 1) % kStations);
  }
  void enter(std::uint64_t station) {
    if (jobs_at_[station]++ == 0) serve(station);
  }
  void serve(std::uint64_t station) {
    kernel_.schedule_in(nanoseconds(service_.next()), {leave, this, station});
  }
  Kernel kernel_;
  Increments service_{exponential};
  std::array<int, kStations> jobs_at_{};
};

/// As the simulation serves (src/simulation/body.hpp): a job books its service when it arrives, so that a
/// server is no more than the time when it is free again.
class BookingTandem {
 public:
  explicit BookingTandem(int jobs) {
    for (int i = 0; i < jobs; ++i) enter(0);
  }
  void run_until(std::int64_t end) { kernel_.run_until(nanoseconds(end)); }
  [[nodiscard]] std::uint64_t executed() const { return kernel_.executed(); }

 private:
  static void leave(void* self, std::uint64_t server) {
    static_cast<BookingTandem*>(self)->enter((server + 1) % kStations);
  }
  void enter(std::uint64_t server) {
    Time& free_at = free_at_[server];
    free_at = std::max(kernel_.now(), free_at) + nanoseconds(service_.next());
    kernel_.schedule_at(free_at, {leave, this, server});
  }
  Kernel kernel_;
  Increments service_{exponential};
  std::array<Time, kStations> free_at_{};
};

}  // namespace synergy::bench
