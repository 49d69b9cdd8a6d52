#pragma once

#include "synergy/kernel/event_chain.hpp"

#include <cstddef>

namespace synergy::kernel {

constexpr std::size_t kRankSortLimit = 64;

/// Copies the `count` (1 to kRankSortLimit) events of the blocks from `first` on to `sorted`, ordered by
/// time; ties keep their order. Pre: sorted[-1] is not later than any of them.
void rank_sort(const EventBlock& first, std::size_t count, Event* sorted);

}  // namespace synergy::kernel
