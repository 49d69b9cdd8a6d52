#include "option_table.hpp"

#include "synergy/scenario/scenario.hpp"

#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>

namespace synergy::cli {
namespace {

/// Of a type such as "TEXT:{on,off}", where the parser notes what a choice is made from.
std::vector<std::string> choices_of_type(const std::string& type) {
  const std::size_t open = type.find('{'), close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

OptionRow row_of(const CLI::Option& option) {
  OptionRow row;
  row.positional = option.get_positional();
  if (row.positional) row.names.push_back(option.get_name(true));
  for (const std::string& name : option.get_snames()) row.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) row.names.push_back("--" + name);
  row.required = option.get_required();
  row.has_value = option.get_items_expected_max() > 0;
  row.repeated = row.has_value && option.get_expected_max() > 1;
  row.choices = choices_of_type(option.get_type_name());
  row.help = option.get_description();
  return row;
}

bool is_named(const OptionRow& option, std::string_view name) {
  return std::find(option.names.begin(), option.names.end(), name) != option.names.end();
}

std::vector<OptionRow> rows_of(const CLI::App& app) {
  std::vector<OptionRow> rows;
  for (const CLI::Option* option : app.get_options()) rows.push_back(row_of(*option));
  return rows;
}

}  // namespace

OptionTable option_table(const CLI::App& app) {
  OptionTable table{app.get_name(), app.get_description(), rows_of(app), {}};
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    table.commands.push_back({command->get_name(), command->get_description(), rows_of(*command)});
  return table;
}

ValueKind kind_of_value(const OptionRow& option) {
  if (!fixed_values(option).empty()) return ValueKind::fixed;
  if (is_named(option, "--planner")) return ValueKind::planners;
  if (is_named(option, "SCENARIO")) return ValueKind::scenarios;
  return ValueKind::files;
}

std::vector<std::string> fixed_values(const OptionRow& option) {
  if (!is_named(option, "--policy")) return option.choices;
  const auto& known = scenario::names_of(scenario::Policy{});
  std::vector<std::string> policies(known.begin(), known.end());
  policies.insert(policies.end(), {"all", "paired"});
  return policies;
}

}  // namespace synergy::cli
