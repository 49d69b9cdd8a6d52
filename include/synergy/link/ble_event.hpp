#pragma once

#include "synergy/link/air_time.hpp"
#include "synergy/link/stack.hpp"

#include <cstdint>

namespace synergy::link {

/// The connection events of one BLE connection: event k spans [anchor + k * interval, + length), k >= 0.
///
/// A pair is a packet of the central and the answer of the peripheral, with the inter-frame space after each.
/// The first pair of an event starts at the anchor. A further pair starts when the one before has ended, if
/// it leaves the time the stack reserves: start + reserved <= event end - guard.
struct BleEvents {
  Phy phy = Phy::le_2m;
  bool encrypted = true;
  int ll_payload = kMaxLinkPayload;
  Duration interval;
  Duration anchor;  ///< of event 0
  Duration length;  ///< of the part of an interval this connection may use
  Duration guard;
  Reservation reservation = Reservation::full_pair_and_space;
  int packet_cap = 0;  ///< most pairs per event; 0: no such limit

  /// Time of a pair that carries `forward` payload bytes one way and `backward` the other.
  [[nodiscard]] Duration pair_time(int forward, int backward = 0) const;
  /// Latest start of a pair of this duration, counted from the anchor. May be negative: then only a pair at
  /// the anchor itself is admitted.
  [[nodiscard]] Duration latest_start(Duration pair) const;
  /// Whether an event can hold at least one such pair: pair + guard <= length.
  [[nodiscard]] bool holds(Duration pair) const { return pair + guard <= length; }
  /// How many pairs of this duration one event holds. Pre: holds(pair).
  [[nodiscard]] std::int64_t pairs_per_event(Duration pair) const;

  /// The event whose span (a whole interval) contains `t`, or -1 before the first anchor.
  [[nodiscard]] std::int64_t event_at(Time t) const;
  [[nodiscard]] Time start_of(std::int64_t event) const { return anchor + event * interval; }
  /// Number of anchors in [begin, end).
  [[nodiscard]] std::int64_t anchors_in(Time begin, Time end) const;
};

}  // namespace synergy::link
