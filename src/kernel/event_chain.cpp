#include "synergy/kernel/event_chain.hpp"

#include <algorithm>

namespace synergy::kernel {

void EventPool::extend(EventChain& chain) {
  if (free_ == nullptr) add_blocks();
  // Last in, first out: the block that was in use last is the likeliest to be in the cache.
  EventBlock* block = free_;
  free_ = block->next;
  if (chain.empty()) {
    chain.first = block;
  } else {
    chain.last()->count = EventBlock::kEvents;
    chain.last()->next = block;
  }
  chain.slot = block->events;
}

void EventPool::add_blocks() {
  // An eighth more each time: few allocations while a queue grows, and never much memory that is not used.
  const std::size_t added = std::max<std::size_t>(8, blocks_ / 8);
  chunks_.push_back(std::make_unique<EventBlock[]>(added));
  blocks_ += added;
  for (std::size_t i = added; i-- > 0;)
    recycle(&chunks_.back()[i]);  // backwards: handed out in ascending order
}

}  // namespace synergy::kernel
