#pragma once

#include "synergy/link/ble/spec.hpp"
#include "synergy/link/path_loss_course.hpp"

#include <cstdint>
#include <memory>

#include "air_time.hpp"
#include "events.hpp"

namespace synergy::link {

/// What may go wrong with one packet. A receiver that does not hear a packet cannot answer it; one that hears
/// it with a bad checksum answers, and asks for it again.
struct PacketChances {
  double unheard = 0;  ///< bit errors in the 32 bits of the access address
  double bad_crc = 0;  ///< in the rest only
  [[nodiscard]] double lost() const { return unheard + bad_crc; }
};

/// Power of every transmitter: the radio profiles state transmit currents at 0 dBm.
inline constexpr double kTransmitDbm = 0;

/// Bit error rate of a receiver at this power, without interference: Q(sqrt SNR) over thermal noise of -174
/// dBm/Hz in 1.1 MHz (1M, coded) or 2.5 MHz (2M) with a noise figure of 6 dB; SNR at most 35 dB; coded
/// packets gain 4 (S = 2) or 9 dB (S = 8). Source: BabbleSim/ext_2G4_modem_BLE_simple 4d2379d.
[[nodiscard]] double bit_error_rate(Phy phy, double received_dbm);

/// Of a packet of so many bits whose bits fail independently.
[[nodiscard]] PacketChances chances_of_bits(double bit_error_rate, int bits);
/// Of a packet of so many bits that is lost with probability `per`, split as independent bit errors would.
[[nodiscard]] PacketChances chances_of_per(double per, int bits);

/// The losses of one link over time. Draws nothing but the shadowing; immutable but for a cache.
class LossProcess {
 public:
  /// `course` in place of the path loss, if it is not null.
  LossProcess(const LossSpec& spec, Phy phy, bool encrypted, double path_loss_db, std::uint64_t seed,
              std::shared_ptr<const PathLossCourse> course = {});

  /// Of a packet with so many bytes of payload, sent from ends.first if `forward`, in the connection event
  /// that starts at `at`. The shadowing of that moment holds for the event; it is a function of the seed and
  /// the time alone, the same whatever is sent before.
  [[nodiscard]] PacketChances chances(int payload, bool forward, Time at);
  /// The same for a given shadowing in dB (ignored by fixed losses).
  [[nodiscard]] PacketChances chances_under(int payload, bool forward, double shadowing_db) const;

 private:
  LossSpec spec_;
  Phy phy_;
  bool encrypted_;
  double own_loss_db_;
  double path_loss_db_;  // of the event at hand
  std::uint64_t seed_;
  std::shared_ptr<const PathLossCourse> course_;
  std::size_t course_hint_ = 0;
  std::int64_t block_ = -1;  // of coherence_time that shadowing_db_ belongs to
  double shadowing_db_ = 0;
};

/// Long-run mean numbers per connection event of an endless stream of full packets.
struct LossyRates {
  double delivered = 0;  ///< packets
  double pairs = 0;      ///< sent, those that failed included
};

}  // namespace synergy::link
