#include "ble_link.hpp"

#include <algorithm>

namespace synergy::link {

BleLink::Prepared& BleLink::prepare(Bytes size) {
  // An app sends packets of one or two sizes: a list is faster here than any map.
  for (Prepared& known : prepared_) {
    if (known.size == size) return known;
  }
  const PacketTrain train = connection_.train(size);
  const std::int64_t most = connection_.admitted(train, 0, Duration(), connection_.cap());
  return prepared_.emplace_back(
      Prepared{size, train, connection_.occupancy(train), connection_.data_air(train),
               std::vector<Connection::Finish>(static_cast<std::size_t>(most) + 1)});
}

const Connection::Finish& BleLink::finish(Prepared& prepared, std::int64_t joined) const {
  Connection::Finish& known = prepared.finish[static_cast<std::size_t>(joined)];
  if (known.events == 0) known = connection_.finish(prepared.train, joined);
  return known;
}

TransferOutcome BleLink::transfer(Time ready, Bytes size, bool forward) {
  const BleEvents& events = connection_.events();
  Prepared& prepared = prepare(size);
  const PacketTrain& train = prepared.train;
  // At most two ways: the rest of an event at hand takes the first packets, fresh events the others. Where
  // those end depends only on how many joined, so a transfer of any size costs two look-ups.
  const BleEvents::Entry entry = events.entry(ready, free_, used_);
  const bool joins = entry.offset > Duration();
  const std::int64_t joined =
      joins ? connection_.admitted(train, 0, entry.offset, connection_.cap() - entry.pairs) : 0;

  TransferOutcome outcome;
  outcome.packets = train.count();
  if (joined == train.count()) {
    used_ = {entry.event, entry.pairs + joined, entry.offset + train.offset(joined - 1)};
  } else {
    const Connection::Finish& finish = this->finish(prepared, joined);
    // The event that was joined has been paid for by the transfer that opened it.
    const std::int64_t first = joins ? entry.event + 1 : entry.event;
    used_ = {first + finish.events - 1, finish.last_pairs, finish.last_pair};
    outcome.events_used = finish.events;
  }
  const Time last_pair = events.start_of(used_.event) + used_.last_pair;
  outcome.done = last_pair + connection_.until_received(train, forward);
  outcome.link_free = free_ = connection_.free_after(used_.event, last_pair + train.last_pair());
  outcome.busy = prepared.occupancy;
  std::tie(outcome.sender, outcome.receiver) =
      connection_.energy(forward, outcome.events_used, train.count(), prepared.data_air);
  return outcome;
}

std::pair<Energy, Energy> BleLink::idle_energy(Time begin, Time end, std::int64_t events_used) const {
  return connection_.idle_energy(begin, end, events_used);
}

void BleLink::tell_state(Time now, std::vector<std::int64_t>& state) const {
  const BleEvents& events = connection_.events();
  state.push_back(std::max(Duration(), free_ - now).ns());
  // An event that nothing can join any more is as good as none, however long ago it was.
  const bool open = used_.event >= 0 && events.last_chance(used_) >= now;
  state.push_back(open ? used_.pairs : -1);
  if (!open) return;
  state.push_back((events.start_of(used_.event) - now).ns());
  state.push_back(used_.last_pair.ns());
}

TransferEstimate mean_transfer(const Connection& connection, Bytes size, bool forward) {
  const BleEvents& events = connection.events();
  const PacketTrain train = connection.train(size);
  const Connection::Finish finish = connection.finish(train, 0);  // nobody else's event is open

  TransferEstimate estimate;
  estimate.latency = events.mean_wait() + (finish.events - 1) * events.interval + finish.last_pair +
                     connection.until_received(train, forward);
  estimate.occupancy = connection.occupancy(train);
  // Above idle: every event would have been there, with an empty pair.
  std::tie(estimate.sender, estimate.receiver) =
      connection.energy(forward, 0, train.count(), connection.data_air(train));
  const auto replaced = connection.energy(forward, 0, 1, connection.empty_air());
  estimate.sender -= replaced.first * static_cast<double>(finish.events);
  estimate.receiver -= replaced.second * static_cast<double>(finish.events);
  return estimate;
}

}  // namespace synergy::link
