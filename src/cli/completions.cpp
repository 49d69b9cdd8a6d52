// Completions for the shells. What each says about an option comes from the parser; the frame around it is
// the shell's own language, and what is listed when a key is pressed comes from the installed program.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "option_table.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::cli {
namespace {

/// Names as the installed program lists them: the first column of a table of its command list.
constexpr std::string_view kNames = "synergy-sim list {} --format csv 2>/dev/null | tail -n +2 | cut -d, -f1";

std::string names_command(ValueKind kind) {
  return fmt::format(fmt::runtime(kNames), kind == ValueKind::planners ? "planners" : "scenarios");
}

/// With every character of `special` behind a backslash.
std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

/// In single quotes, for any of the shells.
std::string shell_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

/// The first sentence: lists are for one line each.
std::string_view brief(std::string_view help) {
  const std::size_t end = std::min(help.find('\n'), help.find("; "));
  return help.substr(0, std::min(end, help.size()));
}

std::vector<std::string> command_names(const OptionTable& table) {
  std::vector<std::string> names;
  for (const CommandRow& command : table.commands) names.push_back(command.name);
  return names;
}

/// What is named on the command line: options, not arguments.
std::vector<std::string> option_words(const std::vector<OptionRow>& rows) {
  std::vector<std::string> words;
  for (const OptionRow& row : rows) {
    if (!row.positional) words.insert(words.end(), row.names.begin(), row.names.end());
  }
  return words;
}

/// The cases of bash for the values of options, or for arguments where `arguments`.
std::string bash_values(const std::string& command, const std::vector<OptionRow>& rows, bool arguments) {
  std::string text;
  for (const OptionRow& row : rows) {
    if (!row.has_value || row.positional != arguments) continue;
    std::string pattern = arguments ? command + ":" : "";
    for (const std::string& name : arguments ? std::vector<std::string>{} : row.names)
      pattern += fmt::format("{}{}:{}", pattern.empty() ? "" : "|", command, name);
    const ValueKind kind = kind_of_value(row);
    std::string action = "_synergy_sim_files";
    if (kind == ValueKind::fixed)
      action = fmt::format("_synergy_sim_words \"{}\"", fmt::join(fixed_values(row), " "));
    if (kind == ValueKind::planners)
      action = fmt::format("_synergy_sim_words \"$({})\"", names_command(kind));
    if (kind == ValueKind::scenarios)
      action = fmt::format("_synergy_sim_files \"$({})\"", names_command(kind));
    text += fmt::format("    {}) {}; return ;;\n", pattern, action);
    if (arguments) break;  // the first stands for all
  }
  return text;
}

/// An option or argument in the words of zsh's _arguments.
std::string zsh_spec(const OptionRow& row) {
  std::string action;
  if (row.has_value) {
    const ValueKind kind = kind_of_value(row);
    action = "_files";
    if (kind == ValueKind::fixed) action = fmt::format("({})", fmt::join(fixed_values(row), " "));
    if (kind == ValueKind::planners) action = "_synergy_sim_planners";
    if (kind == ValueKind::scenarios) action = "_synergy_sim_scenarios";
  }
  const std::string help = escaped(brief(row.help), "[]:");
  if (row.positional)
    return "      " + shell_quoted(fmt::format("{}:{}:{}", row.repeated ? "*" : "", help, action)) + " \\\n";
  std::string text;
  for (const std::string& name : row.names) {
    const std::string value = row.has_value ? fmt::format(":value:{}", action) : "";
    text += "      " + shell_quoted(fmt::format("{}{}[{}]{}", row.repeated ? "*" : "", name, help, value)) +
            " \\\n";
  }
  return text;
}

std::string zsh_specs(const std::vector<OptionRow>& rows) {
  std::string text;
  for (const OptionRow& row : rows) text += zsh_spec(row);
  return text;
}

/// An option or argument as a line of fish; `when` is the condition, quoted, or empty.
std::string fish_line(const OptionRow& row, const std::string& when) {
  std::string values;
  if (row.has_value) {
    const ValueKind kind = kind_of_value(row);
    if (kind == ValueKind::fixed) values = fmt::format(" -x -a '{}'", fmt::join(fixed_values(row), " "));
    if (kind == ValueKind::planners) values = fmt::format(" -x -a '({})'", names_command(kind));
    if (kind == ValueKind::scenarios) values = fmt::format(" -a '({})'", names_command(kind));
    if (kind == ValueKind::files && !row.positional) values = " -r -F";
  }
  if (row.positional && values.empty()) return {};  // files, as anywhere
  std::string line = "complete -c synergy-sim" + when;
  for (const std::string& name : row.positional ? std::vector<std::string>{} : row.names)
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  return fmt::format("{}{} -d '{}'\n", line, values, escaped(brief(row.help), "\\'"));
}

}  // namespace

std::string bash_completion(const OptionTable& table) {
  std::string cases = bash_values("*", table.options, false), words, arguments;
  for (const CommandRow& command : table.commands) {
    cases += bash_values(command.name, command.options, false);
    words += fmt::format("      {}) options=\"{}\" ;;\n", command.name,
                         fmt::join(option_words(command.options), " "));
    arguments += bash_values(command.name, command.options, true);
  }
  return fmt::format(
      R"(# Completion of bash for synergy-sim. Generated from the options of the program.
_synergy_sim_words() {{ mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }}
_synergy_sim_files() {{
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -W "${{1:-}}" -- "$current"; compgen -f -- "$current")
}}
_synergy_sim() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} command='' options='' word
  COMPREPLY=()
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $word in
      {}) command=$word && break ;;
    esac
  done
  case $command:$previous in
{}  esac
  if [[ $current == -* ]]; then
    case $command in
{}    esac
    _synergy_sim_words "{} $options"
    return
  fi
  case $command: in
{}    :) _synergy_sim_words "{}" ;;
    *) _synergy_sim_files ;;
  esac
}}
complete -F _synergy_sim synergy-sim
)",
      fmt::join(command_names(table), " | "), cases, words, fmt::join(option_words(table.options), " "),
      arguments, fmt::join(command_names(table), " "));
}

std::string zsh_completion(const OptionTable& table) {
  std::string names, cases;
  for (const CommandRow& command : table.commands) {
    names +=
        "    " + shell_quoted(fmt::format("{}:{}", command.name, escaped(brief(command.help), ":"))) + "\n";
    cases += fmt::format("    {}) _arguments -s \\\n{}{}      && return 0 ;;\n", command.name,
                         zsh_specs(table.options), zsh_specs(command.options));
  }
  return fmt::format(
      R"zsh(#compdef synergy-sim
# Completion of zsh for synergy-sim. Generated from the options of the program.
_synergy_sim_planners() {{
  local -a names
  names=(${{(f)"$({})"}})
  compadd -a names
}}
_synergy_sim_scenarios() {{
  local -a names
  names=(${{(f)"$({})"}})
  compadd -a names
  _files -g '*.yaml'
}}
_synergy_sim() {{
  local curcontext=$curcontext state line
  local -a commands
  commands=(
{}  )
  _arguments -C -s \
{}      '1: :->command' '*:: :->rest' && return 0
  if [[ $state == command ]]; then
    _describe command commands
    return
  fi
  case $line[1] in
{}  esac
}}
_synergy_sim "$@"
)zsh",
      names_command(ValueKind::planners), names_command(ValueKind::scenarios), names,
      zsh_specs(table.options), cases);
}

std::string fish_completion(const OptionTable& table) {
  std::string text =
      "# Completion of fish for synergy-sim. Generated from the options of the program.\n"
      "complete -c synergy-sim -n __fish_use_subcommand -f\n";
  for (const OptionRow& row : table.options) text += fish_line(row, "");
  for (const CommandRow& command : table.commands) {
    text += fmt::format("complete -c synergy-sim -n __fish_use_subcommand -f -a {} -d '{}'\n", command.name,
                        escaped(brief(command.help), "\\'"));
    const std::string when = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
    for (const OptionRow& row : command.options) text += fish_line(row, when);
  }
  return text;
}

}  // namespace synergy::cli
