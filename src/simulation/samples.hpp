#pragma once

#include "synergy/plan/costs.hpp"

#include <algorithm>
#include <cstdint>

namespace synergy::simulation {

/// A sample of a sensor: the number it has in its sequence, and when it is complete.
struct Sample {
  std::int64_t number = 0;
  Time complete;
};

/// The samples that one app gets from its sensor. Sample k is complete at phase + k * period: one sequence
/// for all apps that read the same sensor in the same step, whoever asks and however often. The sensor ran
/// before the simulation did, so k may be negative.
class AppSamples {
 public:
  /// `phase_share` in [0, 1): of the period, the sensor's own.
  AppSamples(const plan::SenseCost& cost, scenario::Sensing sensing, double phase_share)
      : sensing_(sensing),
        period_(cost.period),
        length_(cost.length),
        phase_(nanoseconds(static_cast<std::int64_t>(phase_share * static_cast<double>(period_.ns())))) {}

  /// Which sample an inference that asks now reads. It may be complete later only: then the inference waits.
  [[nodiscard]] Sample take(Time now) {
    std::int64_t number = newest(now);
    if (sensing_ == scenario::Sensing::fresh) number = newest(now + length_ - nanoseconds(1)) + 1;
    if (sensing_ != scenario::Sensing::latest && taken_) number = std::max(number, last_ + 1);
    taken_ = true;
    last_ = number;
    return {number, phase_ + number * period_};
  }

  /// The same clock seen from a time scale that is ahead by `by`.
  void move(Duration by) { phase_ -= by; }
  /// The newest at `t`.
  [[nodiscard]] Sample sample_at(Time t) const { return {newest(t), phase_ + newest(t) * period_}; }
  /// As if that one had been taken last.
  Sample taken_at(Time t) {
    last_ = newest(t);
    return sample_at(t);
  }

  /// How many samples back the one is that was taken last; all that are older than the newest are alike.
  /// -2 if none was taken.
  [[nodiscard]] std::int64_t last_taken(Time now) const {
    return taken_ ? std::max<std::int64_t>(last_ - newest(now), -1) : -2;
  }
  /// How much older or newer than the newest a sample is.
  [[nodiscard]] std::int64_t relative(std::int64_t number, Time now) const { return number - newest(now); }

  [[nodiscard]] scenario::Sensing sensing() const { return sensing_; }
  [[nodiscard]] Duration period() const { return period_; }

 private:
  /// The last sample that is complete at `t`.
  [[nodiscard]] std::int64_t newest(Time t) const {
    const std::int64_t since = (t - phase_).ns();
    const std::int64_t periods = since / period_.ns();
    return since % period_.ns() < 0 ? periods - 1 : periods;
  }

  scenario::Sensing sensing_;
  Duration period_, length_;
  Time phase_;
  bool taken_ = false;
  std::int64_t last_ = 0;  // if taken_
};

}  // namespace synergy::simulation
