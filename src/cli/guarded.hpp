#pragma once

#include "synergy/cli/exit_codes.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/usage_error.hpp"

#include <cstdio>
#include <string_view>

#include "to_stderr.hpp"

namespace synergy::cli {

/// Whether everything printed to stdout has got there: a full disk may show only when the rest of it goes.
[[nodiscard]] inline bool stdout_is_whole() {
  const bool flushed = std::fflush(stdout) == 0;
  return flushed && std::ferror(stdout) == 0;
}

/// An exit code, unless what it says was done could not be told.
[[nodiscard]] inline int unless_unwritten(int code) {
  if (code != kOk || stdout_is_whole()) return code;
  to_stderr("stdout: cannot be written\n");
  return kInvalidInput;
}

/// What `act` returns, or the exit code of what it throws, with its message: the one place where exceptions
/// become exit codes, so that a cause has the same code in every command and program. The last kind is a bug:
/// the user can do nothing but report it, `with` what is said.
template <class Act>
int guarded(std::string_view program, std::string_view with, const Act& act) {
  int code = kOk;
  try {
    code = act();
  } catch (const UsageError& error) {
    to_stderr("{}: {}\n", program, error.what());
    return kUsage;
  } catch (const InputError& error) {
    to_stderr("{}\n", error.what());
    return kInvalidInput;
  } catch (const std::exception& error) {
    // Printing throws, too, where stdout is full or closed, which is nobody's bug.
    if (stdout_is_whole()) {
      to_stderr("{}: internal error: {}\nThis is a bug; please report it with {}.\n", program, error.what(),
                with);
      return kInternalError;
    }
  }
  return unless_unwritten(code);
}

}  // namespace synergy::cli
