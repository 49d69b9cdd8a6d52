#include "synergy/planner/planner.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace synergy::planner {

std::string_view to_text(Origin origin) {
  switch (origin) {
    case Origin::paper:
      return "paper";
    case Origin::reconstructed:
      return "reconstructed";
    case Origin::ours:
      break;
  }
  return "ours";
}

ParameterValues read_parameters(const Planner& planner,
                                const std::vector<std::pair<std::string, std::string>>& written) {
  ParameterValues values(planner.parameters);
  for (const auto& [name, text] : written) {
    const std::string& wanted = name;  // clang 14 does not let a lambda capture a structured binding
    const auto found = std::find_if(planner.parameters.begin(), planner.parameters.end(),
                                    [&](const Parameter& parameter) { return parameter.name == wanted; });
    if (found == planner.parameters.end()) {
      std::vector<std::string_view> names;
      for (const Parameter& parameter : planner.parameters) names.push_back(parameter.name);
      throw std::invalid_argument(
          unknown_name(fmt::format("parameter of planner {}", planner.name), name, names));
    }
    values.set(name, found->read(text));
  }
  return values;
}

ParameterValues values_of(const Planner& planner, const scenario::PlannerChoice& choice) {
  if (choice.name != planner.name) return ParameterValues(planner.parameters);
  try {
    return read_parameters(planner, choice.parameters);
  } catch (const std::invalid_argument& error) {
    throw InputError(choice.where, fmt::format("planner {}: {}", planner.name, error.what()));
  }
}

Planned plan_with_defaults(const Planner& planner, const plan::PlanningProblem& problem) {
  return planner.plan({problem, ParameterValues(planner.parameters)});
}

}  // namespace synergy::planner
