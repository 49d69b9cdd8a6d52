#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <string_view>

namespace synergy::device {

/// A sensor part. `type` is what an app asks for ("camera", "microphone", "imu", "ppg"). Units of the body:
/// each serves one readout at a time. What the keys mean: device_profiles/README.md, "Sensors and actuators";
/// the same of files, as code: part_fields.hpp.
/// A plain value, copied freely; nothing is checked before read_sensor() or with_numbers().
struct SensorProfile {
  /// What `kind` says in its files.
  static constexpr std::string_view kKind = "sensor";
  /// As bodies name it: that of the profile file.
  std::string name;
  /// Not empty; compared letter for letter.
  std::string type;
  /// Readout time = bytes of the model's input / this. More than 0.
  Sourced<DataRate> interface_rate;
  /// A new sample is there every period: a frame, or a step by which the newest window has moved. Shared by
  /// all apps that read the sensor. More than 0.
  Sourced<Duration> sample_period;
  /// Drawn all the time by a sensor that some app uses; one that nobody uses is off. At the battery.
  Sourced<Power> streaming;
  /// Added during a readout, at the battery.
  /// On top of `streaming`; at least 0.
  Sourced<Power> readout;
};

/// An interaction part. `type` is what an app asks for ("display", "haptic", "speaker"). It serves one result
/// after the other, so 1 / dispatch of them a second at most, of all apps together. It draws `idle` whether
/// it is used or not.
/// A plain value, as SensorProfile is.
struct ActuatorProfile {
  /// What `kind` says in its files.
  static constexpr std::string_view kKind = "actuator";
  /// As bodies name it: that of the profile file.
  std::string name;
  /// Not empty; compared letter for letter.
  std::string type;
  /// Handing one result over; the effect itself (a click, a tone) is not counted, since it depends on the
  /// content and not on the plan.
  /// At least 0.
  Sourced<Duration> dispatch;
  /// Of handing one result over, above idle, at the battery.
  /// At least 0.
  Sourced<Energy> dispatch_energy;
  /// All the time, at the battery.
  Sourced<Power> idle;
};

}  // namespace synergy::device
