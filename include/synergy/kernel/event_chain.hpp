#pragma once

#include "synergy/kernel/event.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace synergy::kernel {

/// Three events in a row and the way to the next three. Aligned to its size: the address of a slot tells
/// where its block begins and whether the block is full.
struct alignas(128) EventBlock {
  static constexpr std::size_t kEvents = 3;
  EventBlock* next;
  std::size_t count;  ///< kept up to date in all but the last block of a chain; see EventChain::close
  std::uint64_t unused[2];
  Event events[kEvents];
};
static_assert(sizeof(EventBlock) == 128 && offsetof(EventBlock, events) == 32);

/// Events in the order in which they were appended; a list of blocks that belong to an EventPool. A plain
/// value: copying it makes a second name for the same events. The null chain is empty (and full).
struct EventChain {
  EventBlock* first = nullptr;
  Event* slot = nullptr;  ///< behind the last event: where the next one goes if its block has room

  [[nodiscard]] bool empty() const { return first == nullptr; }
  /// Pre: not empty.
  [[nodiscard]] EventBlock* last() const {
    const std::size_t into_block = (std::bit_cast<std::uintptr_t>(slot) - 1) % sizeof(EventBlock) + 1;
    return static_cast<EventBlock*>(
        static_cast<void*>(static_cast<std::byte*>(static_cast<void*>(slot)) - into_block));
  }
  /// Whether a further event needs a further block.
  [[nodiscard]] bool full() const { return std::bit_cast<std::uintptr_t>(slot) % sizeof(EventBlock) == 0; }
  /// Completes the last block, so that the chain can be read block by block until `next` is null. Pre: not
  /// empty.
  void close() const {
    last()->count = static_cast<std::size_t>(slot - last()->events);
    last()->next = nullptr;
  }
};

/// Owns the blocks of all chains of one queue and recycles them: it allocates only when more are needed than
/// ever before.
class EventPool {
 public:
  /// O(1); one branch and one event written, except for every third.
  void append(EventChain& chain, const Event& event) {
    if (chain.full()) [[unlikely]]
      extend(chain);
    *chain.slot++ = event;
  }
  void recycle(EventBlock* block) {
    block->next = free_;
    free_ = block;
  }
  /// Recycles all blocks of a chain that was closed.
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
