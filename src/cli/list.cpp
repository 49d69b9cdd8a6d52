#include "synergy/results/dictionary.hpp"

#include "selection.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

using results::Cell;
using results::Table;

/// In the order of the registry.
Table planners(const planner::Registry& registry) {
  Table table{"planners",
              {{"name", "", "name"},
               {"paired_policy", "", "policy used where none is chosen"},
               {"origin", "", "paper, reconstructed or ours"},
               {"description", "", "rule"},
               {"parameters", "", "name=default, ..."}},
              {}};
  for (const planner::Planner& p : registry) {
    std::string parameters;
    for (const planner::Parameter& parameter : p.parameters) {
      parameters += fmt::format("{}{}={}", parameters.empty() ? "" : ", ", parameter.name,
                                planner::to_text(parameter.default_value()));
    }
    table.rows.push_back({p.name, std::string(scenario::to_text(p.paired_policy)),
                          std::string(planner::to_text(p.origin)), p.description, parameters});
  }
  return table;
}

Table names(std::string_view name, const std::vector<std::string>& all) {
  Table table{name, {{"name", "", "name"}}, {}};
  for (const std::string& one : all) table.rows.push_back({one});
  return table;
}

Table devices(const scenario::Library& library) {
  Table table{"devices", {{"kind", "", "kind of profile"}, {"name", "", "name"}}, {}};
  for (const std::string kind : {"accelerator", "radio", "sensor", "actuator"}) {
    for (const std::string& name : library.profile_names(kind)) table.rows.push_back({kind, name});
  }
  return table;
}

/// Where there is no folder there is nothing to list, which is not the same as an empty one.
void require_folder(const std::filesystem::path& data) {
  if (!std::filesystem::is_directory(data / "model_zoo"))
    throw UsageError(
        fmt::format("--data {}: no folder with model_zoo, device_profiles and scenarios", data.string()));
}

struct ListOptions {
  std::string what;
};

int list(const ListOptions& options, const Common& common) {
  const std::string& what = options.what;
  const scenario::Library library(common.data);
  // Those two are built in and need no data.
  if (what != "planners" && what != "metrics") require_folder(common.data);
  if (what == "planners") print(planners(*common.planners), common);
  if (what == "scenarios") print(names("scenarios", library.scenario_names()), common);
  if (what == "models") print(names("models", library.model_names()), common);
  if (what == "devices") print(devices(library), common);
  if (what == "metrics") print(results::dictionary_table(), common);
  return kOk;
}

}  // namespace

void add_list(Program& program) {
  auto [command, o] =
      program.add("list", "List what there is: planners, scenarios, models, devices, metrics", list);
  command.argument("WHAT", o.what, "planners, scenarios, models, devices or metrics", Command::Needed::yes,
                   {"planners", "scenarios", "models", "devices", "metrics"});
  program.add_format(command);
}

}  // namespace synergy::cli
