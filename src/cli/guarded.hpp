#pragma once

#include "synergy/cli/exit_codes.hpp"
#include "synergy/input/output_error.hpp"
#include "synergy/input/usage_error.hpp"

#include <cstdio>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "terminal.hpp"

namespace synergy::cli {

/// Whether everything printed to stdout has got there: a full disk may show only when the rest of it goes.
[[nodiscard]] inline bool stdout_is_whole() {
  const bool flushed = std::fflush(stdout) == 0;
  return flushed && std::ferror(stdout) == 0;
}

/// How problems are written for programs, with the exit code that they lead to; null: for people.
using TellAs = std::string (*)(const std::vector<Problem>& problems, int code);

inline void tell_as(TellAs as, const std::vector<Problem>& problems, int code) {
  if (as != nullptr) return to_stderr("{}", as(problems, code));
  for (const Problem& problem : problems) to_stderr("{}\n", to_text(problem));
}

/// An exit code, unless what it says was done could not be told.
[[nodiscard]] inline int unless_unwritten(int code, TellAs as = nullptr) {
  if (code != kOk || stdout_is_whole()) return code;
  tell_as(as, {{{"stdout"}, "cannot be written"}}, kUnwritten);
  return kUnwritten;
}

/// What `act` returns, or the exit code of what it throws, with its message: the one place where exceptions
/// become exit codes, so that a cause has the same code in every command and program. The last kind is a bug:
/// the user can do nothing but report it, `with` what is said.
template <class Act>
int guarded(std::string_view program, std::string_view with, const Act& act, TellAs as = nullptr) {
  const auto say = [&](const std::string& what, int code) {
    tell_as(as, {{{std::string(program)}, what}}, code);
    return code;
  };
  int code = kOk;
  try {
    code = act();
  } catch (const UsageError& error) {
    return say(error.what(), kUsage);
  } catch (const OutputError& error) {
    tell_as(as, error.problems(), kUnwritten);
    return kUnwritten;
  } catch (const InputError& error) {
    tell_as(as, error.problems(), kInvalidInput);
    return kInvalidInput;
  } catch (const std::bad_alloc&) {
    // A limit of the machine or of the user, not a bug.
    return say(fmt::format("there is not enough memory for {}", with), kInvalidInput);
  } catch (const std::exception& error) {
    // Printing throws, too, where stdout is full or closed, which is nobody's bug.
    if (stdout_is_whole()) {
      return say(
          fmt::format("internal error: {}\nThis is a bug; please report it with {}.", error.what(), with),
          kInternalError);
    }
  }
  return unless_unwritten(code, as);
}

}  // namespace synergy::cli
