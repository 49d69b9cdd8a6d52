#pragma once

#include <chrono>

namespace synergy::run {

/// The wall time since it was made, for columns wall_*: the only ones that may differ between two runs.
class Stopwatch {
 public:
  [[nodiscard]] double ms() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;  // never set back, as the clock on the wall may be
  Clock::time_point begin_ = Clock::now();
};

}  // namespace synergy::run
