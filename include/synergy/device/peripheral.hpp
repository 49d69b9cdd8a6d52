#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <type_traits>

namespace synergy::device {

/// A sensor part. `type` is what an app asks for ("camera", "microphone", "imu", "ppg").
struct SensorProfile {
  std::string name;
  std::string type;
  Sourced<DataRate> interface_rate;  ///< readout time = model input bytes / this
  Sourced<Duration> sample_period;  ///< a new sample (a frame, or a step of the window) is there every period
  Sourced<Power> streaming;         ///< while the sensor runs freely: all the time
  Sourced<Power> readout;           ///< added during a readout
};

/// An interaction part. `type` is what an app asks for ("display", "haptic", "speaker"). It serves one result
/// after the other, so 1 / dispatch of them a second at most, of all apps together.
struct ActuatorProfile {
  std::string name;
  std::string type;
  Sourced<Duration>
      dispatch;  ///< handing one result over; the effect itself (a click, a tone) is not counted
  Sourced<Energy> dispatch_energy;  ///< above idle
  Sourced<Power> idle;
};

template <class Profile, class Visitor>
requires std::is_same_v<std::remove_const_t<Profile>, SensorProfile>
void visit_numbers(Profile& p, Visitor&& visit) {
  visit("interface_rate", p.interface_rate);
  visit("sample_period", p.sample_period);
  visit("streaming", p.streaming);
  visit("readout", p.readout);
}

template <class Profile, class Visitor>
requires std::is_same_v<std::remove_const_t<Profile>, ActuatorProfile>
void visit_numbers(Profile& p, Visitor&& visit) {
  visit("dispatch", p.dispatch);
  visit("dispatch_energy", p.dispatch_energy);
  visit("idle", p.idle);
}

}  // namespace synergy::device
