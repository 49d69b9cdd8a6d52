#pragma once

#include "synergy/quantities/quantities.hpp"

#include <cstdint>

#include "events.hpp"

namespace synergy::link {

/// How data become packets: attribute packets of up to `att_data` bytes, each with its headers, cut into
/// link-layer packets of up to `ll_payload` bytes.
struct Fragmentation {
  int att_data = 244;  ///< ATT MTU - 3
  int ll_payload = kMaxLinkPayload;
  int headers = kAttHeaderBytes + kL2capHeaderBytes;

  /// Link-layer packets of one attribute packet with this many bytes of data.
  [[nodiscard]] int fragments(int data) const;
};

/// The packet pairs of one transfer, one after the other: packet k and its answer, an empty packet.
///
/// Everything is computed from the repeating pattern of the full attribute packets and the last, shorter one,
/// so that no operation depends on the number of packets.
class PacketTrain {
 public:
  /// `both_ways`: every packet is answered by one of its own size instead of an empty one.
  PacketTrain(Bytes size, const Fragmentation& fragmentation, const BleEvents& events,
              bool both_ways = false);

  [[nodiscard]] std::int64_t count() const { return count_; }
  /// From the start of pair 0 to the start of pair k when nothing comes between; k = count(): to the end.
  [[nodiscard]] Duration offset(std::int64_t k) const;
  [[nodiscard]] Duration pair(std::int64_t k) const { return offset(k + 1) - offset(k); }
  /// Link-layer payload of packet k.
  [[nodiscard]] int payload(std::int64_t k) const;
  /// How many packets from k on have the same payload.
  [[nodiscard]] std::int64_t alike(std::int64_t k) const;
  /// The largest k <= count() with offset(k) <= t. Pre: t >= 0.
  [[nodiscard]] std::int64_t index_at(Duration t) const;

  /// Packets repeat with this period up to repeats() * pattern(); the rest is the last attribute packet.
  [[nodiscard]] int pattern() const { return pattern_; }
  [[nodiscard]] std::int64_t repeats() const { return repeats_; }
  [[nodiscard]] Duration full_pair() const { return full_pair_; }
  /// Of the transfer's last packet.
  [[nodiscard]] Duration last_pair() const { return last_pair_; }

 private:
  int full_payload_ = 0;
  int pattern_payload_ = 0;  // of the last packet of a pattern
  int last_payload_ = 0;     // of the train
  std::int64_t count_ = 0;
  std::int64_t repeats_ = 0;  // of the pattern
  int pattern_ = 1;           // packets in it
  Duration pattern_time_;
  Duration full_pair_;
  Duration last_pair_;
};

}  // namespace synergy::link
