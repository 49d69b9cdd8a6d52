#pragma once

namespace synergy::cli {

/// While it lives, the first SIGINT or SIGTERM is noted instead of ending the process; a second one ends it.
/// One at a time. The note is the only mutable state of the program outside of objects: a signal handler can
/// reach nothing else.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  [[nodiscard]] bool interrupted() const;
};

}  // namespace synergy::cli
