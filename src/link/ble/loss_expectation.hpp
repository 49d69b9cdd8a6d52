#pragma once

#include "synergy/link/ble/spec.hpp"

#include <cstdint>
#include <vector>

#include "events.hpp"
#include "loss_chain.hpp"

namespace synergy::link {

/// What losses do on average to the transfers of one direction of a link, all in packets of the same size;
/// for received_power averaged over the shadowing. What is worked out for one transfer is kept for others.
class LossExpectation {
 public:
  /// `payload`: of a packet, in bytes. `forward`: sent from ends.first (the central) to ends.second.
  /// `give_up`: the supervision timeout, which bounds delays.
  LossExpectation(const LossSpec& spec, const BleEvents& events, int payload, bool forward,
                  double path_loss_db, Duration give_up);

  /// Of an endless stream, per connection event.
  [[nodiscard]] LossyRates rates() const { return rates_; }

  /// Mean time, in ns, that losses add from an anchor to the reception of the last packet of a transfer that
  /// starts there. Exact for fixed losses up to some 60 packets, at the long-run rate beyond; for
  /// received_power the shadowing is taken to stay until the transfer is over or to be drawn anew half a
  /// coherence time later. Pre: packets >= 1.
  [[nodiscard]] double delay_ns(std::int64_t packets);

 private:
  /// Of shadowing.
  struct Level {
    double weight = 0;
    PairChances chances;
    LossyRates rates;
    std::vector<double> last_pair_ns;  // mean_last_pairs(), as far as somebody asked
  };

  [[nodiscard]] double clean_ns(std::int64_t packets) const;
  /// The mean delay, in ns; if it exceeds anew_ns_, any larger number.
  [[nodiscard]] double delay_under(Level& level, std::int64_t packets) const;

  Cadence cadence_;
  bool forward_;
  Duration give_up_;
  std::int64_t most_events_;
  double anew_ns_;
  std::vector<Level> levels_;
  LossyRates rates_;
};

}  // namespace synergy::link
