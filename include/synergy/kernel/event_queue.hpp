#pragma once

#include "synergy/kernel/event_chain.hpp"

#include <array>
#include <cstddef>
#include <memory>

namespace synergy::kernel {

/// The pending events in the order of (time, sequence of pushing); simultaneous events are first in, first
/// out.
///
/// A ladder of buckets. Time is cut into consecutive ranges, nearest first:
///
///     | front, sorted | buckets of the deepest rung | ... | buckets of rung 1 | far, everything later |
///
/// The front is a short array; pops take its head. When it runs out, the next bucket is sorted into it. A
/// bucket with too many events for that is spread over the buckets of a new, deeper and finer rung, and so is
/// `far` when all rungs are used up. Buckets hold their events unsorted, in the order of pushing, in chains
/// of blocks.
///
/// Why ties stay in order without a sequence number: the ranges do not overlap, so all pending events of one
/// instant are in one container, in the order of pushing (with one exception: part of a tie may be in the
/// front and all of the front precedes the rest); every move from one container to another keeps that order.
///
/// Cost: push and pop take amortised constant time. Each rung is at least 8 times finer than the one it comes
/// from, so whatever the times are (skewed, clustered, simultaneous), an event moves at most 22 times; one or
/// two are usual. An insertion into the front moves at most kFrontSlots events; a front that overflows gives
/// its later half back to the bucket it came from.
///
/// Memory: 43 bytes per pending event, a partly filled block of 128 bytes per bucket in use (at most 512 per
/// rung) and 3.4 kB: at most 75 bytes per event from about 1,000 pending on. It allocates only when it
/// outgrows what it ever had, and never shrinks.
class EventQueue {
 public:
  /// Allocates one bucket; rungs allocate theirs when they are first used.
  EventQueue();
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  /// Pre: `time` is not before the last popped event, nor before the last limit at which nothing was due.
  void push(Time time, const Action& action) {
    if (time > front_last_) {
      pool_.append(bucket_for(time), {time, action});
    } else if (tail_ != front_.data() + kFrontSlots) [[likely]] {
      Event* slot = tail_++;
      for (; slot[-1].time > time; --slot) *slot = slot[-1];  // ends at a popped event or at front_[0]
      *slot = {time, action};
    } else {
      push_in_full_front(time, action);
    }
  }

  /// Whether an event is due at or before `limit`; if so, it is at the head.
  /// May move events between containers, hence not const; without pending events it returns false.
  [[nodiscard]] bool is_due(Time limit) { return head_ != tail_ ? head_->time <= limit : refill(limit); }

  /// Memory held: what was allocated and the queue itself.
  /// In bytes; grows to what the busiest moment needed and stays there. O(kMaxRungs).
  [[nodiscard]] std::size_t bytes() const;

  /// Removes the head and returns it; the reference holds until the next push. Pre: is_due was just true.
  const Event& pop() { return *head_++; }

 private:
  // Found by measuring (bench/README.md): all of them are flat within a factor of two.
  static constexpr std::size_t kFrontSlots = 64;
  static constexpr std::size_t kSpillAbove = 48;   // a full front with fewer live events is only moved up
  static constexpr std::size_t kRefillLimit = 56;  // the largest bucket that is sorted into the front
  static constexpr std::size_t kBucketTarget = 40;
  static constexpr std::size_t kMinBuckets = 8;
  static constexpr std::size_t kMaxBuckets = 512;
  static constexpr std::size_t kMaxRungs = 24;

  struct Rung {
    Time start;                // of bucket 0
    Time last = Time::max();   // the last instant covered
    unsigned shift = 63;       // a bucket covers 2^shift ns
    std::size_t next = 0;      // the buckets before this one are used up
    std::size_t capacity = 0;  // of buckets
    std::unique_ptr<EventChain[]> buckets;

    [[nodiscard]] std::size_t bucket_of(Time t) const {
      return static_cast<std::size_t>((t - start).ns()) >> shift;
    }
    [[nodiscard]] Time first_of(std::size_t bucket) const;
    [[nodiscard]] Time last_of(std::size_t bucket) const;
    void reserve(std::size_t count);
  };

  EventChain& bucket_for(Time time) {
    Rung* rung = deepest_;
    while (time > rung->last) --rung;
    return rung->buckets[rung->bucket_of(time)];
  }
  void push_in_full_front(Time time, const Action& action);
  void move_up_front();
  void spill_front(Time time);
  bool refill(Time limit);
  bool refill_from(EventChain& bucket, Time first, Time last, Time limit);
  void spread(const EventChain& chain, std::size_t count, Time first, Time last, Time range_last);
  void take_sorted(const EventChain& chain, std::size_t count);
  void take_ties();

  Event* head_;
  Event* tail_;
  Time front_last_ = Time::max();  // the last instant that belongs to the front
  Rung* deepest_;
  EventPool pool_;
  EventChain ties_;                    // simultaneous events that follow the front
  std::size_t taken_ = 0;              // events sorted into the front since far_ was last spread
  std::size_t last_spread_ = 0;        // events spread then
  std::array<Rung, kMaxRungs> rungs_;  // the first one has one bucket without end: far
  std::array<Event, kFrontSlots> front_;
};

}  // namespace synergy::kernel
