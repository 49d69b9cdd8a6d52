#pragma once

#include <array>
#include <csignal>

namespace synergy::cli {

/// While it lives, the first SIGINT or SIGTERM is noted instead of ending the process; a second one ends it.
/// A signal that the process was started to ignore (nohup, a job in the background) stays ignored.
/// One at a time. The note is the only mutable state of the program outside of objects: a signal handler can
/// reach nothing else.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  [[nodiscard]] bool interrupted() const;

 private:
  std::array<struct sigaction, 2> before_;  ///< what the two signals did
};

}  // namespace synergy::cli
