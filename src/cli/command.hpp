#pragma once

#include "synergy/cli/exit_codes.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/usage_error.hpp"
#include "synergy/outside/planners.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/results/table.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace synergy::cli {

/// Options that every command has.
struct Common {
  std::filesystem::path data;                   ///< root of model_zoo, device_profiles, scenarios
  const planner::Registry* planners = nullptr;  ///< never null once a command runs
  /// Where planners that are no part of the program came from; they are in `planners` like all others.
  outside::Provenance outside;
  /// One of those that add_format() declares; commands without --format leave it.
  std::string format = "table";
  /// No messages; results and errors all the same.
  bool quiet = false;
  /// As it was typed, for the manifest of results.
  std::vector<std::string> command_line;
  /// text, or json: what is wrong goes to stderr as one JSON object a line, and nothing else does.
  std::string errors = "text";
};

/// Says what is wrong on stderr, as --errors asks for; `code`: the exit code that it leads to, 0 for a
/// warning.
void tell(const Common& common, const std::vector<Problem>& problems, int code);

/// One command while its arguments and options are declared, each with the variable that takes its value and
/// one line of help. The variables keep their initial values if nothing is given.
///
/// Only command.cpp includes the argument parser, whose header takes longer to compile than most commands.
class Command {
 public:
  /// Whether the command line is wrong without it.
  enum class Needed : std::uint8_t { yes, no };
  using Choices = std::vector<std::string>;

  /// The parser's command must outlive this.
  explicit Command(CLI::App& app) : app_(&app) {}

  /// A positional argument. `choices`: the values allowed; none: any.
  Command& argument(const std::string& name, std::string& value, const std::string& help,
                    Needed needed = Needed::yes, const Choices& choices = {});
  /// Positional arguments, one or more.
  Command& arguments(const std::string& name, std::vector<std::string>& values, const std::string& help,
                     Needed needed = Needed::yes);
  /// An option with a value: "--planner", or "-j,--jobs".
  Command& option(const std::string& names, std::string& value, const std::string& help,
                  Needed needed = Needed::no, const Choices& choices = {});
  /// An option that may be given several times.
  Command& option(const std::string& names, std::vector<std::string>& values, const std::string& help);
  /// An option with a whole number from `low` to `high`.
  Command& option(const std::string& names, std::int64_t& value, std::int64_t low, std::int64_t high,
                  const std::string& help);
  /// An option without a value: true if given.
  Command& flag(const std::string& name, bool& value, const std::string& help);
  /// --set path=value, repeatable.
  Command& settings(std::vector<std::string>& values);

 private:
  CLI::App* app_;
};

/// The command line as a whole: where commands are added.
class Program {
 public:
  Program(CLI::App& app, Common& common) : app_(&app), common_(&common) {}

  /// Adds a command that calls `act` with its options, once they are parsed; returns the command, to declare
  /// the options, and the options themselves. What `act` returns is the exit code.
  template <class Options>
  std::pair<Command, Options&> add(const std::string& name, const std::string& help,
                                   int (*act)(const Options&, const Common&)) {
    auto options = std::make_shared<Options>();
    Options& values = *options;
    return {add_command(name, help, [options, act](const Common& common) { return act(*options, common); }),
            values};
  }
  /// Adds --format to a command whose output is a table; `more` are formats that it has besides.
  void add_format(Command& command) { add_format(command, {}); }
  void add_format(Command& command, const Command::Choices& more);

  /// Runs the command that was chosen. Pre: the command line was parsed.
  /// What it throws becomes an exit code in app.cpp.
  [[nodiscard]] int run() const { return chosen_(*common_); }

 private:
  Command add_command(const std::string& name, const std::string& help,
                      std::function<int(const Common&)> act);

  CLI::App* app_;
  Common* common_;
  // Set while parsing, which demands exactly one command.
  std::function<int(const Common&)> chosen_;
};

/// Each adds its command.
void add_run(Program& program);
void add_plan(Program& program);
void add_explain(Program& program);
void add_export(Program& program);
void add_diff(Program& program);
void add_validate(Program& program);
void add_cost(Program& program);
void add_link(Program& program);
void add_submitted(Program& program);
void add_compare(Program& program);
void add_calibrate(Program& program);
void add_import(Program& program);
void add_list(Program& program);
void add_reproduce(Program& program);
void add_sensitivity(Program& program);
void add_sweep(Program& program);
void add_suite(Program& program);
void add_attack(Program& program);
void add_merge(Program& program);

/// Prints a table to stdout in the common format; `columns` are shown to people, all go into csv and json.
void print(const results::Table& table, const Common& common,
           const std::vector<std::string_view>& columns = {});

}  // namespace synergy::cli
