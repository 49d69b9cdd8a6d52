#include "interrupt.hpp"

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace synergy::cli {
namespace {

// Set by the handler alone, read by every thread; a handler may only touch atomics that need no lock.
std::atomic<bool> noted = false;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<bool>::is_always_lock_free);

/// Relaxed is enough: nothing else is handed over with the flag, and runs look at it again and again.
void note(int /*signal*/) { noted.store(true, std::memory_order_relaxed); }

void handle(void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) (void)sigaction(signal, &action, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  // A second guard in one process must not see the signal of the first.
  noted.store(false, std::memory_order_relaxed);
  // SA_RESETHAND gives the second signal its old meaning, for when stopping takes too long; SA_RESTART keeps
  // a write of results from failing half-way.
  handle(note, static_cast<int>(SA_RESETHAND) | SA_RESTART);
}

InterruptGuard::~InterruptGuard() { handle(SIG_DFL, 0); }

bool InterruptGuard::interrupted() const { return noted.load(std::memory_order_relaxed); }

}  // namespace synergy::cli
