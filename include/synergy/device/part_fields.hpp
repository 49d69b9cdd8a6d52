#pragma once

#include "synergy/device/peripheral.hpp"
#include "synergy/device/profile_fields.hpp"
#include "synergy/device/radio.hpp"

// The keys of the profile files of radios, sensors and actuators, each said once, in the order of the shipped
// files. What a number means to the simulation stands at its member; here is what a reader of files is told.
// A new number is one line here and one member.
namespace synergy::device {

/// All required, since a radio has no number that suits every chip. Currents and charges are those of the
/// whole chip at `supply`, at least 0; all have a most (number_bounds.hpp), and divisors a least.
template <class Archive, input::Is<RadioProfile> P>
void fields(Archive& archive, P& p) {
  using input::required_key;
  // Parts of a connection event, of which the longest is 4 s.
  constexpr SourcedAmount<Duration> kOfEvent{.most = Duration::from_ns(1'000'000'000)};
  // Currents x this are powers.
  archive(required_key("supply", "voltage at which the currents below were measured"), p.supply,
          positive<Voltage>());
  // Of states: the radio is in one at a time, the CPU's share is added.
  archive(required_key("transmit", "current of the whole chip while it sends, at 0 dBm"), p.transmit,
          SourcedAmount<Current>{});
  // Also for the spaces between the packets of an event.
  archive(required_key("receive", "current of the whole chip while it receives"), p.receive,
          SourcedAmount<Current>{});
  // Works while the radio sends or receives, so it comes on top of either.
  archive(required_key("controller_cpu", "added to these while the controller's CPU works"), p.controller_cpu,
          SourcedAmount<Current>{});
  // Once for a device, whatever number of links it has.
  archive(required_key("sleep", "current between connection events, billed all the time"), p.sleep,
          SourcedAmount<Current>{});
  // Of one connection event, whatever it carries.
  archive(required_key("event_charge", "charge fixed for each connection event: the start of the crystal"),
          p.event_charge, SourcedAmount<Charge>{});
  // Before the first packet of an event.
  archive(required_key("ramp", "start-up of the radio, at the current of `receive`, once an event"), p.ramp,
          kOfEvent);
  // Of the controller's CPU, whose current is `controller_cpu`.
  archive(required_key("cpu_first_pair", "time of the CPU for an event with one packet each way"),
          p.cpu_first_pair, kOfEvent);
  // Pairs of packets beyond the first of an event.
  archive(required_key("cpu_further_pair", "time of the CPU for each further pair of packets in the event"),
          p.cpu_further_pair, kOfEvent);
  // A ratio: 20 ppm are 2e-5.
  archive(required_key("clock_accuracy", "of the sleep clock, such as 2e-5; who waits listens early by it"),
          p.clock_accuracy, SourcedAmount<Ratio>{.most = Ratio::from_si(0.1)});
  // Divides every energy on its way to the battery.
  archive(required_key("supply_efficiency", "from the battery to `supply`: 1 % to 1"), p.supply_efficiency,
          efficiency());
}

/// Powers are at the battery, at least 0. The rate divides: at least 1 kB/s, so that reading out the largest
/// tensor, 2^30 bytes, is 1.1e6 s at most. Something new every 1 us to 100,000 s, a day and some.
template <class Archive, input::Is<SensorProfile> P>
void fields(Archive& archive, P& p) {
  using input::required_key;
  // A word for people and apps, not empty; no list of them is fixed.
  archive(required_key("type", "what apps ask for: `camera`, `microphone`, `imu`, `ppg`"), p.type,
          input::Text{true});
  // Times: how long a readout takes, and how often there is something new.
  archive(required_key("interface_rate", "readout time = bytes of the model's input / this"),
          p.interface_rate, SourcedAmount<DataRate>{.least = DataRate::from_si(1000)});
  // Also the least time between two inputs that differ.
  archive(required_key("sample_period",
                       "a new sample is there every period: a frame, or for a window the step by which the "
                       "newest window moves"),
          p.sample_period, SourcedAmount<Duration>{.least = microseconds(1), .most = seconds(100'000)});
  // A sensor that no app uses is off and draws nothing.
  archive(required_key("streaming", "power all the time, if an app uses the sensor"), p.streaming,
          SourcedAmount<Power>{});
  // On top of `streaming`.
  archive(required_key("readout", "power added during a readout"), p.readout, SourcedAmount<Power>{});
}

/// All at least 0, at the battery. An actuator may take no time and no energy for a result.
template <class Archive, input::Is<ActuatorProfile> P>
void fields(Archive& archive, P& p) {
  using input::required_key;
  archive(required_key("type", "what apps ask for: `display`, `haptic`, `speaker`"), p.type,
          input::Text{true});
  // Served one by one, so the time limits the rate.
  archive(required_key("dispatch",
                       "time of handing over one result. Results are served one after the other, so it is a "
                       "rate as well: a display that takes 17.3 ms shows 57 updates a second in all"),
          p.dispatch, SourcedAmount<Duration>{});
  // Above `idle`.
  archive(required_key("dispatch_energy",
                       "energy of handing over one result; what it makes the device do (a click, a tone) is "
                       "not charged"),
          p.dispatch_energy, SourcedAmount<Energy>{});
  // Charged whether an app uses it or not.
  archive(required_key("idle", "power all the time"), p.idle, SourcedAmount<Power>{});
}

}  // namespace synergy::device
