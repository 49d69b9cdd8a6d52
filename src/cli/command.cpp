#include "command.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>

#include "problems_json.hpp"
#include "terminal.hpp"
#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace synergy::cli {
namespace {

/// Choices are checked while parsing, so that a wrong one is told of before anything is read, and with a
/// suggestion.
CLI::Option& restrict(CLI::Option* option, Command::Needed needed, const Command::Choices& choices) {
  if (needed == Command::Needed::yes) option->required();
  if (choices.empty()) return *option;
  const auto check = [choices](const std::string& typed) {
    if (std::find(choices.begin(), choices.end(), typed) != choices.end()) return std::string();
    return unknown_name("choice", typed, {choices.begin(), choices.end()});
  };
  option->check(CLI::Validator(check, fmt::format("{{{}}}", fmt::join(choices, ","))));
  return *option;
}

}  // namespace

Command& Command::argument(const std::string& name, std::string& value, const std::string& help,
                           Needed needed, const Choices& choices) {
  restrict(app_->add_option(name, value, help), needed, choices);
  return *this;
}

Command& Command::arguments(const std::string& name, std::vector<std::string>& values,
                            const std::string& help, Needed needed) {
  restrict(app_->add_option(name, values, help), needed, {});
  return *this;
}

Command& Command::option(const std::string& names, std::string& value, const std::string& help, Needed needed,
                         const Choices& choices) {
  return argument(names, value, help, needed, choices);
}

Command& Command::option(const std::string& names, std::vector<std::string>& values,
                         const std::string& help) {
  // One value each time, or "--planner synergy w1" would take w1 for a planner.
  app_->add_option(names, values, help)->allow_extra_args(false);
  return *this;
}

Command& Command::option(const std::string& names, std::int64_t& value, std::int64_t low, std::int64_t high,
                         const std::string& help) {
  app_->add_option(names, value, help)->check(CLI::Range(low, high));
  return *this;
}

Command& Command::flag(const std::string& name, bool& value, const std::string& help) {
  app_->add_flag(name, value, help);
  return *this;
}

Command& Command::settings(std::vector<std::string>& values) {
  return option("--set", values, "Change a value of the scenario: path=value (repeatable)");
}

Command Program::add_command(const std::string& name, const std::string& help,
                             std::function<int(const Common&)> act) {
  CLI::App* command = app_->add_subcommand(name, help);
  // Only noted here: a command runs when parsing has ended, where app.cpp turns what it throws into exit
  // codes.
  command->callback([this, act = std::move(act)] { chosen_ = act; });
  return Command(*command);
}

void Program::add_format(Command& command, const Command::Choices& more) {
  Command::Choices formats{"table", "csv", "json", "markdown"};
  formats.insert(formats.end(), more.begin(), more.end());
  command.option("--format", common_->format,
                 more.empty()
                     ? "table (for people), csv, json or markdown"
                     : fmt::format("table (for people), csv, json, markdown or {}", fmt::join(more, ", ")),
                 Command::Needed::no, formats);
}

void tell(const Common& common, const std::vector<Problem>& problems, int code) {
  if (common.errors == "json") return to_stderr("{}", problems_json(problems, code));
  for (const Problem& problem : problems)
    to_stderr("{}{}\n", code == kOk ? "warning: " : "", to_text(problem));
}

/// csv and json are for programs and always complete: a script must not break because people see fewer
/// columns.
void print(const results::Table& table, const Common& common, const std::vector<std::string_view>& columns) {
  if (common.format == "csv")
    fmt::print("{}", results::to_csv(table));
  else if (common.format == "json")
    fmt::print("{}", results::to_json(table));
  else if (common.format == "markdown")
    fmt::print("{}", results::to_markdown(table));
  else
    fmt::print("{}", results::to_aligned(columns.empty() ? table : results::select(table, columns)));
}

}  // namespace synergy::cli
