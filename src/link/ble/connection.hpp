#pragma once

#include "synergy/link/ble/spec.hpp"
#include "synergy/link/ble/stack.hpp"
#include "synergy/link/link.hpp"

#include <algorithm>

#include "end_energy.hpp"
#include "events.hpp"
#include "packet_train.hpp"

namespace synergy::link {

/// The connection events of one link under a spec and a stack: its part of the interval and the rules.
BleEvents events_of(const BleSpec& spec, const StackProfile& stack, int slot, int slots);
Fragmentation fragmentation_of(const BleSpec& spec, const StackProfile& stack);

/// Empty if links can work with such events, `slots` of them in an interval, else why not, with the numbers.
std::string why_infeasible(const BleSpec& spec, const StackProfile& stack, const BleEvents& events,
                           int slots);

/// One Bluetooth connection: when packets go, and what that costs both ends. Immutable.
class Connection {
 public:
  Connection(const BleEvents& events, const Fragmentation& fragmentation, const LinkContext& context);

  [[nodiscard]] const BleEvents& events() const { return events_; }
  [[nodiscard]] PacketTrain train(Bytes size) const { return {size, fragmentation_, events_}; }
  [[nodiscard]] const EndEnergy& central() const { return central_; }
  [[nodiscard]] const EndEnergy& peripheral() const { return peripheral_; }
  [[nodiscard]] Duration empty_air() const { return empty_air_; }

  /// How many pairs from packet `i` on an event takes that is at `offset` from its anchor. `cap`: most pairs
  /// it may still take.
  [[nodiscard]] std::int64_t admitted(const PacketTrain& train, std::int64_t i, Duration offset,
                                      std::int64_t cap) const;
  /// Most pairs one event may hold, apart from time.
  [[nodiscard]] std::int64_t cap() const { return events_.packet_cap > 0 ? events_.packet_cap : INT64_MAX; }

  /// The end of a transfer whose packets from `i` on leave in fresh events.
  struct Finish {
    std::int64_t events = 0;      ///< events used, the last one included
    std::int64_t last_pairs = 0;  ///< pairs in the last one
    Duration last_pair;           ///< offset of the last pair from its event's anchor
  };
  [[nodiscard]] Finish finish(const PacketTrain& train, std::int64_t i) const;

  /// From the start of a pair to the end of its data packet, sent by the central if `forward`.
  [[nodiscard]] Duration until_received(const PacketTrain& train, bool forward) const;
  /// When the next pair may start after one of `event` that ends at `end`. A stack that reserves less than a
  /// pair may let the space after the last packet, but no packet, reach into the next event.
  [[nodiscard]] Time free_after(std::int64_t event, Time end) const {
    return std::min(end, events_.start_of(event + 1));
  }
  /// What one pair uses of the link's capacity, as time: the interval over the pairs an event holds.
  [[nodiscard]] double share_ns(Duration pair) const;
  /// The sum of the shares of a train's pairs.
  [[nodiscard]] Duration occupancy(const PacketTrain& train) const;
  /// What `pairs` pairs in `events` events cost the sender and the receiver of the data; `data` is the data
  /// packets' time on air, empty_air() for a pair without data.
  [[nodiscard]] std::pair<Energy, Energy> energy(bool forward, std::int64_t events, std::int64_t pairs,
                                                 Duration data) const;
  /// Of the events with an anchor in [begin, end), less those already paid for.
  [[nodiscard]] std::pair<Energy, Energy> idle_energy(Time begin, Time end, std::int64_t events_used) const;
  /// Of a transfer that nobody hears any more (Link::try_in_vain).
  [[nodiscard]] TransferOutcome try_in_vain(Time begin, Time end, Bytes size, bool forward) const;
  /// Time on air of the train's data packets.
  [[nodiscard]] Duration data_air(const PacketTrain& train) const;

 private:
  BleEvents events_;
  Fragmentation fragmentation_;
  EndEnergy central_;
  EndEnergy peripheral_;
  Duration empty_air_;
  Duration latest_start_;  // of a further pair, for stacks that reserve the same for every pair
};

}  // namespace synergy::link
