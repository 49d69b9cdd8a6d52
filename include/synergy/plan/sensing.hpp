#pragma once

#include "synergy/device/peripheral.hpp"
#include "synergy/scenario/scenario.hpp"

#include <algorithm>

namespace synergy::plan {

/// What sensing costs an inference of one app on one sensor, before anything waits for anything else.
///
/// Samples of a sensor are complete at phase + k * period for every integer k; sample k spans the `length`
/// before that. An app reads the samples of a stream (App::window) every hop, but never more often than the
/// sensor has something new.
struct SenseCost {
  Duration readout;  ///< occupies the sensor's interface: model input bytes / interface rate
  Energy energy;     ///< of the readout, above streaming
  Duration period;   ///< of new samples
  Duration length;
  bool unlimited = false;  ///< sensing latest: samples may be read again, so that they limit nothing
  /// fresh: mean time from the request to a complete sample that began after it: its length and, since the
  /// request comes at any phase, half a period. 0 otherwise: an inference starts when its sample is there.
  Duration wait;
};

[[nodiscard]] inline SenseCost sense_cost(const scenario::App& app, const device::SensorProfile& sensor) {
  SenseCost cost;
  cost.readout = app.model->input_bytes() / sensor.interface_rate.value;
  cost.energy = sensor.readout.value * cost.readout;
  cost.period = sensor.sample_period.value;
  if (app.hop)
    cost.period = std::max(cost.period, *app.hop);
  else if (app.window)
    cost.period = std::max(cost.period, *app.window / 2);
  cost.length = app.window.value_or(cost.period);
  cost.unlimited = app.sensing == scenario::Sensing::latest;
  if (app.sensing == scenario::Sensing::fresh) cost.wait = cost.length + cost.period / 2;
  return cost;
}

/// What the apps that sense on one sensor make of a round, in which each of them runs once.
///
/// Readouts of `latest` add up. All others share samples: one readout serves the apps that ask for the same
/// one in time, and the round cannot be shorter than the period of the slowest of them. The sum is therefore
/// a lower bound that sensing alone could reach.
class SensorRound {
 public:
  void add(const SenseCost& cost) {
    if (cost.unlimited) {
      own_ += cost.readout;
    } else {
      shared_ = std::max(shared_, cost.readout);
      period_ = std::max(period_, cost.period);
    }
  }
  [[nodiscard]] Duration busy() const { return std::max(own_ + shared_, period_); }

 private:
  Duration own_, shared_, period_;
};

}  // namespace synergy::plan
