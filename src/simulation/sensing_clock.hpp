#pragma once

#include "synergy/plan/compiled.hpp"

#include <algorithm>
#include <vector>

namespace synergy::simulation {

using plan::AppId;

/// Tells whether the phases of sensors make a difference to anything but the ages of samples. They do where
/// an app waits for its next sample, or finds a sample that its sensor still holds for another app; not where
/// all that ask for samples of a sensor do so at least a period apart, or at one moment.
class SensingClock {
 public:
  explicit SensingClock(const plan::CompiledPlan& compiled)
      : taken_(compiled.apps.size(), kLongAgo), rivals_(compiled.apps.size()) {
    for (const AppId a : compiled.apps.ids()) {
      const plan::Stage& own = compiled.apps[a].stages.front();
      for (const AppId b : compiled.apps.ids()) {
        const plan::Stage& other = compiled.apps[b].stages.front();
        const bool shares = own.unit == other.unit && own.sense.period == other.sense.period;
        if (shares && !own.sense.unlimited && !other.sense.unlimited) rivals_[a].push_back(b);
      }
    }
  }

  /// An app asks for a sample and gets one that is complete at `complete`; `fresh`: one that begins after it
  /// asks, which always depends on the phase.
  void ask(AppId a, Duration period, bool fresh, Time now, Time complete) {
    if (fresh || complete > now) counted_ = now;
    for (const AppId b : rivals_[a]) {
      const Duration apart = now - taken_[b];
      if (apart < period && (b == a || apart != Duration())) counted_ = now;
    }
    // Who waits takes the sample when it comes.
    taken_[a] = std::max(now, complete);
  }
  /// When a phase made a difference last.
  [[nodiscard]] Time counted() const { return counted_; }
  [[nodiscard]] Time taken(AppId a) const { return taken_[a]; }
  /// How long ago an app asked for a sample, as far as it can matter yet.
  [[nodiscard]] Duration since(AppId a, Duration period, Time now) const {
    return rivals_[a].empty() ? period : std::min(period, now - taken_[a]);
  }

 private:
  static constexpr Time kLongAgo = Time::from_ns(INT64_MIN / 2);
  IdVector<AppId, Time> taken_;
  IdVector<AppId, std::vector<AppId>> rivals_;  // itself included
  Time counted_ = kLongAgo;
};

}  // namespace synergy::simulation
