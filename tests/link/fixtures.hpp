#pragma once

#include "synergy/input/document.hpp"
#include "synergy/link/link.hpp"

#include <string>

#include "../../src/link/ble/kind.hpp"

namespace synergy::link::testing {

/// Of a link between the first two devices.
inline constexpr Ends kEnds{DeviceId(0), DeviceId(1)};

inline StackProfile stack(const std::string& name) {
  return read_stack(
      input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/ble_stacks/" + name + ".yaml"));
}

/// Round numbers, so that energies can be added up by hand: 10 mW sending, 20 mW receiving, 5 mW CPU.
inline device::RadioProfile round_radio() {
  device::RadioProfile radio;
  radio.name = "round";
  radio.supply.value = Voltage::from_si(2);
  radio.transmit.value = Current::from_si(5e-3);
  radio.receive.value = Current::from_si(10e-3);
  radio.controller_cpu.value = Current::from_si(2.5e-3);
  radio.sleep.value = Current::from_si(1e-6);
  radio.event_charge.value = Charge::from_si(0.5e-6);
  radio.ramp.value = microseconds(100);
  radio.cpu_first_pair.value = microseconds(200);
  radio.cpu_further_pair.value = microseconds(100);
  radio.clock_accuracy.value = Ratio::from_si(20e-6);
  radio.supply_efficiency.value = Ratio::from_si(1);
  return radio;
}

}  // namespace synergy::link::testing
