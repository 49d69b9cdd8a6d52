#pragma once

#include "synergy/device/radio.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>

#include "events.hpp"

namespace synergy::link {

/// The two roles in a connection. The peripheral cannot know exactly when the central will send: it listens
/// early, by what both sleep clocks may have drifted since the last event.
enum class Role : std::uint8_t { central, peripheral };

/// Jitter allowed on top of the drift when the peripheral opens its receiver
/// (apache/mynewt-nimble, nimble/controller/include/controller/ble_ll.h).
inline constexpr Duration kClockJitter = Duration::from_ns(16'000);

/// What connection events cost one end, at the battery. An event of n pairs costs
///   event charge + Irx (ramp + early listening + received + (2n - 1) T_IFS) + Itx sent
///   + Icpu (first pair + (n - 1) further pairs),
/// which is linear in events, pairs and time on air: energy() may be added up in any parts.
/// The space between packets is billed at receive current. Asleep, the radio draws RadioProfile::sleep, which
/// the device bills all the time.
class EndEnergy {
 public:
  EndEnergy(const device::RadioProfile& radio, const device::RadioProfile& peer, Role role,
            const BleEvents& events);

  [[nodiscard]] Energy energy(std::int64_t events_opened, std::int64_t pairs, Duration sent,
                              Duration received) const;
  /// An event in which only one empty packet each way is exchanged.
  [[nodiscard]] Energy idle_event() const { return idle_event_; }

 private:
  Power send_;
  Power receive_;
  Energy per_event_;  // with the T_IFS and the CPU time that the first pair does not take
  Energy per_pair_;
  Energy idle_event_;
};

}  // namespace synergy::link
