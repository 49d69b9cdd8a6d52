#pragma once

#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace synergy::cli {

/// Writes to stderr; what cannot be written (closed, disk full) is lost, and nothing else comes of it: where
/// messages go must not decide whether a command works.
template <class... Args>
void to_stderr(fmt::format_string<Args...> format, Args&&... args) {
  const std::string text = fmt::format(format, std::forward<Args>(args)...);
  (void)std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace synergy::cli
