#pragma once

#include "synergy/device/peripheral.hpp"
#include "synergy/device/profile_fields.hpp"
#include "synergy/device/radio.hpp"

// The keys of the profile files of radios, sensors and actuators, each said once, in the order of the shipped
// files. What a number means to the simulation stands at its member; here is what a reader of files is told.
// A new number is one line here and one member.
namespace synergy::device {

template <class Archive, input::Is<RadioProfile> P>
void fields(Archive& archive, P& p) {
  using input::required_key;
  archive(required_key("supply", "voltage at which the currents below were measured"), p.supply,
          positive<Voltage>());
  archive(required_key("transmit", "current of the whole chip while it sends, at 0 dBm"), p.transmit,
          SourcedAmount<Current>{});
  archive(required_key("receive", "current of the whole chip while it receives"), p.receive,
          SourcedAmount<Current>{});
  archive(required_key("controller_cpu", "added to these while the controller's CPU works"), p.controller_cpu,
          SourcedAmount<Current>{});
  archive(required_key("sleep", "current between connection events, billed all the time"), p.sleep,
          SourcedAmount<Current>{});
  archive(required_key("event_charge", "charge fixed for each connection event: the start of the crystal"),
          p.event_charge, SourcedAmount<Charge>{});
  archive(required_key("ramp", "start-up of the radio, at the current of `receive`, once an event"), p.ramp,
          SourcedAmount<Duration>{});
  archive(required_key("cpu_first_pair", "time of the CPU for an event with one packet each way"),
          p.cpu_first_pair, SourcedAmount<Duration>{});
  archive(required_key("cpu_further_pair", "time of the CPU for each further pair of packets in the event"),
          p.cpu_further_pair, SourcedAmount<Duration>{});
  archive(required_key("clock_accuracy", "of the sleep clock, such as 2e-5; who waits listens early by it"),
          p.clock_accuracy, SourcedAmount<Ratio>{});
  archive(required_key("supply_efficiency", "from the battery to `supply`: more than 0, at most 1"),
          p.supply_efficiency, efficiency());
}

template <class Archive, input::Is<SensorProfile> P>
void fields(Archive& archive, P& p) {
  using input::required_key;
  archive(required_key("type", "what apps ask for: `camera`, `microphone`, `imu`, `ppg`"), p.type,
          input::Text{true});
  archive(required_key("interface_rate", "readout time = bytes of the model's input / this"),
          p.interface_rate, positive<DataRate>());
  archive(required_key("sample_period",
                       "a new sample is there every period: a frame, or for a window the step by which the "
                       "newest window moves"),
          p.sample_period, positive<Duration>());
  archive(required_key("streaming", "power all the time, if an app uses the sensor"), p.streaming,
          SourcedAmount<Power>{});
  archive(required_key("readout", "power added during a readout"), p.readout, SourcedAmount<Power>{});
}

template <class Archive, input::Is<ActuatorProfile> P>
void fields(Archive& archive, P& p) {
  using input::required_key;
  archive(required_key("type", "what apps ask for: `display`, `haptic`, `speaker`"), p.type,
          input::Text{true});
  archive(required_key("dispatch",
                       "time of handing over one result. Results are served one after the other, so it is a "
                       "rate as well: a display that takes 17.3 ms shows 57 updates a second in all"),
          p.dispatch, SourcedAmount<Duration>{});
  archive(required_key("dispatch_energy",
                       "energy of handing over one result; what it makes the device do (a click, a tone) is "
                       "not charged"),
          p.dispatch_energy, SourcedAmount<Energy>{});
  archive(required_key("idle", "power all the time"), p.idle, SourcedAmount<Power>{});
}

}  // namespace synergy::device
