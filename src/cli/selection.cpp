#include "selection.hpp"

#include "synergy/api/api.hpp"
#include "synergy/base/hash.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

namespace synergy::cli {

std::vector<const planner::Planner*> chosen_planners(const planner::Registry& registry,
                                                     const std::vector<std::string>& names,
                                                     const scenario::Scenario& scenario) {
  if (names.empty()) return {&registry.chosen(scenario.planner)};
  std::vector<const planner::Planner*> chosen;
  for (const std::string& name : names) {
    // Whatever else is named: all includes it.
    if (name == "all") return registry.all();
    if (name == "fixed") throw UsageError("a fixed plan is a file: give --plan FILE instead of --planner");
    const planner::Planner* planner = registry.find(name);
    if (planner == nullptr) throw UsageError(unknown_name("planner", name, registry.names()));
    if (std::find(chosen.begin(), chosen.end(), planner) == chosen.end()) chosen.push_back(planner);
  }
  return chosen;
}

std::vector<std::optional<scenario::Policy>> chosen_policies(const std::vector<std::string>& names,
                                                             const scenario::Scenario& scenario) {
  if (names.empty()) return {scenario.policy};
  const auto& known = names_of(scenario::Policy{});
  std::vector<std::optional<scenario::Policy>> chosen;
  for (const std::string& name : names) {
    if (name == "paired") {
      chosen.emplace_back();
      continue;
    }
    if (name == "all") {
      for (std::size_t i = 0; i < known.size(); ++i) chosen.emplace_back(static_cast<scenario::Policy>(i));
      continue;
    }
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      std::vector<std::string_view> choices = known;
      choices.insert(choices.end(), {"all", "paired"});
      throw UsageError(unknown_name("policy", name, choices));
    }
    chosen.emplace_back(static_cast<scenario::Policy>(found - known.begin()));
  }
  // "all" beside a name, or a name twice, must not run twice: rows would have the same keys.
  std::vector<std::optional<scenario::Policy>> distinct;
  for (const auto& policy : chosen) {
    if (std::find(distinct.begin(), distinct.end(), policy) == distinct.end()) distinct.push_back(policy);
  }
  return distinct;
}

std::vector<PlanFile> load_plan_files(const std::vector<std::string>& files) {
  std::vector<PlanFile> plans;
  for (const std::string& file : files) {
    const std::string name = std::filesystem::path(file).stem().string();
    for (const PlanFile& other : plans) {
      if (other.planner == "fixed:" + name)
        throw UsageError(fmt::format("two plan files are named '{}'; names must differ", name));
    }
    plans.push_back({"fixed:" + name, input::load(file)});
  }
  return plans;
}

std::vector<std::pair<std::string, std::string>> input_hashes(const scenario::Library& library,
                                                              const Common& common,
                                                              const std::vector<PlanFile>& plans) {
  auto hashes = library.files_read();
  hashes.insert(hashes.end(), common.outside.begin(), common.outside.end());
  for (const PlanFile& plan : plans) hashes.emplace_back(plan.document.name, hex_hash(plan.document.text));
  return hashes;
}

void require_distinct_names(const std::vector<run::Workload>& workloads) {
  // Views are safe: the workloads outlive them.
  std::set<std::string_view> names;
  for (const run::Workload& workload : workloads) {
    const std::string& name = workload.scenario().name;
    if (!names.insert(name).second)
      throw UsageError(fmt::format("two scenarios are named '{}'; names must differ", name));
  }
}

std::vector<scenario::Override> overrides(const std::vector<std::string>& settings) {
  try {
    return api::settings(settings);
  } catch (const InputError& error) {
    throw UsageError(error.what());
  }
}

}  // namespace synergy::cli
