#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <type_traits>

namespace synergy::device {

/// A Bluetooth radio chip: currents of its states at `supply`. What a connection event costs follows from
/// them; see src/link/ble/end_energy.hpp for the formula.
struct RadioProfile {
  std::string name;
  Sourced<Voltage> supply;
  Sourced<Current> transmit;           ///< whole chip while sending, 0 dBm
  Sourced<Current> receive;            ///< whole chip while receiving, also billed between packets
  Sourced<Current> controller_cpu;     ///< added while the controller's CPU works
  Sourced<Current> sleep;              ///< between connection events
  Sourced<Charge> event_charge;        ///< fixed per connection event (crystal start)
  Sourced<Duration> ramp;              ///< at receive current, once per event
  Sourced<Duration> cpu_first_pair;    ///< controller CPU time of an event with one packet each way
  Sourced<Duration> cpu_further_pair;  ///< and of every further pair
  Sourced<Ratio> clock_accuracy;       ///< of the sleep clock, for receive-window widening
  Sourced<Ratio> supply_efficiency;
};

template <class Profile, class Visitor>
requires std::is_same_v<std::remove_const_t<Profile>, RadioProfile>
void visit_numbers(Profile& p, Visitor&& visit) {
  visit("supply", p.supply);
  visit("transmit", p.transmit);
  visit("receive", p.receive);
  visit("controller_cpu", p.controller_cpu);
  visit("sleep", p.sleep);
  visit("event_charge", p.event_charge);
  visit("ramp", p.ramp);
  visit("cpu_first_pair", p.cpu_first_pair);
  visit("cpu_further_pair", p.cpu_further_pair);
  visit("clock_accuracy", p.clock_accuracy);
  visit("supply_efficiency", p.supply_efficiency);
}

}  // namespace synergy::device
