#pragma once

#include "synergy/base/random.hpp"

#include "connection.hpp"
#include "loss.hpp"

namespace synergy::link {

/// A connection with losses, connection event after connection event.
///
/// A pair is a packet of the central and the answer of the peripheral. A packet is repeated until the other
/// side has acknowledged it in a packet of its own (SN/NESN): sent by the central, in the answer; sent by the
/// peripheral, in the central's next packet. An event closes for good when a packet is not answered and when
/// one side has received two bad checksums in a row.
///
/// Pairs without loss are drawn as runs, so that the cost of a transfer grows with its connection events and
/// its losses, not with its packets.
class LossyLink final : public Link {
 public:
  LossyLink(const Connection& connection, const BleSpec& spec, const LinkContext& context);
  TransferOutcome transfer(Time ready, Bytes size, bool forward) override;
  std::pair<Energy, Energy> idle_energy(Time begin, Time end, std::int64_t events_used) const override;
  TransferOutcome try_in_vain(Time begin, Time end, Bytes size, bool forward) const override {
    return connection_.try_in_vain(begin, end, size, forward);
  }
  bool follows_course() const override { return true; }

 private:
  enum class Fate : std::uint8_t { good, bad_crc, unheard };
  struct Fates {
    Fate first;   // of the central's packet at the peripheral
    Fate second;  // of the answer, if there is one
  };
  struct Odds {
    PacketChances first;
    PacketChances second;
    double clean;  // that neither is lost
  };
  struct Progress;

  Odds odds(const PacketTrain& train, const Progress& p);
  Fate draw(const PacketChances& chances);
  Fates draw_troubled(const Odds& odds);
  std::int64_t draw_clean_run(const Odds& odds, std::int64_t most);
  void run_event(const PacketTrain& train, Progress& p);
  void send_clean(const PacketTrain& train, Progress& p, std::int64_t pairs) const;
  void send_pair(const PacketTrain& train, Progress& p, Fates fates) const;
  void receive_answer(const PacketTrain& train, Progress& p, Fate fate) const;

  Connection connection_;
  LossProcess losses_;
  RandomStream random_;
  Duration timeout_;
  Duration reestablish_after_;
  Time free_;  // end of the last pair, or of re-establishment
  BleEvents::Used used_;
  bool peripheral_bad_ = false;  // in that event, see Progress
};

}  // namespace synergy::link
