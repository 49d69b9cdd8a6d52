#include "lossy_link.hpp"

#include <algorithm>
#include <cmath>

namespace synergy::link {

/// One transfer on its way.
struct LossyLink::Progress {
  bool forward = true;
  std::int64_t packet = 0;    // of the train; all before it are delivered and need no repetition
  std::int64_t distinct = 0;  // packets sent at least once
  bool half_way = false;      // the first packet of the exchange has got through, the answer not yet
  Time done;

  // The connection event at hand.
  Time anchor;
  Duration offset;     // of the next pair
  Duration last_pair;  // offset of the one before
  std::int64_t pairs_in_event = 0;
  bool open = true;
  bool central_bad = false;  // the last packet it received in this event had a bad checksum
  bool peripheral_bad = false;

  Time central_heard;  // end of the last valid packet
  Time peripheral_heard;

  std::int64_t pairs = 0;
  std::int64_t packets = 0;
  Duration central_air;
  Duration peripheral_air;
  double wasted_ns = 0;  // of the link's capacity: pairs that brought nothing, rests of closed events

  [[nodiscard]] Time now() const { return anchor + offset; }
  void begin_event(Time at) {
    anchor = at;
    offset = Duration();
    pairs_in_event = 0;
    open = true;
    central_bad = peripheral_bad = false;
  }
};

LossyLink::LossyLink(const Connection& connection, const BleSpec& spec, const LinkContext& context)
    : connection_(connection),
      losses_(spec.loss, spec.phy, spec.encrypted, context.path_loss_db.value_or(spec.loss.path_loss_db),
              context.seed, context.course),
      random_(stream_seed(context.seed, 0, "packets")),
      timeout_(spec.supervision_timeout),
      reestablish_after_(spec.reestablish_after) {}

LossyLink::Odds LossyLink::odds(const PacketTrain& train, const Progress& p) {
  const PacketChances data = losses_.chances(train.payload(p.packet), p.forward, p.anchor);
  const PacketChances answer = losses_.chances(0, !p.forward, p.anchor);
  const double clean = (1 - data.lost()) * (1 - answer.lost());
  return p.forward ? Odds{data, answer, clean} : Odds{answer, data, clean};
}

LossyLink::Fate LossyLink::draw(const PacketChances& chances) {
  // One number decides among three fates, so that runs with other chances draw as many.
  const double u = random_.uniform();
  return u < chances.unheard ? Fate::unheard : u < chances.lost() ? Fate::bad_crc : Fate::good;
}

/// How many pairs go well before one does not, at most `most`.
std::int64_t LossyLink::draw_clean_run(const Odds& odds, std::int64_t most) {
  if (odds.clean >= 1) return most;
  if (odds.clean <= 0) return 0;
  // Geometric, by inversion: 1 - u is never 0, so the logarithm is finite.
  const double run = std::floor(std::log(1 - random_.uniform()) / std::log(odds.clean));
  return run < static_cast<double>(most) ? static_cast<std::int64_t>(run) : most;
}

/// The fates of a pair that does not go well.
LossyLink::Fates LossyLink::draw_troubled(const Odds& odds) {
  // Uniform over what is left without the clean pairs, laid out in the order first packet unheard, first bad,
  // second unheard, second bad.
  const double u = random_.uniform() * (1 - odds.clean);
  if (u < odds.first.unheard) return {Fate::unheard, Fate::good};
  if (u < odds.first.lost()) return {Fate::bad_crc, draw(odds.second)};
  const double rest = (u - odds.first.lost()) / (1 - odds.first.lost());
  return {Fate::good, rest < odds.second.unheard ? Fate::unheard : Fate::bad_crc};
}

void LossyLink::send_clean(const PacketTrain& train, Progress& p, std::int64_t pairs) const {
  const std::int64_t end = p.packet + pairs;
  const Duration time = train.offset(end) - train.offset(p.packet);
  const Duration answers = connection_.empty_air() * pairs;
  const Duration data = time - answers - 2 * pairs * kInterFrameSpace;
  p.central_air += p.forward ? data : answers;
  p.peripheral_air += p.forward ? answers : data;
  p.pairs += pairs;
  p.packets += pairs;
  p.pairs_in_event += pairs;
  p.offset += time;
  p.last_pair = p.offset - train.pair(end - 1);
  p.packet = p.distinct = end;
  p.central_heard = p.peripheral_heard = p.now();
  if (end == train.count()) {
    p.done = p.now() - train.last_pair() + connection_.until_received(train, p.forward);
  }
}

/// One pair by the rules. A peripheral whose next packet waits for an acknowledgement it could not read
/// repeats the one before, which is taken to be as long as the next.
void LossyLink::send_pair(const PacketTrain& train, Progress& p, Fates fates) const {
  const std::int64_t before = p.packet;
  const Duration pair = train.pair(p.packet);
  const Duration data = pair - connection_.empty_air() - 2 * kInterFrameSpace;
  const Duration central_packet = p.forward ? data : connection_.empty_air();
  ++p.pairs;
  ++p.pairs_in_event;
  p.central_air += central_packet;
  if (p.forward) {
    ++p.packets;
    p.distinct = std::max(p.distinct, p.packet + 1);
  }
  // A peripheral answers what it hears, a bad checksum too, but the second in a row closes the event
  // (Bluetooth Core, Vol 6 Part B 4.5.6). What it cannot hear it cannot answer, and the central closes.
  bool answered = fates.first == Fate::good;
  if (fates.first == Fate::bad_crc) {
    answered = !p.peripheral_bad;
    p.peripheral_bad = true;
  }
  if (fates.first == Fate::good) {
    p.peripheral_bad = false;
    p.peripheral_heard = p.now() + central_packet;
    // Delivered with the packet that gets through; the acknowledgement only decides whether it is repeated.
    if (p.forward && !p.half_way && p.packet + 1 == train.count()) p.done = p.peripheral_heard;
    p.half_way = true;
  }
  p.open = answered;
  if (answered) {
    p.peripheral_air += pair - central_packet - 2 * kInterFrameSpace;
    if (!p.forward) {
      ++p.packets;
      if (p.half_way) p.distinct = std::max(p.distinct, p.packet + 1);
    }
    receive_answer(train, p, fates.second);
  }
  p.last_pair = p.offset;
  p.offset += pair;
  if (p.packet == before) p.wasted_ns += connection_.share_ns(pair);
}

void LossyLink::receive_answer(const PacketTrain& train, Progress& p, Fate fate) const {
  if (fate == Fate::good) {
    // A good answer carries the acknowledgement (NESN, Vol 6 Part B 4.5.9) and, backward, the data. Without
    // the first half of the exchange it acknowledges nothing new.
    p.central_bad = false;
    p.central_heard = p.now() + train.pair(p.packet) - kInterFrameSpace;
    if (!p.half_way) return;
    if (!p.forward && p.packet + 1 == train.count()) p.done = p.central_heard;
    p.half_way = false;
    ++p.packet;
    return;
  }
  p.open = fate == Fate::bad_crc && !p.central_bad;
  p.central_bad = true;
}

/// Sends pairs until the transfer is complete or the event takes no more.
void LossyLink::run_event(const PacketTrain& train, Progress& p) {
  while (p.packet < train.count()) {
    const std::int64_t fit =
        connection_.admitted(train, p.packet, p.offset, connection_.cap() - p.pairs_in_event);
    if (fit <= 0) return;
    // Closed early: the rest of the event is lost to the link, as capacity though not as energy.
    if (!p.open) {
      p.wasted_ns += static_cast<double>(fit) * connection_.share_ns(train.pair(p.packet));
      return;
    }
    const Odds chances = odds(train, p);
    // After trouble the states differ from pair to pair; they are drawn one by one until one has gone well.
    if (p.half_way || p.central_bad || p.peripheral_bad) {
      const Fate first = draw(chances.first);
      send_pair(train, p, {first, draw(chances.second)});
      continue;
    }
    const std::int64_t most = std::min(fit, train.alike(p.packet));
    const std::int64_t clean = draw_clean_run(chances, most);
    if (clean > 0) send_clean(train, p, clean);
    if (clean < most) send_pair(train, p, draw_troubled(chances));
  }
}

TransferOutcome LossyLink::transfer(Time ready, Bytes size, bool forward) {
  const BleEvents& events = connection_.events();
  const PacketTrain train = connection_.train(size);
  TransferOutcome outcome;
  Progress p;
  p.forward = forward;
  // An idle link is taken to have been alive: its empty events are not drawn.
  p.central_heard = p.peripheral_heard = std::max(ready, free_);

  const BleEvents::Entry entry = events.entry(ready, free_, used_);
  std::int64_t event = entry.event;
  if (entry.offset > Duration()) {
    // The transfer before ended with a good answer, so the event is open and the central's last packet good.
    p.begin_event(events.start_of(event));
    p.offset = entry.offset;
    p.pairs_in_event = entry.pairs;
    p.peripheral_bad = peripheral_bad_;
    run_event(train, p);
    if (p.packet < train.count()) ++event;
  }
  while (p.packet < train.count()) {
    const Time anchor = events.start_of(event);
    // Either end gives the connection up when it has heard nothing valid for so long (Vol 6 Part B 4.5.2).
    const Time expiry = std::min(p.central_heard, p.peripheral_heard) + timeout_;
    if (expiry <= anchor) {
      outcome.delivered = false;
      outcome.done = expiry;
      break;
    }
    p.begin_event(anchor);
    ++outcome.events_used;
    run_event(train, p);
    if (p.packet < train.count()) ++event;
  }
  if (outcome.delivered) {
    used_ = {event, p.pairs_in_event, p.last_pair};
    free_ = connection_.free_after(event, p.now());
    outcome.done = p.done;
  } else {
    used_ = {};
    free_ = outcome.done + reestablish_after_;
  }
  peripheral_bad_ = p.peripheral_bad;
  outcome.link_free = free_;
  outcome.packets = p.packets;
  outcome.retransmissions = p.packets - p.distinct;
  const double useful_ns = outcome.delivered
                               ? static_cast<double>(connection_.occupancy(train).ns())
                               : static_cast<double>(p.packet) * connection_.share_ns(train.full_pair());
  outcome.busy = nanoseconds_rounded(useful_ns + p.wasted_ns);

  const Energy central =
      connection_.central().energy(outcome.events_used, p.pairs, p.central_air, p.peripheral_air);
  const Energy peripheral =
      connection_.peripheral().energy(outcome.events_used, p.pairs, p.peripheral_air, p.central_air);
  outcome.sender = forward ? central : peripheral;
  outcome.receiver = forward ? peripheral : central;
  return outcome;
}

std::pair<Energy, Energy> LossyLink::idle_energy(Time begin, Time end, std::int64_t events_used) const {
  return connection_.idle_energy(begin, end, events_used);
}

}  // namespace synergy::link
