#include "connection.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace synergy::link {
namespace {

// ATT_MTU 517 in packets of 27 bytes.
constexpr std::size_t kMostFragments = 20;

// S132 SoftDevice Specification v5.0, chapter 15: the default, three packets of 27 bytes on 1M.
constexpr Duration kNordicEventLength = Duration::from_ns(3'750'000);

const device::RadioProfile& radio_of(const device::RadioProfile* radio) {
  ensure(radio != nullptr, "both ends of a link have a radio");
  return *radio;
}

}  // namespace

Connection::Connection(const BleEvents& events, const Fragmentation& fragmentation,
                       const LinkContext& context)
    : events_(events),
      fragmentation_(fragmentation),
      central_(radio_of(context.first), radio_of(context.second), Role::central, events),
      peripheral_(radio_of(context.second), radio_of(context.first), Role::peripheral, events),
      empty_air_(events.air(0)),
      latest_start_(events.latest_start(Duration())) {}

std::int64_t Connection::admitted(const PacketTrain& train, std::int64_t i, Duration offset,
                                  std::int64_t cap) const {
  // Stacks differ in what they compare with the end of the event: the end of the pair that is to start, or
  // its start plus a time that is the same for all pairs. So the last pair either ends in time or starts in
  // time.
  const Duration begun = train.offset(i);
  std::int64_t fit = 0;
  if (events_.reservation == Reservation::pair) {
    const Duration latest_end = events_.length - events_.guard - offset;
    if (latest_end >= Duration()) fit = train.index_at(latest_end + begun) - i;
  } else {
    const Duration latest = latest_start_ - offset;
    if (latest >= Duration()) fit = train.index_at(latest + begun) - i + 1;
  }
  // The first pair of an event is not asked: the central must send at the anchor, and the peripheral answers
  // (Bluetooth Core, Vol 6 Part B 4.5.1). why_infeasible() has made sure that there is room for it.
  if (offset == Duration()) fit = std::max<std::int64_t>(fit, 1);
  return std::min({fit, cap, train.count() - i});
}

Connection::Finish Connection::finish(const PacketTrain& train, std::int64_t i) const {
  // A fresh event takes as many packets as its length allows, and which those are depends on where in the
  // pattern of full and short packets it begins. There are no more such places than packets in a pattern;
  // when one comes round again, so does all that followed, and the rest is a multiplication.
  struct Seen {
    std::int64_t packet = -1;
    std::int64_t events = 0;
  };
  std::array<Seen, kMostFragments> seen;  // by position in the pattern, at the start of an event
  const std::int64_t repeating = train.repeats() * train.pattern();
  std::int64_t events = 0;
  std::int64_t most = 0;  // pairs in one event so far
  bool jumped = false;
  while (true) {
    if (!jumped && i < repeating) {
      Seen& here = seen[static_cast<std::size_t>(i % train.pattern())];
      if (here.packet >= 0) {
        // From here on, events repeat with the pattern, until one could reach past it.
        const std::int64_t packets = i - here.packet;
        const std::int64_t cycles = std::max<std::int64_t>(0, (repeating - i - most) / packets);
        events += cycles * (events - here.events);
        i += cycles * packets;
        jumped = true;
      } else {
        here = {i, events};
      }
    }
    const std::int64_t pairs = admitted(train, i, Duration(), cap());
    ++events;
    if (i + pairs == train.count()) return {events, pairs, train.offset(train.count() - 1) - train.offset(i)};
    i += pairs;
    most = std::max(most, pairs);
  }
}

Duration Connection::until_received(const PacketTrain& train, bool forward) const {
  // In a pair the central sends first. What the peripheral sends is its answer, a packet and a space later.
  const Duration data = train.last_pair() - empty_air_ - 2 * kInterFrameSpace;
  return forward ? data : empty_air_ + kInterFrameSpace + data;
}

double Connection::share_ns(Duration pair) const {
  return static_cast<double>(events_.interval.ns()) / static_cast<double>(events_.pairs_per_event(pair));
}

Duration Connection::occupancy(const PacketTrain& train) const {
  const std::int64_t repeating = train.repeats() * train.pattern();
  // Pairs of three lengths at most, each as often as it occurs; nothing here grows with the transfer.
  double ns = static_cast<double>(train.count() - repeating - 1) * share_ns(train.full_pair()) +
              share_ns(train.last_pair());
  for (int k = 0; k < train.pattern() && k < repeating; ++k) {
    ns += static_cast<double>(train.repeats()) * share_ns(train.pair(k));
  }
  return nanoseconds_rounded(ns);
}

std::pair<Energy, Energy> Connection::idle_energy(Time begin, Time end, std::int64_t events_used) const {
  // Transfers may have paid for events whose anchors lie outside the span.
  const auto idle =
      static_cast<double>(std::max<std::int64_t>(0, events_.anchors_in(begin, end) - events_used));
  return {central_.idle_event() * idle, peripheral_.idle_event() * idle};
}

std::pair<Energy, Energy> Connection::energy(bool forward, std::int64_t events, std::int64_t pairs,
                                             Duration data) const {
  const Duration answers = empty_air_ * pairs;
  const EndEnergy& sender = forward ? central_ : peripheral_;
  const EndEnergy& receiver = forward ? peripheral_ : central_;
  return {sender.energy(events, pairs, data, answers), receiver.energy(events, pairs, answers, data)};
}

/// In every event until the end a central with data sends the first packet and hears no answer; a peripheral
/// with data listens and hears nothing, so that it may not send.
TransferOutcome Connection::try_in_vain(Time begin, Time end, Bytes size, bool forward) const {
  TransferOutcome outcome;
  outcome.done = outcome.link_free = std::max(begin, end);
  outcome.delivered = false;
  outcome.events_used = events_.anchors_in(begin, outcome.done);
  const Duration first = events_.air(train(size).payload(0));
  if (forward) {
    outcome.packets = outcome.events_used;
    outcome.retransmissions = std::max<std::int64_t>(0, outcome.packets - 1);
    outcome.sender =
        central_.energy(outcome.events_used, outcome.events_used, first * outcome.events_used, Duration());
  } else {
    outcome.sender = peripheral_.energy(outcome.events_used, outcome.events_used, Duration(),
                                        empty_air_ * outcome.events_used);
  }
  return outcome;
}

Duration Connection::data_air(const PacketTrain& train) const {
  return train.offset(train.count()) - train.count() * (empty_air_ + 2 * kInterFrameSpace);
}

BleEvents events_of(const BleSpec& spec, const StackProfile& stack, int slot, int slots) {
  ensure(slots >= 1 && 0 <= slot && slot < slots, "a link has one of the slots");
  BleEvents events;
  events.phy = spec.phy;
  events.encrypted = spec.encrypted;
  events.ll_payload = spec.ll_payload;
  events.interval = spec.connection_interval;
  events.guard = stack.guard.value;
  events.reservation = stack.reservation.value;
  const bool own_cap = spec.phy == Phy::coded_s8 && stack.packet_cap_s8.value > 0;
  events.packet_cap = own_cap ? stack.packet_cap_s8.value : stack.packet_cap.value;
  events.coded_empty_s8 = stack.coded_empty_s8.value;
  events.late_data = stack.late_data.value;
  // S132 SoftDevice Specification v5.0, 15.3: links of a central lie back to back, each as long as its event
  // length, whether or not the interval has more room. Otherwise the interval is shared out evenly.
  if (spec.scheduling == Scheduling::nordic_central) {
    events.length = spec.event_length.value_or(kNordicEventLength);
    events.anchor = slot * events.length;
  } else {
    events.length = spec.connection_interval / slots;
    events.anchor = slot * events.length;
    if (spec.event_length) events.length = std::min(events.length, *spec.event_length);
  }
  return events;
}

std::string why_infeasible(const BleSpec& spec, const StackProfile& stack, const BleEvents& events,
                           int slots) {
  const auto ms = [](Duration d) { return fmt::format("{:.9g} ms", d.ms()); };
  const Duration own = spec.event_length.value_or(kNordicEventLength);
  if (spec.scheduling == Scheduling::nordic_central && slots * own > events.interval) {
    return fmt::format(
        "{} connection events of {} laid back to back need {}; the connection interval of {} holds {}", slots,
        ms(own), ms(slots * own), ms(events.interval), events.interval / own);
  }
  const Duration pair = events.pair_time(spec.ll_payload);
  if (events.holds(pair)) return {};
  return fmt::format(
      "a connection event of {} ({} slot{} in {}) cannot hold one packet of {} bytes with its answer ({} on "
      "{}) and the {} that stack {} keeps free: needs {}",
      ms(events.length), slots, slots == 1 ? "" : "s", ms(events.interval), spec.ll_payload, ms(pair),
      to_text(spec.phy), ms(events.guard), stack.name, ms(pair + events.guard));
}

Fragmentation fragmentation_of(const BleSpec& spec, const StackProfile& stack) {
  // TI counts the L2CAP header in what it calls the MTU, Nordic and NimBLE do not; the ATT header is part of
  // the MTU everywhere (Bluetooth Core, Vol 3 Part F 3.2.8).
  const int mtu = spec.att_mtu - (stack.mtu_includes_l2cap_header.value ? kL2capHeaderBytes : 0);
  return {mtu - kAttHeaderBytes, spec.ll_payload};
}

}  // namespace synergy::link
