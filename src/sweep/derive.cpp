#include "derive.hpp"

#include "synergy/input/edit.hpp"

#include "part.hpp"
#include <fmt/format.h>

namespace synergy::sweep {
namespace {

/// "link.connection_interval=5 ms: not a multiple of ..." without the path of any file.
std::string to_reason(const InputError& error, const input::Document& document) {
  std::string reason;
  for (const Problem& problem : error.problems()) {
    reason += reason.empty() ? "" : "; ";
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
  input::Document document{scenario.name, {}, scenario.root};
  try {
    for (const scenario::Override& setting : part.settings)
      input::set_path(document, setting.path, setting.value);
    for (const Level* level : levels) {
      for (const scenario::Override& setting : level->settings)
        input::set_path(document, setting.path, setting.value);
    }
    return {scenario::read_scenario(document, library), {}};
  } catch (const InputError& error) {
    return {{}, to_reason(error, document)};
  }
}

void check_paths(const Sweep& sweep, const Part& part, scenario::Library& library,
                 input::Problems& problems) {
  std::vector<const Level*> first;
  for (const Axis& axis : part.axes) first.push_back(&axis.levels.front());
  for (const int index : part.scenarios) {
    const input::Document& document = sweep.scenarios[static_cast<std::size_t>(index)];
    if (derive(document, part, first, library).scenario) continue;
    (void)scenario::read_scenario(document, library);  // reports problems of the file itself
    const std::string name = scenario_name(document);
    const Derived base = derive(document, part, {}, library);
    if (!base.scenario) {
      problems.add(part.settings_where.line, part.settings_where.column,
                   fmt::format("scenario {} with these settings: {}", name, base.problem));
      continue;
    }
    for (const Axis& axis : part.axes) {
      std::string problem;
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
