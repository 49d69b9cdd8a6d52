#pragma once

#include "synergy/plan/compiled.hpp"

#include <cstdint>
#include <vector>

namespace synergy::simulation {

/// The sample that a sensor's interface keeps after reading it out. It serves whoever asks for the same one
/// again, if the first readout took as much out of it as the next one wants. `latest` is read out each time:
/// it asks for one and the same sample without end.
class HeldSample {
 public:
  [[nodiscard]] bool serves(const plan::Stage& sense, std::int64_t sample) const {
    return is_kept(sense) && holds_ && sample_ == sample && period_ == sense.sense.period &&
           readout_ >= sense.work.time;
  }
  /// It was read out for that stage.
  void take(const plan::Stage& sense, std::int64_t sample) {
    if (!is_kept(sense)) return;
    *this = {};
    holds_ = true;
    sample_ = sample;
    period_ = sense.sense.period;
    readout_ = sense.work.time;
  }
  /// What later readouts depend on, with times counted from `now`; nothing if nothing is held.
  void tell_state(Time now, std::vector<std::int64_t>& state) const {
    if (!holds_) return;
    state.push_back((sample_ * period_ - now).ns());
    state.push_back(readout_.ns());
    state.push_back(period_.ns());
  }
  /// Of a sample of that sequence: its number from now on.
  void renumber(Duration period, std::int64_t number) {
    if (holds_ && period_ == period) sample_ = number;
  }

 private:
  static bool is_kept(const plan::Stage& sense) { return !sense.sense.unlimited; }

  bool holds_ = false;
  std::int64_t sample_ = 0;
  Duration period_;  // tells sequences of samples apart
  Duration readout_;
};

}  // namespace synergy::simulation
