#include "rank_sort.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace synergy::kernel {
namespace {

using Four [[gnu::vector_size(16)]] = std::int32_t;
constexpr int kIndexBits = 6;
constexpr int kTimeBits = 31 - kIndexBits;
static_assert(kRankSortLimit == 1 << kIndexBits);

}  // namespace

// The place of an event is the number of events before it: counted four at a time and without a branch that
// depends on the data, this beats every sort that compares and moves. Times are cut to 25 bits for it; a
// final insertion pass settles what they could not tell apart.
void rank_sort(const EventBlock& first, std::size_t count, Event* sorted) {
  const Event* events[kRankSortLimit];
  std::int64_t earliest = INT64_MAX;
  std::int64_t latest = INT64_MIN;
  std::size_t n = 0;
  for (const EventBlock* block = &first; n < count; block = block->next) {
    for (std::size_t i = 0; i < block->count; ++i) {
      events[n++] = &block->events[i];
      earliest = std::min(earliest, block->events[i].time.ns());
      latest = std::max(latest, block->events[i].time.ns());
    }
  }
  const int bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(latest - earliest)));
  const int cut = std::max(bits - kTimeBits, 0);

  Four keys[kRankSortLimit / 4];
  const auto key_of = [&](std::size_t i) {
    return static_cast<std::int32_t>(((events[i]->time.ns() - earliest) >> cut) << kIndexBits |
                                     static_cast<std::int64_t>(i));
  };
  for (std::size_t i = 0; i < count; ++i) keys[i / 4][i % 4] = key_of(i);
  const std::size_t groups = (count + 3) / 4;
  for (std::size_t i = count; i < groups * 4; ++i) keys[i / 4][i % 4] = INT32_MAX;

  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t key = keys[i / 4][i % 4];
    const Four spread = {key, key, key, key};
    Four before = {};
    for (std::size_t group = 0; group < groups; ++group) before -= keys[group] < spread;
    sorted[before[0] + before[1] + before[2] + before[3]] = *events[i];
  }
  if (cut == 0) return;
  for (Event* event = sorted + 1; event < sorted + count; ++event) {
    const Event moved = *event;
    Event* slot = event;
    for (; slot[-1].time > moved.time; --slot) *slot = slot[-1];
    *slot = moved;
  }
}

}  // namespace synergy::kernel
