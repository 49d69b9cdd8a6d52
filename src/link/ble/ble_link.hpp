#pragma once

#include "synergy/link/recurring.hpp"

#include <vector>

#include "connection.hpp"

namespace synergy::link {

/// A connection on which nothing is lost: every transfer in closed form.
class BleLink final : public Link, public Recurring {
 public:
  explicit BleLink(const Connection& connection) : connection_(connection) {}
  TransferOutcome transfer(Time ready, Bytes size, bool forward) override;
  std::pair<Energy, Energy> idle_energy(Time begin, Time end, std::int64_t events_used) const override;
  TransferOutcome try_in_vain(Time begin, Time end, Bytes size, bool forward) const override {
    return connection_.try_in_vain(begin, end, size, forward);
  }
  bool follows_course() const override { return true; }
  std::optional<Duration> clock() const override { return connection_.events().interval; }
  void tell_state(Time now, std::vector<std::int64_t>& state) const override;

 private:
  /// What does not depend on when a transfer starts: sizes recur, so it is worked out once for each.
  struct Prepared {
    Bytes size;
    PacketTrain train;
    Duration occupancy;
    Duration data_air;
    std::vector<Connection::Finish>
        finish;  // by the packets that joined an event at hand; filled when needed
  };
  Prepared& prepare(Bytes size);
  const Connection::Finish& finish(Prepared& prepared, std::int64_t joined) const;

  Connection connection_;
  std::vector<Prepared> prepared_;
  Time free_;  // end of the last pair
  BleEvents::Used used_;
};

/// Of a transfer on an idle link, the mean over all phases of its ready time; for BleKind::estimate.
TransferEstimate mean_transfer(const Connection& connection, Bytes size, bool forward);

}  // namespace synergy::link
