#pragma once

#include <stdexcept>
#include <string>

namespace synergy {

/// A broken invariant: a mistake in this program, never in its input.
///
/// The third of the three error mechanisms (README, "Errors"): bad user input is an InputError, an expected
/// outcome is a value. Nothing but `main` catches this one; it ends the process with exit code 1.
class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws BrokenInvariant naming the place and `what` was expected. Never returns.
[[noreturn]] void broken_invariant(const char* what, const char* path, int line);

/// Checks an invariant in every build type. `what` says what must hold, as a sentence. The place is filled in
/// with the builtins of both compilers, because clang++ 14 has no std::source_location.
inline void ensure(bool holds, const char* what, const char* file = __builtin_FILE(),
                   int line = __builtin_LINE()) {
  if (!holds) [[unlikely]]
    broken_invariant(what, file, line);
}

}  // namespace synergy
