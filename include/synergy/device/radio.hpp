#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <string_view>

namespace synergy::device {

/// A Bluetooth radio chip: currents of its states at `supply`. What a connection event costs follows from
/// them; see src/link/ble/end_energy.hpp for the formula. Energies at the battery are charge x supply /
/// supply_efficiency. The links of a device share one radio, which serves one of them at a time.
///
/// Its keys in files, its numbers one by one and their ranges: part_fields.hpp.
/// A plain value; links hold pointers to it (link::LinkContext), so it must stay where it is for as long as
/// they live.
struct RadioProfile {
  /// What `kind` says in its files.
  static constexpr std::string_view kKind = "radio";
  /// As a body's file names it ("nrf52840"); that of the profile file.
  std::string name;
  /// At which the currents below were measured. More than 0.
  Sourced<Voltage> supply;
  /// Of the whole chip while it sends at 0 dBm, the power that path losses are counted from.
  Sourced<Current> transmit;
  /// Of the whole chip while it receives; also billed for the spaces between the packets of an event, in
  /// which the receiver is on or about to be.
  Sourced<Current> receive;
  /// Added to the above while the controller's CPU works.
  /// For cpu_first_pair and cpu_further_pair, in every event.
  Sourced<Current> controller_cpu;
  /// Between connection events. Billed once for each device, all the time, and never for a link.
  Sourced<Current> sleep;
  /// Fixed for each connection event: the start of the crystal.
  /// Paid whether the event carries data or only keeps the link up.
  Sourced<Charge> event_charge;
  /// Start-up of the radio, billed at receive current, once for each event.
  Sourced<Duration> ramp;
  /// Time of the controller's CPU for an event with one packet each way.
  Sourced<Duration> cpu_first_pair;
  /// And for each further pair of packets in the event.
  Sourced<Duration> cpu_further_pair;
  /// Of the sleep clock, such as 20e-6. A peripheral listens early by what both ends' clocks may have drifted
  /// since the last event.
  Sourced<Ratio> clock_accuracy;
  /// From the battery to `supply`: more than 0, at most 1.
  Sourced<Ratio> supply_efficiency;
};

}  // namespace synergy::device
