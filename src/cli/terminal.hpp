#pragma once

#include "synergy/input/printable.hpp"

#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace synergy::cli {

/// Writes to stderr; what cannot be written (closed, disk full) is lost, and nothing else comes of it: where
/// messages go must not decide whether a command works.
inline void raw_to_stderr(const std::string& text) { (void)std::fwrite(text.data(), 1, text.size(), stderr); }

/// The same for messages, in which names from files cannot move a terminal's cursor.
template <class... Args>
void to_stderr(fmt::format_string<Args...> format, Args&&... args) {
  raw_to_stderr(input::printable_lines(fmt::format(format, std::forward<Args>(args)...)));
}

/// Text for people on stdout, in the same way; tables, JSON, CSV and YAML have rules of their own.
template <class... Args>
void to_stdout(fmt::format_string<Args...> format, Args&&... args) {
  fmt::print("{}", input::printable_lines(fmt::format(format, std::forward<Args>(args)...)));
}

}  // namespace synergy::cli
