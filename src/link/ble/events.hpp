#pragma once

#include "synergy/link/ble/stack.hpp"

#include <cstdint>

#include "air_time.hpp"

namespace synergy::link {

/// The connection events of one BLE connection: event k spans [anchor + k * interval, + length), k >= 0.
///
/// A pair is a packet of the central and the answer of the peripheral, with the inter-frame space after each.
/// The first pair of an event starts at the anchor. A further pair starts when the one before has ended, if
/// it leaves the time the stack reserves: start + reserved <= event end - guard.
///
/// An event closes with the first pair after which neither end has more to send (both MD bits 0); what
/// becomes ready later waits for the next anchor. With nothing to send an event is one pair of empty packets,
/// however long it might be. entry() is the rule; whatever needs it (transfers with and without losses,
/// estimates) asks there.
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
  LateData late_data = LateData::same_event;
  bool coded_empty_s8 = false;  ///< StackProfile::coded_empty_s8

  /// On air, of one packet with so many bytes of payload: 0 for the empty one that answers.
  [[nodiscard]] Duration air(int payload) const {
    const bool as_s8 = coded_empty_s8 && payload == 0 && phy == Phy::coded_s2;
    return air_time(as_s8 ? Phy::coded_s8 : phy, payload, encrypted);
  }
  /// Time of a pair that carries `forward` payload bytes one way and `backward` the other.
  [[nodiscard]] Duration pair_time(int forward, int backward = 0) const;
  /// Latest start of a pair of this duration, counted from the anchor. May be negative: then only a pair at
  /// the anchor itself is admitted.
  [[nodiscard]] Duration latest_start(Duration pair) const;
  /// Whether an event can hold at least one such pair: pair + guard <= length.
  [[nodiscard]] bool holds(Duration pair) const { return pair + guard <= length; }
  /// How many pairs of this duration one event holds. Pre: holds(pair).
  [[nodiscard]] std::int64_t pairs_per_event(Duration pair) const;

  [[nodiscard]] Time start_of(std::int64_t event) const { return anchor + event * interval; }
  /// The first event whose anchor is at `t` or later.
  [[nodiscard]] std::int64_t first_not_before(Time t) const;
  /// Number of anchors in [begin, end).
  [[nodiscard]] std::int64_t anchors_in(Time begin, Time end) const;

  /// The last event in which transfers have put pairs, as far as the next transfer depends on it.
  struct Used {
    std::int64_t event = -1;  ///< -1: none, or one that nothing can join any more
    std::int64_t pairs = 0;   ///< in it so far
    Duration last_pair;       ///< start of the last of them, from the anchor
  };
  /// The latest ready time of a transfer that may join this event. Pre: there is one.
  [[nodiscard]] Time last_chance(const Used& used) const;
  /// Where the first pair of a transfer may start, if the event admits it; if not, at the next anchor.
  struct Entry {
    std::int64_t event = 0;
    Duration offset;         ///< from the anchor; 0: the transfer opens the event
    std::int64_t pairs = 0;  ///< in the event before it
  };
  /// A transfer is ready at `ready`; the pairs before it end at `free`, in the event `used`. It joins that
  /// event if it was ready
  ///   - same_event: not later than the start of the event's last pair, whose MD bit still announces it;
  ///   - next_event: not later than the event's anchor.
  /// Both limits belong to the event: ready exactly then is in time. Else it opens the first event whose
  /// anchor is not before `ready` and `free`; ready exactly at an anchor it uses that event. An event without
  /// data cannot be joined after its anchor: its only pair starts there.
  ///
  /// For both directions the start of the pair counts, although a peripheral sends its MD bit in the answer,
  /// an empty packet and a space (194 us on 2M) later: a controller has its answer prepared by then.
  [[nodiscard]] Entry entry(Time ready, Time free, const Used& used) const;

  /// What entry() makes a transfer wait that becomes ready at a uniformly random time on an idle link: in the
  /// mean, and at most (ready right behind an anchor).
  [[nodiscard]] Duration mean_wait() const { return interval / 2; }
  [[nodiscard]] Duration longest_wait() const { return interval; }
};

}  // namespace synergy::link
