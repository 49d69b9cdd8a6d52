#include "synergy/link/ble/throughput.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

#include "ble_link.hpp"
#include "loss_expectation.hpp"

namespace synergy::link {
namespace {

// A write response is its opcode and nothing else (Bluetooth Core, Vol 3 Part F 3.4.5.2).
constexpr int kWriteResponsePayload = kL2capHeaderBytes + 1;

/// What happens in one period of the endless stream.
struct Stream {
  std::int64_t events = 0;
  std::int64_t pairs = 0;
  std::int64_t bytes = 0;  // of one direction
  Duration first_air;      // on air, sent by the sender
  Duration second_air;     // and by the receiver
};

Stream stream(const Connection& connection, const Fragmentation& cut, Method method) {
  const BleEvents& events = connection.events();
  const Duration empty = connection.empty_air();
  Stream s;
  if (method == Method::write_req) {
    // The response is ready when the request has been handed up, after its event: it goes in the next one.
    const PacketTrain request = connection.train(Bytes(cut.att_data));
    s.events = connection.finish(request, 0).events + 1;
    s.pairs = request.count() + 1;
    s.bytes = cut.att_data;
    s.first_air = connection.data_air(request) + empty;
    s.second_air = request.count() * empty + events.air(kWriteResponsePayload);
    return s;
  }
  // Event after event, until one begins at the same position in an attribute packet as one before: from there
  // on they repeat.
  const bool both_ways = method == Method::duplex;
  const PacketTrain endless(Bytes(cut.att_data) * 1'000'000, cut, events, both_ways);
  const int fragments = cut.fragments(cut.att_data);
  std::vector<std::int64_t> began_at(static_cast<std::size_t>(fragments), -1);  // pair, by position
  std::vector<std::int64_t> began_in(began_at.size(), 0);                       // event
  std::int64_t pair = 0;
  std::int64_t event = 0;
  std::size_t position = 0;
  for (; began_at[position] < 0; position = static_cast<std::size_t>(pair % fragments)) {
    began_at[position] = pair;
    began_in[position] = event++;
    pair += connection.admitted(endless, pair, Duration(), connection.cap());
  }
  s.pairs = pair - began_at[position];
  s.events = event - began_in[position];
  s.bytes = s.pairs / fragments * cut.att_data;
  const Duration air = endless.offset(pair) - endless.offset(pair - s.pairs) - s.pairs * 2 * kInterFrameSpace;
  s.second_air = both_ways ? air / 2 : s.pairs * empty;
  s.first_air = air - s.second_air;
  return s;
}

/// What of a loss-free stream remains: the share of its packets per event that is delivered, and the pairs
/// sent, also as a share.
struct Remaining {
  double delivered = 1;
  double pairs = 1;
};

Remaining remaining(const BleSpec& spec, const BleEvents& events, bool forward) {
  if (spec.loss.model == LossModel::none) return {};
  const LossyRates rates = LossExpectation(spec.loss, events, spec.ll_payload, forward,
                                           spec.loss.path_loss_db, spec.supervision_timeout)
                               .rates();
  const auto clean = static_cast<double>(events.pairs_per_event(events.pair_time(spec.ll_payload)));
  return {rates.delivered / clean, rates.pairs / clean};
}

Throughput of_link(const ThroughputQuery& query, const StackProfile& stack, const BleEvents& events,
                   const LinkContext& context) {
  const BleSpec& spec = query.spec;
  // Below L2CAP nothing but the link layer's own header goes with the data.
  const bool raw = query.method == Method::link_layer;
  const Fragmentation cut =
      raw ? Fragmentation{spec.ll_payload, spec.ll_payload, 0} : fragmentation_of(spec, stack);
  const Connection connection(events, cut, context);
  const Stream s = stream(connection, cut, query.method);
  const bool forward = query.method != Method::notify;
  const Remaining left = remaining(spec, events, forward);

  Throughput result;
  result.link = context.slot;
  result.event_length = events.length;
  const std::int64_t data_pairs = query.method == Method::write_req ? s.pairs - 1 : s.pairs;
  result.packets_per_event = left.delivered * static_cast<double>(data_pairs) / static_cast<double>(s.events);
  result.fragments = cut.fragments(cut.att_data);
  // Bits per ms, of whole numbers: loss-free rates come out as they are written.
  const auto ns = static_cast<double>((s.events * events.interval).ns());
  result.throughput_kbps = left.delivered * (static_cast<double>(s.bytes * 8) * 1e6 / ns);

  const PacketTrain one = connection.train(Bytes(cut.att_data));
  result.latency_mean = mean_transfer(connection, Bytes(cut.att_data), forward).latency;
  double delay_ns = 0;
  if (spec.loss.model != LossModel::none) {
    delay_ns = LossExpectation(spec.loss, events, one.payload(0), forward, spec.loss.path_loss_db,
                               spec.supervision_timeout)
                   .delay_ns(one.count());
  }
  // With losses there is no longest wait; without, it is the mean plus what the phase can add.
  if (delay_ns == 0) {
    result.latency_max = result.latency_mean + (events.longest_wait() - events.mean_wait());
  }
  result.latency_mean += nanoseconds_rounded(delay_ns);

  const double bytes =
      left.delivered * static_cast<double>(s.bytes) * (query.method == Method::duplex ? 2 : 1);
  const auto per_byte = [&](const EndEnergy& end, Duration sent, Duration received) {
    const Energy total =
        end.energy(s.events, 0, Duration(), Duration()) + left.pairs * end.energy(0, s.pairs, sent, received);
    return EnergyPerByte::from_si(total.si() / bytes);
  };
  const EndEnergy& sender = forward ? connection.central() : connection.peripheral();
  const EndEnergy& receiver = forward ? connection.peripheral() : connection.central();
  result.sender = per_byte(sender, s.first_air, s.second_air);
  result.receiver = per_byte(receiver, s.second_air, s.first_air);
  return result;
}

}  // namespace

const std::vector<std::string_view>& method_names() {
  static const std::vector<std::string_view> names{"notify", "write_cmd", "write_req", "duplex",
                                                   "link_layer"};
  return names;
}

std::vector<Throughput> throughput(const ThroughputQuery& query, const StackProfile& stack,
                                   const device::RadioProfile& central,
                                   const device::RadioProfile& peripheral) {
  ensure(query.links >= 1, "a throughput is that of at least one link");
  std::vector<Throughput> results;
  for (int link = 0; link < query.links; ++link) {
    BleEvents events = events_of(query.spec, stack, link, query.links);
    if (query.extension && stack.extension.value) {
      const bool back_to_back = query.spec.scheduling == Scheduling::nordic_central;
      if (!back_to_back) events.length = query.spec.connection_interval / query.links;
      if (back_to_back && link == query.links - 1) {
        events.length = std::max(events.length, events.interval - events.anchor);
      }
    }
    std::string reason = why_infeasible(query.spec, stack, events, query.links);
    const bool lossy = query.spec.loss.model != LossModel::none;
    const bool streams = query.method != Method::write_req && query.method != Method::duplex;
    if (reason.empty() && lossy && !streams)
      reason = "throughput under loss is computed for notify, write_cmd and link_layer only";
    if (reason.empty() && remaining(query.spec, events, query.method != Method::notify).delivered == 0)
      reason = "every packet is lost";
    if (!reason.empty()) {
      results.emplace_back().infeasible = std::move(reason);
      results.back().link = link;
      results.back().event_length = events.length;
      continue;
    }
    const LinkContext context{{DeviceId(0), DeviceId(link + 1)}, &central, &peripheral, link, query.links};
    results.push_back(of_link(query, stack, events, context));
  }
  return results;
}

}  // namespace synergy::link
