#include "derive.hpp"

#include "synergy/input/edit.hpp"

#include <algorithm>
#include <set>

#include "part.hpp"
#include <fmt/format.h>

namespace synergy::sweep {
namespace {

/// "link.connection_interval=5 ms: not a multiple of ..." without the path of any file.
std::string to_reason(const InputError& error, const input::Document& document) {
  std::string reason;
  for (const Problem& problem : error.problems()) {
    reason += reason.empty() ? "" : "; ";
    // Settings of a sweep are named as those of the command line; the path of the sweep file would make the
    // reason, and with it the point's id and row, depend on where files lie.
    if (problem.where.file.starts_with("--set "))
      reason += problem.where.file.substr(6) + ": ";
    else if (problem.where.file != document.name)
      reason += std::filesystem::path(problem.where.file).filename().string() + ": ";
    else if (problem.where.line != 0)
      reason += fmt::format("line {}: ", problem.where.line);
    reason += problem.message;
  }
  return reason;
}

}  // namespace

std::string scenario_name(const input::Document& document) {
  for (const input::Node::Entry& entry : document.root.entries) {
    if (entry.key == "name") return entry.value.scalar;
  }
  return {};
}

Derived derive(const input::Document& scenario, const Part& part, const std::vector<const Level*>& levels,
               scenario::Library& library) {
  // A copy: settings are applied to the tree, and other threads derive from the same document.
  input::Document document{scenario.name, {}, scenario.root};
  try {
    // What a part sets for all comes first, so that an axis can vary it.
    for (const scenario::Override& setting : part.settings) scenario::apply(document, setting, library);
    for (const Level* level : levels) {
      for (const scenario::Override& setting : level->settings) scenario::apply(document, setting, library);
    }
    return {scenario::read_scenario(document, library), {}};
  } catch (const InputError& error) {
    return {{}, to_reason(error, document)};
  }
}

namespace {

bool sets_planner(const Level& level) {
  return std::any_of(level.settings.begin(), level.settings.end(), [](const scenario::Override& setting) {
    return input::path_starts_with(setting.path, "planner");
  });
}

/// What is wrong with the planner of a scenario with these levels; empty if nothing is, or something else.
std::string planner_problem(const input::Document& document, const Part& part,
                            const std::vector<const Level*>& levels, scenario::Library& library,
                            const planner::Registry& planners) {
  const Derived derived = derive(document, part, levels, library);
  return derived.scenario ? planners.problem_with(derived.scenario->planner) : std::string();
}

/// A planner that does not exist, or does not take its parameters, is a mistake of the file at every point;
/// other values that make no valid scenario are points that fail.
void check_planners(const Sweep& sweep, const Part& part, scenario::Library& library,
                    input::Problems& problems) {
  std::vector<std::size_t> axes;  // that set the planner or a parameter
  std::vector<const Level*> first;
  for (std::size_t a = 0; a < part.axes.size(); ++a) {
    const std::vector<Level>& levels = part.axes[a].levels;
    first.push_back(&levels.front());
    if (std::any_of(levels.begin(), levels.end(), sets_planner)) axes.push_back(a);
  }
  for (const int index : part.scenarios) {
    const input::Document& document = sweep.scenarios[static_cast<std::size_t>(index)];
    const auto report = [&](const Location& where, const std::string& problem) {
      if (problem.empty()) return;
      problems.add(where.line, where.column,
                   fmt::format("scenario {}: {}", scenario_name(document), problem));
    };
    if (part.planners.empty() && axes.empty())
      report(part.settings_where, planner_problem(document, part, {}, library, *sweep.planners));
    for (const std::size_t a : axes) {
      std::set<std::string> said;  // not for every value again
      for (const Level& level : part.axes[a].levels) {
        // All other axes at their first level: one combination stands for all in which they do not matter.
        std::vector<const Level*> levels = first;
        levels[a] = &level;
        const std::string problem = planner_problem(document, part, levels, library, *sweep.planners);
        // With another value of another axis it may be right.
        const bool wrong = std::all_of(axes.begin(), axes.end(), [&](std::size_t other) {
          return other == a ||
                 std::all_of(
                     part.axes[other].levels.begin(), part.axes[other].levels.end(), [&](const Level& with) {
                       std::vector<const Level*> changed = levels;
                       changed[other] = &with;
                       return !planner_problem(document, part, changed, library, *sweep.planners).empty();
                     });
        });
        if (wrong && said.insert(problem).second) report(part.axes[a].where, problem);
      }
    }
  }
}

/// The setting of a part with which its scenario is no longer valid. Pre: with all of them it is not, with
/// none it is.
const scenario::Override& first_wrong(const Part& part, const input::Document& document,
                                      scenario::Library& library) {
  Part so_far;
  for (const scenario::Override& setting : part.settings) {
    so_far.settings.push_back(setting);
    if (!derive(document, so_far, {}, library).scenario) return setting;
  }
  return part.settings.back();
}

}  // namespace

void check_paths(const Sweep& sweep, const Part& part, scenario::Library& library,
                 input::Problems& problems) {
  check_planners(sweep, part, library, problems);
  std::vector<const Level*> first;
  for (const Axis& axis : part.axes) first.push_back(&axis.levels.front());
  for (const int index : part.scenarios) {
    const input::Document& document = sweep.scenarios[static_cast<std::size_t>(index)];
    // The usual case costs one reading per scenario; only where it fails is it worth looking for whose fault
    // it is.
    if (derive(document, part, first, library).scenario) continue;
    (void)scenario::read_scenario(document, library);  // reports problems of the file itself
    const std::string name = scenario_name(document);
    const Derived base = derive(document, part, {}, library);
    if (!base.scenario) {
      const scenario::Override& wrong = first_wrong(part, document, library);
      problems.add(wrong.where.line, wrong.where.column,
                   fmt::format("scenario {} with {} set: {}", name, wrong.path, base.problem));
      continue;
    }
    for (const Axis& axis : part.axes) {
      std::string problem;
      // One valid level is enough: a path that leads somewhere is no mistake, even if most values fail.
      for (const Level& level : axis.levels) {
        Derived derived = derive(document, part, {&level}, library);
        if (derived.scenario) {
          problem.clear();
          break;
        }
        if (problem.empty()) problem = std::move(derived.problem);
      }
      if (!problem.empty()) {
        problems.add(
            axis.where.line, axis.where.column,
            fmt::format("no value of axis {} makes a valid scenario of {}: {}", axis.name, name, problem));
      }
    }
  }
}

}  // namespace synergy::sweep
