#include "events.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::link {

Duration BleEvents::pair_time(int forward, int backward) const {
  return air(forward) + air(backward) + 2 * kInterFrameSpace;
}

Duration BleEvents::latest_start(Duration pair) const {
  // full_pair leaves out the space behind the last packet: nobody sends in it, so it may reach past the end.
  const Duration full_pair = pair_time(ll_payload, ll_payload);
  Duration reserved = pair;
  if (reservation == Reservation::full_pair) reserved = full_pair - kInterFrameSpace;
  if (reservation == Reservation::full_pair_and_space) reserved = full_pair;
  return length - guard - reserved;
}

std::int64_t BleEvents::pairs_per_event(Duration pair) const {
  ensure(holds(pair), "a connection event holds at least one pair");
  // A pair at the anchor is always sent, even where the stack would reserve more than the event has.
  const Duration latest = latest_start(pair);
  const std::int64_t pairs = latest < Duration() ? 1 : 1 + latest / pair;
  return packet_cap > 0 ? std::min<std::int64_t>(pairs, packet_cap) : pairs;
}

std::int64_t BleEvents::first_not_before(Time t) const {
  return t <= anchor ? 0 : (t - anchor + interval - nanoseconds(1)) / interval;
}

std::int64_t BleEvents::anchors_in(Time begin, Time end) const {
  return std::max<std::int64_t>(0, first_not_before(end) - first_not_before(begin));
}

Time BleEvents::last_chance(const Used& used) const {
  const Time begun = start_of(used.event);
  return late_data == LateData::same_event ? begun + used.last_pair : begun;
}

BleEvents::Entry BleEvents::entry(Time ready, Time free, const Used& used) const {
  // The MD bit (Bluetooth Core, Vol 6 Part B 4.5.6) keeps an event open while one side has more to send. It
  // is in the header of a packet that is on its way already, so data can only be announced until then. A pair
  // that reaches the next anchor leaves nothing to join.
  if (used.event >= 0 && free < start_of(used.event + 1)) {
    const Time begun = start_of(used.event);
    if (ready <= last_chance(used)) return {used.event, free - begun, used.pairs};
  }
  return {first_not_before(std::max(ready, free)), Duration(), 0};
}

}  // namespace synergy::link
