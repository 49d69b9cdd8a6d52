#include "synergy/cli/app.hpp"

#include "synergy/api/data_folder.hpp"
#include "synergy/cli/command_line_text.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/text_file.hpp"
#include "synergy/outside/planners.hpp"
#include "synergy/results/version.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "guarded.hpp"
#include "option_table.hpp"
#include "problems_json.hpp"
#include "terminal.hpp"
#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace synergy::cli {
namespace {

/// "--planner, --policy, ..." of the command chosen and of the program.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  std::vector<const CLI::App*> apps{&app};
  for (const CLI::App* command : app.get_subcommands()) apps.insert(apps.begin(), command);
  for (const CLI::App* each : apps) {
    for (const CLI::Option* option : each->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  // An option that the command shares with the program is there twice, and so is --help.
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// CLI11's message with a suggestion where a command or an option is misspelt; its own exit codes become 2.
int report_usage(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv, TellAs as) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
  std::string message = error.what();
  const std::vector<std::string> extras = app.remaining(true);
  // CLI11 calls a misspelt command an unexpected argument, which says nothing about what there is.
  if (argc > 1 && argv[1][0] != '-' && app.get_subcommands().empty()) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
      names.push_back(command->get_name());
    message = unknown_name("command", argv[1], {names.begin(), names.end()});
  } else if (!extras.empty() && extras.front().size() > 1 && extras.front().front() == '-') {
    const std::string typed = extras.front().substr(0, extras.front().find('='));
    const std::vector<std::string> names = option_names(app);
    message = unknown_name("option", typed, {names.begin(), names.end()});
  }
  if (as == nullptr) message += "\nRun 'synergy-sim --help' for how to use it.";
  tell_as(as, {{{"synergy-sim"}, message}}, kUsage);
  return kUsage;
}

/// A command and how to add it.
struct Entry {
  std::string_view name;
  void (*add)(Program& program);
};
/// In the order of --help.
constexpr std::array kCommands = {
    Entry{"run", add_run},         Entry{"plan", add_plan},           Entry{"explain", add_explain},
    Entry{"export", add_export},   Entry{"diff", add_diff},           Entry{"validate", add_validate},
    Entry{"cost", add_cost},       Entry{"link", add_link},           Entry{"submitted", add_submitted},
    Entry{"compare", add_compare}, Entry{"calibrate", add_calibrate}, Entry{"import", add_import},
    Entry{"list", add_list},       Entry{"reproduce", add_reproduce}, Entry{"sensitivity", add_sensitivity},
    Entry{"sweep", add_sweep},     Entry{"merge", add_merge},         Entry{"suite", add_suite},
    Entry{"attack", add_attack},
};

/// Adds what the first word of the command line asks for: a command by its name, no command where only the
/// version is asked for, else all, since the word may be an option, a slip or nothing. Every command has
/// dozens of options, so that adding all takes longer than starting the program.
void add_commands(Program& program, std::string_view first) {
  const auto* const named = std::find_if(kCommands.begin(), kCommands.end(),
                                         [&](const Entry& command) { return command.name == first; });
  if (named != kCommands.end()) return named->add(program);
  if (first == "--version") return;
  for (const Entry& command : kCommands) command.add(program);
}

/// Looked for by hand: the command line may be wrong, which is to be told in the form asked for.
TellAs form_of_errors(const std::vector<std::string_view>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool asked = words[i] == "--errors=json" ||
                       (words[i] == "--errors" && i + 1 < words.size() && words[i + 1] == "json");
    if (asked) return &problems_json;
  }
  return nullptr;
}

/// Words go into messages, tables and manifests, which are text.
void require_words_are_text(const std::vector<std::string_view>& words) {
  constexpr std::size_t kMostBytes = 1 << 20;
  for (std::size_t i = 0; i < words.size(); ++i) {
    try {
      input::require_text(words[i], "", kMostBytes);
    } catch (const InputError&) {
      throw UsageError(
          fmt::format("word {} of the command line is no text in UTF-8, has control characters or is "
                      "longer than 1 MiB",
                      i + 1));
    }
  }
}

/// Planners from outside, as they are named on the command line.
struct Outside {
  std::vector<std::string> modules;
  std::vector<std::string> commands;
  std::int64_t time_out_s = 60;
};

outside::Sources outside_planners(const Outside& given) {
  return outside::with_environment(
      {given.modules, given.commands, seconds(static_cast<double>(given.time_out_s))});
}

/// What the program itself takes, before any command is added.
void add_own_options(CLI::App& app, Common& common, Outside& given) {
  app.description(
      "Discrete-event simulator and benchmark suite for on-body AI.\n"
      "Planners named synergy and the seven baselines are reconstructions of arXiv 2401.08637; see README.");
  app.name("synergy-sim");
  app.add_option(
      "--data", common.data,
      "Folder with model_zoo, device_profiles and scenarios (or SYNERGY_SIM_DATA); default: that of "
      "the installation");
  constexpr std::int64_t kLongest = 86'400;
  app.add_option("--planner-module", given.modules,
                 "Shared library with planners of yours (repeatable; or SYNERGY_SIM_PLANNERS)")
      ->allow_extra_args(false);
  app.add_option("--planner-command", given.commands,
                 "Command of a planner in a process of its own (repeatable; or SYNERGY_SIM_PLANNER_COMMANDS)")
      ->allow_extra_args(false);
  app.add_option("--planner-time-out", given.time_out_s, "Seconds in which such a process must answer")
      ->check(CLI::Range(std::int64_t{1}, kLongest));
  app.add_option("--errors", common.errors,
                 "json: what is wrong goes to stderr as JSON, one problem a line; implies --quiet")
      ->check(CLI::IsMember({"text", "json"}));
  app.add_flag("-q,--quiet", common.quiet, "No messages, only results and errors");
  // Behind --data, whose folder it tells.
  app.set_version_flag("--version", [&common] {
    return fmt::format("{}\n{}data {}", results::version(), results::build_text(), common.data.string());
  });
  app.require_subcommand(1);
  // So that --data and --quiet may stand behind the command too.
  app.fallthrough();
}

}  // namespace

std::string command_line_text(Form form) {
  CLI::App app;
  Common common;
  Outside given;
  Program program(app, common);
  add_own_options(app, common, given);
  add_commands(program, "");
  const OptionTable table = option_table(app);
  switch (form) {
    case Form::bash:
      return bash_completion(table);
    case Form::zsh:
      return zsh_completion(table);
    case Form::fish:
      return fish_completion(table);
    case Form::man:
      break;
  }
  return manual_page(table);
}

int run(int argc, char** argv, const planner::Registry& planners, const outside::Provenance& whence) {
  // Line by line even into a file, so that what goes to stderr stands behind what was printed before it.
  (void)std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  CLI::App app;
  Common common;
  common.planners = &planners;
  common.data = api::data_folder();
  common.command_line.assign(argv, argv + argc);
  Program program(app, common);
  Outside given;
  add_own_options(app, common, given);
  add_commands(program, argc > 1 ? argv[1] : "");
  const std::vector<std::string_view> words(argv + std::min(argc, 1), argv + argc);
  const TellAs as = form_of_errors(words);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return unless_unwritten(report_usage(app, error, argc, argv, as), as);
  }
  if (as != nullptr) common.quiet = true;
  const auto act = [&] {
    require_words_are_text(words);
    // Only once the command line is known to be right: commands of others are run here.
    planner::Registry with_outside = planners;
    common.outside = whence;
    const outside::Provenance added = outside::add(with_outside, outside_planners(given));
    common.outside.insert(common.outside.end(), added.begin(), added.end());
    common.planners = &with_outside;
    return program.run();
  };
  return guarded("synergy-sim", "the command line", act, as);
}

}  // namespace synergy::cli
