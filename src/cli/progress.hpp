#pragma once

#include "synergy/planner/pareto.hpp"
#include "synergy/sweep/run.hpp"

#include <chrono>
#include <string>

namespace synergy::cli {

/// Shows on stderr how far something long is: a bar that moves on a terminal, else a line every few seconds.
class ProgressDisplay {
 public:
  /// Looks once whether stderr is a terminal; quiet shows nothing.
  explicit ProgressDisplay(bool quiet);
  /// Called as often as there is something new, from one thread at a time.
  void show(const sweep::Progress& progress);
  void show(const planner::FrontProgress& progress);
  /// Removes the bar.
  void clear() const;
  /// Removes the bar and says how long everything took.
  void finish(const sweep::Progress& progress);

 private:
  void show(std::int64_t done, std::int64_t total, const std::string& text);

  using Clock = std::chrono::steady_clock;
  bool quiet_;
  // On a terminal the bar is drawn over; a file or a pipe would keep every state of it.
  bool terminal_;
  Clock::time_point begin_ = Clock::now();
  // The first line comes after a while: short runs say nothing.
  Clock::time_point last_line_ = begin_;
};

/// "1h 02m", "3m 20s", "12s".
[[nodiscard]] std::string for_people(std::chrono::seconds duration);

}  // namespace synergy::cli
