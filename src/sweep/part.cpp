#include "part.hpp"

#include "synergy/input/edit.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "axes.hpp"
#include "derive.hpp"
#include <fmt/format.h>

namespace synergy::sweep {
namespace {

using input::Mapping;
using input::Value;

/// Every axis is compared with all others; no table could have so many columns.
constexpr std::size_t kMaxAxes = 1000;

std::vector<std::string_view> axis_names(const Part& part) {
  std::vector<std::string_view> names;
  for (const Axis& axis : part.axes) names.push_back(axis.name);
  return names;
}

void add_axis(Axis axis, const Value& where, Part& part) {
  for (const Axis& other : part.axes) {
    if (other.name == axis.name)
      where.fail(fmt::format("two axes are named '{}'", axis.name));
    else if (other.column == axis.column)
      where.fail(
          fmt::format("axes '{}' and '{}' have the same column {}", other.name, axis.name, axis.column));
  }
  part.axes.push_back(std::move(axis));
}

/// One zip: names of axes that advance together.
void read_zip(const Value& list, Part& part) {
  std::vector<int> zipped;
  for (const Value& item : list.items()) {
    // An unknown name is answered with some axis; what would be said about that one is left out.
    const std::size_t problems = item.problems().count();
    const auto axis = static_cast<int>(item.choice("axis", axis_names(part)));
    if (item.problems().count() > problems) continue;
    for (const auto& dimension : part.dimensions) {
      if (std::find(dimension.begin(), dimension.end(), axis) != dimension.end())
        item.fail(fmt::format("axis '{}' is zipped already", item.node().scalar));
    }
    const auto length = [&](int a) { return part.axes[static_cast<std::size_t>(a)].levels.size(); };
    if (!zipped.empty() && length(axis) != length(zipped.front())) {
      item.fail(fmt::format("zipped axes need as many values as each other: '{}' has {}, '{}' has {}",
                            part.axes[static_cast<std::size_t>(zipped.front())].name, length(zipped.front()),
                            item.node().scalar, length(axis)));
    }
    zipped.push_back(axis);
  }
  if (zipped.size() < 2 && list.is_sequence()) list.fail("a zip needs two axes or more");
  part.dimensions.push_back(std::move(zipped));
}

std::vector<std::string_view> policy_names() { return names_of(scenario::Policy{}); }

/// One name or a list of names out of `known`; `all` stands for every one, if `extra` names it, too.
std::vector<std::string> read_names(const Value& value, std::string_view what,
                                    const std::vector<std::string_view>& known,
                                    const std::vector<std::string_view>& extra) {
  std::vector<std::string_view> choices = known;
  choices.insert(choices.end(), extra.begin(), extra.end());
  std::vector<std::string> names;
  const auto add = [&](std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  };
  const std::vector<Value> items = value.is_scalar() ? std::vector<Value>{value} : value.items();
  if (items.empty() && value.is_sequence()) value.fail(fmt::format("expected at least one {}", what));
  for (const Value& item : items) {
    const std::string_view name = choices[item.choice(what, choices)];
    if (name == "all")
      std::for_each(known.begin(), known.end(), add);
    else
      add(name);
  }
  return names;
}

Exclusion read_exclusion(const Value& value, const Part& part, const std::vector<std::string>& scenarios,
                         const planner::Registry& planners) {
  Exclusion exclusion;
  exclusion.levels.resize(part.axes.size());
  Mapping mapping = value.mapping();
  std::vector<std::string_view> known{"scenario", "planner", "policy"};
  for (const std::string_view name : axis_names(part)) known.push_back(name);
  const auto entries = mapping.entries();
  // An exclusion without conditions holds everywhere, which nobody means.
  if (entries.empty() && value.is_mapping()) value.fail("this would exclude every point");
  for (const auto& [key, item] : entries) {
    if (key == "scenario") {
      exclusion.scenarios = read_names(item, "scenario", {scenarios.begin(), scenarios.end()}, {});
    } else if (key == "planner") {
      exclusion.planners = read_names(item, "planner", planners.names(), {});
    } else if (key == "policy") {
      exclusion.policies = read_names(item, "policy", policy_names(), {});
    } else {
      const auto names = axis_names(part);
      const auto found = std::find(names.begin(), names.end(), key);
      if (found == names.end()) {
        item.fail(unknown_name("axis", key, known));
        continue;
      }
      const auto axis = static_cast<std::size_t>(found - names.begin());
      exclusion.levels[axis] = read_levels(part.axes[axis], item);
    }
  }
  return exclusion;
}

/// Reads the keys that groups and parts have in common; scenarios are known by now.
void read_axes(const FactorKeys& keys, const std::vector<std::string>& scenarios,
               const planner::Registry& planners, Part& part) {
  if (const Raw& settings = keys.set) {
    part.settings_where = settings->where();
    Mapping paths = settings->mapping();
    for (const auto& [path, value] : paths.entries())
      part.settings.push_back({path, input::to_yaml(value.node()), {}, value.where()});
  }
  if (const Raw& axes = keys.axes) {
    Mapping named = axes->mapping();
    const auto entries = named.entries();
    if (entries.size() > kMaxAxes) axes->fail(fmt::format("more than {} axes", kMaxAxes));
    for (std::size_t i = 0; i < std::min(entries.size(), kMaxAxes); ++i)
      add_axis(read_axis(entries[i].first, entries[i].second), entries[i].second, part);
  }
  if (const Raw& zips = keys.zip) {
    for (const Value& zip : zips->items()) read_zip(zip, part);
  }
  if (const Raw& exclusions = keys.exclude) {
    part.exclusions_where = exclusions->where();
    for (const Value& item : exclusions->items())
      part.exclusions.push_back(read_exclusion(item, part, scenarios, planners));
  }
}

/// Adds what a group has; its axes come after those of `part`.
void use_group(const Part& group, const Value& where, Part& part) {
  const auto shift = static_cast<int>(part.axes.size());
  for (const Axis& axis : group.axes) add_axis(axis, where, part);
  for (std::vector<int> zipped : group.dimensions) {
    for (int& axis : zipped) axis += shift;
    part.dimensions.push_back(std::move(zipped));
  }
  if (!group.exclusions.empty()) part.exclusions_where = group.exclusions_where;
  for (Exclusion exclusion : group.exclusions) {
    // Lists of levels follow the axes of the part: the group's come behind those that were there.
    exclusion.levels.insert(exclusion.levels.begin(), static_cast<std::size_t>(shift), {});
    part.exclusions.push_back(std::move(exclusion));
  }
  part.settings.insert(part.settings.end(), group.settings.begin(), group.settings.end());
  // Where a message points to: the part's own settings, if it has any.
  if (!group.settings.empty() && part.settings_where.line == 0) part.settings_where = group.settings_where;
}

/// The index of a scenario's file in the sweep, read if it is new; nothing after recording a problem.
std::optional<int> take_scenario(const Value& value, const std::filesystem::path& base,
                                 const scenario::Library& library, Sweep& sweep) {
  const std::string text = value.text();
  if (text.empty()) return {};
  try {
    input::Document document = scenario::load_document(text, library, base);
    for (std::size_t i = 0; i < sweep.scenarios.size(); ++i) {
      if (sweep.scenarios[i].name == document.name) return static_cast<int>(i);
    }
    sweep.scenarios.push_back(std::move(document));
    return static_cast<int>(sweep.scenarios.size()) - 1;
  } catch (const InputError& error) {
    const Problem& problem = error.problems().front();
    // A problem with a line is one inside the scenario's file, which says it better than the sweep could.
    if (problem.where.line != 0) throw;
    // An unknown name is in its message; which file there is none of is not.
    value.fail(scenario::is_path(text) ? fmt::format("scenarios: {}: {}", problem.where.file, problem.message)
                                       : problem.message);
    return {};
  }
}

}  // namespace

AxisGroups read_groups(const Value& value, const planner::Registry& planners) {
  AxisGroups groups;
  Mapping mapping = value.mapping();
  for (const auto& [name, body] : mapping.entries()) {
    Mapping own = body.mapping();
    FactorKeys keys;
    input::Loader loader(own);
    fields(loader, keys);
    own.finish();
    read_axes(keys, {}, planners, groups[name]);
  }
  return groups;
}

void read_part(const PartKeys& keys, const AxisGroups& groups, const std::filesystem::path& base,
               scenario::Library& library, Sweep& sweep, Part& part) {
  if (const Raw& files = keys.runs.scenarios) {
    // Scenarios, planners and policies of a part replace those for all parts: a list cannot be shortened by
    // adding.
    part.scenarios.clear();
    std::map<std::string, std::optional<int>> taken;  // a file that is named often is read once
    for (const Value& file : files->is_scalar() ? std::vector<Value>{*files} : files->items()) {
      const auto [entry, is_new] = taken.try_emplace(file.node().scalar);
      if (is_new) entry->second = take_scenario(file, base, library, sweep);
      if (entry->second) part.scenarios.push_back(*entry->second);
    }
  }
  if (const Raw& names = keys.runs.planners)
    part.planners = read_names(*names, "planner", sweep.planners->names(), {"all"});
  if (const Raw& names = keys.runs.policies)
    part.policies = read_names(*names, "policy", policy_names(), {"all", "paired"});
  if (const Raw& folder = keys.study.folder) {
    part.folder = folder->text();
    part.folder_where = folder->where();
  }
  if (const Raw& compare = keys.study.compare) part.compare = compare->boolean();
  if (const Raw& count = keys.runs.replications)
    part.replications = static_cast<int>(count->integer(1, 100'000));
  if (const Raw& used = keys.use) {
    std::vector<std::string_view> names;
    for (const auto& [name, group] : groups) names.push_back(name);
    for (const Value& item : used->items()) {
      const std::size_t index = item.choice("group", names);
      if (index < names.size()) use_group(groups.at(std::string(names[index])), item, part);
    }
  }
  std::vector<std::string> scenarios;
  for (const int index : part.scenarios)
    scenarios.push_back(scenario_name(sweep.scenarios[static_cast<std::size_t>(index)]));
  // Last: exclusions name axes of groups, and scenarios by the names in their files.
  read_axes(keys.factors, scenarios, *sweep.planners, part);
}

}  // namespace synergy::sweep
