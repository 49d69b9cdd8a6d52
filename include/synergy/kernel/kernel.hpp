#pragma once

#include "synergy/base/ensure.hpp"
#include "synergy/kernel/event_queue.hpp"
#include "synergy/quantities/duration.hpp"

#include <cstddef>
#include <cstdint>

namespace synergy::kernel {

/// The event loop: executes actions in the order of (time, sequence of scheduling). No global state.
///
/// Simultaneous events run first scheduled, first executed; an action may schedule events for now(), which
/// run after everything already scheduled for that time. In steady state (no more events pending than ever
/// before) nothing is allocated.
///
/// An exception thrown by an action leaves run_until; its event counts as executed and the kernel stays
/// usable. Not thread-safe: one thread at a time; use one kernel per replication.
///
/// What a wrong call costs: BrokenInvariant, in every build type. Cost of an event: one amortised constant
/// push and pop, measured in bench/README.md, "Event kernel".
class Kernel {
 public:
  /// The time of the event being executed, or where the last run_until ended. Starts at 0.
  [[nodiscard]] Time now() const { return now_; }
  /// Executes `action` once, at time `at`. Pre: at >= now(); action.function is not null.
  /// Throws BrokenInvariant for a time in the past: the clock never goes back. There is no cancelling; who
  /// may change its mind numbers its events and ignores stale ones.
  void schedule_at(Time at, Action action) {
    ensure(at >= now_, "an event must not be scheduled in the past");
    insert(at, action);
  }
  /// The same, `delay` after now(). Pre: delay >= 0 and the sum fits in a Time.
  void schedule_in(Duration delay, Action action) {
    ensure(static_cast<std::uint64_t>(delay.ns()) <= static_cast<std::uint64_t>((Time::max() - now_).ns()),
           "the delay of an event must not be negative nor beyond the end of time");
    insert(now_ + delay, action);
  }
  /// Executes all events up to and including `end`, those scheduled meanwhile too, then advances the clock to
  /// `end`. Events after `end` stay pending for a later call. Pre: end >= now(); not called from an action.
  /// This is also how a run is cut in two: warm-up and window, or a look at the state in between, give the
  /// same events as one call. Throws BrokenInvariant if a precondition does not hold, and whatever an action
  /// throws.
  void run_until(Time end);
  /// From an action: the run_until under way ends at `end` instead, sooner than it was asked to. Who knows by
  /// then what would happen needs no more of it. Pre: called from an action; now() <= end <= the end so far.
  void end_at(Time end);
  /// Number of events scheduled and not yet executed.
  /// Never negative; 0 after a run that ended because nothing was left.
  [[nodiscard]] std::size_t pending() const { return static_cast<std::size_t>(scheduled_ - executed_); }
  /// Number of events executed since the start.
  /// Divided by wall time this is the events per second that benchmarks tell.
  [[nodiscard]] std::uint64_t executed() const { return executed_; }
  /// Memory held by the pending events; see EventQueue.
  /// O(number of rungs), so not for every event.
  [[nodiscard]] std::size_t bytes() const { return queue_.bytes(); }

 private:
  void insert(Time at, const Action& action) {
    ++scheduled_;
    queue_.push(at, action);
  }

  EventQueue queue_;
  Time now_;
  Time end_;  // of the run_until under way
  std::uint64_t scheduled_ = 0;
  std::uint64_t executed_ = 0;
  // run_until is not reentrant: an inner call would pop events under the outer one's hands.
  bool running_ = false;
};

}  // namespace synergy::kernel
