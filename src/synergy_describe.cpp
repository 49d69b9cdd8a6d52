// Writes what is installed beside synergy-sim about its command line: completions and manual page. Part of
// the build, and not installed.
#include "synergy/cli/command_line_text.hpp"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
  using synergy::cli::Form;
  const std::string_view name = argc == 2 ? argv[1] : "";
  Form form = Form::man;
  if (name == "bash") form = Form::bash;
  if (name == "zsh") form = Form::zsh;
  if (name == "fish") form = Form::fish;
  const std::string text = synergy::cli::command_line_text(form);
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
