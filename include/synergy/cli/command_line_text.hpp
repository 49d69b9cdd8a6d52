#pragma once

#include <cstdint>
#include <string>

namespace synergy::cli {

/// A text about the command line that is installed beside the program.
enum class Form : std::uint8_t {
  bash,  ///< completion for bash
  zsh,   ///< completion for zsh, a file _synergy-sim of its function path
  fish,  ///< completion for fish
  man,   ///< page of section 1, in roff
};

/// Made from the options and commands that the program parses by, so that it has all of them and nothing
/// else. The completions name planners and scenarios as the installed program lists them when a key is
/// pressed.
[[nodiscard]] std::string command_line_text(Form form);

}  // namespace synergy::cli
