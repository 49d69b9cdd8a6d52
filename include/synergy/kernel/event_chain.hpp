#pragma once

#include "synergy/kernel/event.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace synergy::kernel {

/// Three events in a row and the way to the next three: what the queue's buckets are made of. Aligned to its
/// size, two cache lines of 64 bytes: the address of a slot tells where its block begins and whether the
/// block is full, so that a chain needs no counters.
struct alignas(128) EventBlock {
  /// What fits beside the head: 32 + 3 x 32 bytes.
  static constexpr std::size_t kEvents = 3;
  /// In a chain: the following block, null behind a closed chain's last. In the pool: the next free block.
  EventBlock* next;
  /// How many of `events` are in use, 1 to kEvents. Kept up to date in all but the last block of a chain; see
  /// EventChain::close.
  std::size_t count;
  /// Fills the head, so that an event begins at every multiple of 32.
  std::uint64_t unused[2];
  /// Those from `count` on are left from earlier use, or never written.
  Event events[kEvents];
};
static_assert(sizeof(EventBlock) == 128 && offsetof(EventBlock, events) == 32);

/// Events in the order in which they were appended; a list of blocks that belong to an EventPool, which alone
/// makes and frees them. A plain value of two pointers: copying it makes a second name for the same events,
/// and appending to one of the two leaves the other behind. The null chain is empty (and full, so that the
/// first append fetches a block).
struct EventChain {
  /// The block of the oldest events; null if there are none.
  EventBlock* first = nullptr;
  /// Behind the last event: where the next one goes if its block has room.
  Event* slot = nullptr;

  [[nodiscard]] bool empty() const { return first == nullptr; }
  /// The block of the newest event, from the address of `slot`: behind a full block that is the block's own
  /// end, hence the step back by one byte. Pre: not empty.
  [[nodiscard]] EventBlock* last() const {
    const std::size_t into_block = (std::bit_cast<std::uintptr_t>(slot) - 1) % sizeof(EventBlock) + 1;
    return static_cast<EventBlock*>(
        static_cast<void*>(static_cast<std::byte*>(static_cast<void*>(slot)) - into_block));
  }
  /// Whether a further event needs a further block.
  [[nodiscard]] bool full() const { return std::bit_cast<std::uintptr_t>(slot) % sizeof(EventBlock) == 0; }
  /// Completes the last block, so that the chain can be read block by block until `next` is null; until then
  /// its count and next are whatever they were. May be repeated after further appends. Pre: not empty.
  void close() const {
    last()->count = static_cast<std::size_t>(slot - last()->events);
    last()->next = nullptr;
  }
};

/// Owns the blocks of all chains of one queue and recycles them: it allocates only when more are needed than
/// ever before, an eighth more each time, and frees all of it at its end. Chains must not outlive it, nor be
/// given to another pool. Not thread-safe.
class EventPool {
 public:
  /// Puts a copy of `event` at the end of the chain. O(1); one branch and one event written, except for every
  /// third. Throws std::bad_alloc, and then leaves the chain as it was.
  void append(EventChain& chain, const Event& event) {
    if (chain.full()) [[unlikely]]
      extend(chain);
    *chain.slot++ = event;
  }
  /// Takes a block back; its events are gone. Pre: no chain has it.
  void recycle(EventBlock* block) {
    block->next = free_;
    free_ = block;
  }
  /// Recycles all blocks of a chain that was closed, in O(1): they are a list already. The chain's value is
  /// dead afterwards. Pre: not empty.
  void recycle(const EventChain& chain) {
    chain.last()->next = free_;
    free_ = chain.first;
  }
  /// Memory of all blocks, in use or not.
  [[nodiscard]] std::size_t bytes() const { return blocks_ * sizeof(EventBlock); }

 private:
  void extend(EventChain& chain);
  void add_blocks();

  EventBlock* free_ = nullptr;
  std::size_t blocks_ = 0;
  std::vector<std::unique_ptr<EventBlock[]>> chunks_;
};

}  // namespace synergy::kernel
