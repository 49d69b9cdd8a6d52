#pragma once

#include <stdexcept>
#include <string>

namespace synergy {

/// A broken invariant: a mistake in this program, never in its input.
///
/// One of the three error mechanisms (src/README.md, "Rules of the house"): bad user input is an InputError,
/// an expected outcome is a value. Nothing but `main` catches this one; it ends the process with exit code 1,
/// because results computed after a broken invariant would be wrong without looking so.
class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws BrokenInvariant with the text "broken invariant at FILE:LINE: WHAT"; never returns. `path` is cut
/// to the file's name, so that messages do not depend on where the program was built. Neither pointer may be
/// null. Callers use ensure().
[[noreturn]] void broken_invariant(const char* what, const char* path, int line);

/// Checks an invariant in every build type: release builds compute the published figures, and a wrong one
/// costs more than a branch.
///
/// `what` says what must hold, as a sentence ("time must not run backwards"); it is a literal, so a check
/// that holds builds no text. `file` and `line` are never passed: they are the caller's place, filled in with
/// the builtins of both compilers, because clang++ 14 has no std::source_location. `holds` is evaluated by
/// the caller in any case, so keep it cheap where it runs often.
inline void ensure(bool holds, const char* what, const char* file = __builtin_FILE(),
                   int line = __builtin_LINE()) {
  if (!holds) [[unlikely]]
    broken_invariant(what, file, line);
}

}  // namespace synergy
