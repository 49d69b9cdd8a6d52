#include "synergy/dynamics/joining.hpp"

#include <algorithm>

namespace synergy::dynamics {
namespace {

/// An ADV_IND with 31 bytes of data on LE 1M: 47 bytes with preamble and address at 8 us each.
constexpr Duration kPacket = microseconds(376);
/// From a packet on one channel to that on the next: the packet, 150 us in which a request may begin, and
/// what controllers need to change the channel; together at most 10 ms (Core, Vol 6 Part B, 4.4.2.3).
constexpr Duration kToNextChannel = microseconds(750);
constexpr int kChannels = 3;
constexpr Duration kMostDelay = milliseconds(10);
/// ADV_DIRECT_IND has no data: 22 bytes; of each channel one every 3.75 ms.
constexpr Duration kDirectedPacket = microseconds(176);
constexpr Duration kDirectedPeriod = milliseconds(3.75);
/// CONNECT_IND: 44 bytes on LE 1M, 150 us after what it answers.
constexpr Duration kConnectRequest = microseconds(150 + 352);
constexpr Duration kTransmitWindowDelay = milliseconds(1.25);
/// Longer than any device is looked for; where A and I are in step, it may never be found.
constexpr Duration kGiveUp = seconds(86'400);

Duration fraction(Duration of, RandomStream& random) {
  return nanoseconds(static_cast<std::int64_t>(static_cast<double>(of.ns()) * random.uniform()));
}

/// Windows of one scanner, from a random phase and channel on.
class Scanner {
 public:
  Scanner(const scenario::Joining& joining, RandomStream& random)
      : window_(joining.scan_window),
        interval_(joining.scan_interval),
        phase_(fraction(interval_, random)),
        first_channel_(random.integer(0, kChannels - 1)) {}

  [[nodiscard]] bool hears(Time begin, Duration packet, int channel) const {
    const Duration since = begin + phase_;
    return (first_channel_ + since / interval_) % kChannels == channel &&
           since % interval_ + packet <= window_;
  }

 private:
  Duration window_, interval_, phase_;
  std::int64_t first_channel_;
};

}  // namespace

Duration draw_discovery(const scenario::Joining& joining, RandomStream& random) {
  const Scanner scanner(joining, random);
  const Duration packet = joining.directed ? kDirectedPacket : kPacket;
  const Duration next_channel = joining.directed ? kDirectedPeriod / kChannels : kToNextChannel;
  const Duration period = joining.directed ? kDirectedPeriod : joining.advertising_interval;
  Time event = fraction(period, random);
  while (event < kGiveUp) {
    for (int channel = 0; channel < kChannels; ++channel) {
      const Time begin = event + next_channel * channel;
      if (scanner.hears(begin, packet, channel)) return begin + packet;
    }
    event += period;
    if (!joining.directed) event += fraction(kMostDelay, random);
  }
  return kGiveUp;
}

Duration draw_connection(const scenario::Joining& joining, Duration connection_interval,
                         RandomStream& random) {
  Duration time = kConnectRequest + kTransmitWindowDelay + fraction(connection_interval, random);
  for (int i = 0; i < joining.procedures; ++i)
    time += connection_interval + fraction(connection_interval, random);
  return time + connection_interval * (joining.phy_update_events + joining.encryption_events);
}

}  // namespace synergy::dynamics
