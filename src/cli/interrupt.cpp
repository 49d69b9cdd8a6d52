#include "interrupt.hpp"

#include <atomic>
#include <cstddef>

namespace synergy::cli {
namespace {

// Set by the handler alone, read by every thread; a handler may only touch atomics that need no lock.
std::atomic<bool> noted = false;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<bool>::is_always_lock_free);

/// Relaxed is enough: nothing else is handed over with the flag, and runs look at it again and again.
void note(int /*signal*/) { noted.store(true, std::memory_order_relaxed); }

constexpr std::array<int, 2> kSignals{SIGINT, SIGTERM};

}  // namespace

InterruptGuard::InterruptGuard() : before_() {
  // A second guard in one process must not see the signal of the first.
  noted.store(false, std::memory_order_relaxed);
  struct sigaction action = {};
  action.sa_handler = note;
  // SA_RESETHAND gives the second signal its old meaning, for when stopping takes too long; SA_RESTART keeps
  // a write of results from failing half-way.
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    (void)sigaction(kSignals[i], nullptr, &before_[i]);
    // Whoever had it ignored wants the work to go on, whatever happens to the terminal.
    if (before_[i].sa_handler != SIG_IGN) (void)sigaction(kSignals[i], &action, nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) (void)sigaction(kSignals[i], &before_[i], nullptr);
}

bool InterruptGuard::interrupted() const { return noted.load(std::memory_order_relaxed); }

}  // namespace synergy::cli
