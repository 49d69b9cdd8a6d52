#include "ble_link.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::link {

BleLink::Prepared& BleLink::prepare(Bytes size) {
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
  const Time start = std::max(ready, free_);

  // The rest of the event at hand, if it admits the first pair, else fresh events only.
  std::int64_t event = events.event_at(start);
  const Duration offset = event < 0 ? Duration() : start - events.start_of(event);
  std::int64_t joined = 0;
  const bool paid = event == event_;
  if (event >= 0 && offset > Duration()) {
    const std::int64_t before = paid ? pairs_ : 1;  // an event nobody used began with an empty pair
    joined = connection_.admitted(train, 0, offset, connection_.cap() - before);
    if (joined == 0) ++event;
  } else {
    event = std::max<std::int64_t>(event, 0);
  }
  TransferOutcome outcome;
  outcome.packets = train.count();
  const std::int64_t opened_idle = joined > 0 && !paid ? 1 : 0;
  Time last_pair;
  if (joined == train.count()) {
    last_pair = start + train.offset(joined - 1);
    outcome.events_used = opened_idle;
    pairs_ = joined + (paid ? pairs_ : 1);
    event_ = event;
  } else {
    if (joined > 0) ++event;
    const Connection::Finish& finish = this->finish(prepared, joined);
    event_ = event + finish.events - 1;
    pairs_ = finish.last_pairs;
    last_pair = events.start_of(event_) + finish.last_pair;
    outcome.events_used = opened_idle + finish.events;
  }
  outcome.done = last_pair + connection_.until_received(train, forward);
  outcome.link_free = free_ = connection_.free_after(event_, last_pair + train.last_pair());
  outcome.busy = prepared.occupancy;
  std::tie(outcome.sender, outcome.receiver) =
      connection_.energy(forward, outcome.events_used, train.count(), opened_idle, prepared.data_air);
  return outcome;
}

std::pair<Energy, Energy> BleLink::idle_energy(Time begin, Time end, std::int64_t events_used) const {
  return connection_.idle_energy(begin, end, events_used);
}

TransferEstimate mean_transfer(const Connection& connection, Bytes size, bool forward) {
  const BleEvents& events = connection.events();
  const PacketTrain train = connection.train(size);
  const auto interval = static_cast<double>(events.interval.ns());
  const double to_received = static_cast<double>(connection.until_received(train, forward).ns());

  // A transfer ready at offset x > 0 from an anchor joins that event with k pairs while x is in
  // (latest start of pair k+1, latest start of pair k], and finishes in fresh events.
  double latency = 0;       // ns, weighted by the length of the range of x
  double fresh_events = 0;  // weighted likewise
  const auto from_fresh = [&](std::int64_t joined, double low, double high) {
    const Connection::Finish finish = connection.finish(train, joined);
    const double rest = static_cast<double>(((finish.events - 1) * events.interval + finish.last_pair).ns());
    latency += (high - low) * (interval - (low + high) / 2 + rest + to_received);
    fresh_events += (high - low) * static_cast<double>(finish.events);
  };
  const auto latest = [&](std::int64_t k) {  // start of the whole train so that pair k is admitted
    const Duration pair = events.reservation == Reservation::pair ? train.pair(k) : train.full_pair();
    return static_cast<double>(std::max(Duration(), events.latest_start(pair) - train.offset(k)).ns());
  };
  const std::int64_t cap = connection.cap() - 1;  // the event began with an empty pair
  const std::int64_t most = std::min(train.count(), cap);
  double high = interval;
  for (std::int64_t k = 0; k < most && high > 0; ++k) {
    const double low = latest(k);
    from_fresh(k, low, high);
    high = low;
  }
  if (high > 0 && most == train.count()) {
    latency += high * (static_cast<double>(train.offset(train.count() - 1).ns()) + to_received);
  } else if (high > 0) {
    from_fresh(most, 0, high);
  }

  TransferEstimate estimate;
  estimate.latency = nanoseconds_rounded(latency / interval);
  estimate.occupancy = connection.occupancy(train);
  // Above idle: every pair counts, less the empty pair that a fresh event's first pair replaces.
  std::tie(estimate.sender, estimate.receiver) =
      connection.energy(forward, 0, train.count(), 0, connection.data_air(train));
  const auto replaced = connection.energy(forward, 0, 0, 1, Duration());
  estimate.sender -= replaced.first * (fresh_events / interval);
  estimate.receiver -= replaced.second * (fresh_events / interval);
  return estimate;
}

}  // namespace synergy::link
