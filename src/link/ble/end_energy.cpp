#include "end_energy.hpp"

namespace synergy::link {

EndEnergy::EndEnergy(const device::RadioProfile& radio, const device::RadioProfile& peer, Role role,
                     const BleEvents& events) {
  const double efficiency = radio.supply_efficiency.value.si();
  const Voltage supply = radio.supply.value;
  const Power cpu = radio.controller_cpu.value * supply / efficiency;
  send_ = radio.transmit.value * supply / efficiency;
  receive_ = radio.receive.value * supply / efficiency;

  // Window widening (Bluetooth Core, Vol 6 Part B 4.2.4): both sleep clocks may have run off in opposite
  // directions since the last event. The receiver opens early by that much and closes when the packet is
  // there: in the mean the central is on time, so the widening ahead of the anchor is what is paid.
  Duration listening = radio.ramp.value;
  if (role == Role::peripheral) {
    const double drift = radio.clock_accuracy.value.si() + peer.clock_accuracy.value.si();
    listening += kClockJitter + nanoseconds_rounded(drift * static_cast<double>(events.interval.ns()));
  }
  const Duration further = radio.cpu_further_pair.value;
  // 2n - 1 spaces and n - 1 further pairs: the missing one of each is taken off the event's share, which
  // makes energy() linear.
  per_pair_ = receive_ * (2 * kInterFrameSpace) + cpu * further;
  per_event_ = radio.event_charge.value * supply / efficiency + receive_ * (listening - kInterFrameSpace) +
               cpu * (radio.cpu_first_pair.value - further);
  const Duration empty = events.air(0);
  idle_event_ = energy(1, 1, empty, empty);
}

Energy EndEnergy::energy(std::int64_t events_opened, std::int64_t pairs, Duration sent,
                         Duration received) const {
  return per_event_ * static_cast<double>(events_opened) + per_pair_ * static_cast<double>(pairs) +
         send_ * sent + receive_ * received;
}

}  // namespace synergy::link
