#include "synergy/kernel/event_queue.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>
#include <bit>

#include "rank_sort.hpp"

namespace synergy::kernel {

static constexpr Duration kTick = nanoseconds(1);

Time EventQueue::Rung::first_of(std::size_t bucket) const {
  return start + nanoseconds(static_cast<std::int64_t>(std::uint64_t{bucket} << shift));
}

Time EventQueue::Rung::last_of(std::size_t bucket) const {
  // Unsigned, because the end of the last bucket of a long rung lies beyond what a Time can hold.
  const std::uint64_t begin = static_cast<std::uint64_t>(start.ns()) + (std::uint64_t{bucket} << shift);
  const std::uint64_t end = begin + ((std::uint64_t{1} << shift) - 1);  // beyond Time::max() at worst
  return std::min(last, nanoseconds(static_cast<std::int64_t>(std::min<std::uint64_t>(end, INT64_MAX))));
}

void EventQueue::Rung::reserve(std::size_t count) {
  if (count <= capacity) return;
  buckets = std::make_unique<EventChain[]>(count);
  capacity = count;
}

EventQueue::EventQueue() {
  deepest_ = rungs_.data();
  // Before every event: an insertion that looks for its place in the front ends here, and needs no test for
  // the front's beginning.
  front_[0].time = nanoseconds(INT64_MIN);
  head_ = tail_ = front_.data() + 1;
  rungs_[0].reserve(1);
}

std::size_t EventQueue::bytes() const {
  std::size_t sum = sizeof(EventQueue) + pool_.bytes();
  for (const Rung& rung : rungs_) sum += rung.capacity * sizeof(EventChain);
  return sum;
}

void EventQueue::push_in_full_front(Time time, const Action& action) {
  // The front's end was reached, which does not mean that it is full: pops leave room at its beginning.
  // Moving up is cheaper than spilling, but with few free slots it would have to be done again soon.
  if (static_cast<std::size_t>(tail_ - head_) > kSpillAbove) spill_front(time);
  move_up_front();
  push(time, action);
}

void EventQueue::move_up_front() {
  Event* start = front_.data() + 1;
  tail_ = std::copy(head_, tail_, start);
  head_ = start;
}

// Gives the later half back to the bucket the front came from, ahead of what was pushed there since. Of
// events tied at the head none can go, but those pushed from now on need not come to the front.
void EventQueue::spill_front(Time time) {
  const Time first = head_->time;
  Time bound = head_[(tail_ - head_) / 2].time;
  front_last_ = bound - kTick;
  if (bound == first && time >= first) bound = first + kTick;
  Event* cut = std::lower_bound(head_, tail_, bound, [](const Event& e, Time t) { return e.time < t; });
  if (cut == tail_) return;
  EventChain spilled;
  for (const Event* event = cut; event != tail_; ++event) pool_.append(spilled, *event);
  tail_ = cut;
  const std::size_t index = deepest_->bucket_of(bound);
  EventChain& bucket = deepest_->buckets[index];
  // This bucket was used up when the front was made of it; now there is something in it again.
  deepest_->next = std::min(deepest_->next, index);
  if (bucket.empty()) {
    bucket = spilled;
  } else {
    spilled.close();
    spilled.last()->next = bucket.first;
    bucket.first = spilled.first;
  }
}

bool EventQueue::refill(Time limit) {
  head_ = tail_ = front_.data() + 1;
  if (!ties_.empty()) {
    take_ties();
    return true;
  }
  for (;;) {
    Rung& rung = *deepest_;
    const std::size_t end = rung.bucket_of(rung.last) + 1;
    std::size_t next = rung.next;
    while (next < end && rung.buckets[next].empty()) ++next;
    if (next == end) {
      // The rung is used up. The one above it goes on behind the bucket that was spread over this one.
      if (deepest_ == rungs_.data()) {
        // Nothing pending: whatever is pushed next may go to the front at once.
        front_last_ = Time::max();
        return false;
      }
      --deepest_;
      continue;
    }
    const Time first = rung.first_of(next);
    // Nothing is due. What is pushed until it is may still go into this bucket.
    if (first > limit) return false;
    rung.next = next;
    if (refill_from(rung.buckets[next], first, rung.last_of(next), limit)) return head_->time <= limit;
  }
}

// Brings the events of `bucket`, which covers first to last, into the front, or spreads them over a new rung
// and returns false.
bool EventQueue::refill_from(EventChain& bucket, Time first, Time last, Time limit) {
  const EventChain chain = bucket;
  bucket = {};
  chain.close();
  std::size_t count = 0;
  for (const EventBlock* block = chain.first; block != nullptr; block = block->next) count += block->count;
  if (count <= kRefillLimit) {
    // Fewer than the front holds, so that some can be pushed before it overflows.
    take_sorted(chain, count);
    front_last_ = last;
    return true;
  }
  Time earliest = Time::max();
  Time latest;
  for (const EventBlock* block = chain.first; block != nullptr; block = block->next) {
    for (std::size_t i = 0; i < block->count; ++i) {
      earliest = std::min(earliest, block->events[i].time);
      latest = std::max(latest, block->events[i].time);
    }
  }
  // All at one instant: no rung can tell them apart, however fine. They are in order already.
  if (earliest == latest && earliest <= limit) {
    ties_ = chain;
    taken_ += count;
    front_last_ = earliest - kTick;
    take_ties();
    return true;
  }
  // Nothing will be pushed before an event that is due at once, or else before the limit.
  spread(chain, count, earliest <= limit ? earliest : std::max(first, limit), latest, last);
  return false;
}

void EventQueue::spread(const EventChain& chain, std::size_t count, Time first, Time last, Time range_last) {
  ++deepest_;
  ensure(deepest_ + 1 < rungs_.data() + kMaxRungs, "each rung is finer than the one before, so few suffice");
  Rung& rung = *deepest_;
  std::size_t expected = count;
  if (deepest_ == rungs_.data() + 1) {
    // While a rung that follows the clock is used up, new events arrive in it: expect as many as last time.
    expected *= last_spread_ == 0 ? 4 : std::clamp<std::size_t>(taken_ / last_spread_, 1, 16);
    taken_ = 0;
    last_spread_ = count;
  }
  const std::size_t buckets = std::clamp(std::bit_ceil(expected / kBucketTarget), kMinBuckets, kMaxBuckets);
  rung.reserve(buckets);
  // Widths are powers of two, so that finding a bucket is a shift and not a division.
  const auto span = static_cast<std::uint64_t>((last - first).ns());
  const int excess_bits =
      static_cast<int>(std::bit_width(span)) - static_cast<int>(std::bit_width(buckets - 1));
  rung.shift = static_cast<unsigned>(std::max(excess_bits, 0));
  rung.start = first;
  rung.last = range_last;
  rung.last =
      rung.last_of(buckets - 1);  // its buckets may end before the range does: what is later stays above
  rung.next = 0;
  front_last_ = first - kTick;
  for (EventBlock* block = chain.first; block != nullptr;) {
    for (std::size_t i = 0; i < block->count; ++i) {
      pool_.append(rung.buckets[rung.bucket_of(block->events[i].time)], block->events[i]);
    }
    // At once, so that the blocks that are written next are the ones just read: they are in the cache.
    EventBlock* done = block;
    block = block->next;
    pool_.recycle(done);
  }
}

void EventQueue::take_sorted(const EventChain& chain, std::size_t count) {
  rank_sort(*chain.first, count, head_);
  tail_ = head_ + count;
  taken_ += count;
  pool_.recycle(chain);
}

void EventQueue::take_ties() {
  while (!ties_.empty() && tail_ + EventBlock::kEvents <= front_.data() + kFrontSlots) {
    EventBlock* block = ties_.first;
    tail_ = std::copy_n(block->events, block->count, tail_);
    ties_.first = block->next;
    pool_.recycle(block);
  }
}

}  // namespace synergy::kernel
