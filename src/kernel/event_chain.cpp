#include "synergy/kernel/event_chain.hpp"

#include <algorithm>

namespace synergy::kernel {

void EventPool::extend(EventChain& chain) {
  if (free_ == nullptr) add_blocks();
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
  const std::size_t added = std::max<std::size_t>(8, blocks_ / 8);
  chunks_.push_back(std::make_unique<EventBlock[]>(added));
  blocks_ += added;
  for (std::size_t i = added; i-- > 0;) recycle(&chunks_.back()[i]);
}

}  // namespace synergy::kernel
