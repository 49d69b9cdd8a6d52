#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"
#include "synergy/planner/planner.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

namespace synergy::planner {

// One line per planner: its definition is in the file of that name.
extern const Planner kSynergy, kMinDev, kMaxDev, kPriMinDev, kPriMaxDev, kIndModel, kIndE2e, kJointModel;
extern const Planner kRefine, kOptimal, kRandom;

const std::vector<const Planner*>& planners() {
  static const std::vector<const Planner*> all = [] {
    std::vector<const Planner*> table{&kSynergy, &kMinDev,     &kMaxDev, &kPriMinDev, &kPriMaxDev, &kIndModel,
                                      &kIndE2e,  &kJointModel, &kRefine, &kOptimal,   &kRandom};
    for (std::size_t i = 0; i < table.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j)
        ensure(table[i]->name != table[j]->name, "planners have different names");
    }
    return table;
  }();
  return all;
}

const Planner* find_planner(std::string_view name) {
  const auto found =
      std::find_if(planners().begin(), planners().end(), [&](const Planner* p) { return p->name == name; });
  return found == planners().end() ? nullptr : *found;
}

std::string problem_with(const scenario::PlannerChoice& choice) {
  const Planner* planner = find_planner(choice.name);
  if (planner == nullptr) {
    std::vector<std::string_view> names;
    for (const Planner* known : planners()) names.push_back(known->name);
    return unknown_name("planner", choice.name, names);
  }
  try {
    (void)read_parameters(*planner, choice.parameters);
    return {};
  } catch (const std::invalid_argument& error) {
    return fmt::format("planner {}: {}", planner->name, error.what());
  }
}

ParameterValues read_parameters(const Planner& planner,
                                const std::vector<std::pair<std::string, std::string>>& written) {
  ParameterValues values;
  std::vector<std::string_view> names;
  for (const Parameter& parameter : planner.parameters) {
    values.push_back(parameter.default_value);
    names.push_back(parameter.name);
  }
  for (const auto& [name, text] : written) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      throw std::invalid_argument(
          unknown_name(fmt::format("parameter of planner {}", planner.name), name, names));
    }
    const auto i = static_cast<std::size_t>(found - names.begin());
    const Parameter& parameter = planner.parameters[i];
    if (parameter.type == Parameter::Type::boolean) {
      if (text != "true" && text != "false") {
        throw std::invalid_argument(fmt::format("{}: expected true or false, found '{}'", name, text));
      }
      values[i] = text == "true" ? 1 : 0;
      continue;
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), values[i]);
    if (error != std::errc() || end != text.data() + text.size() || values[i] < parameter.low ||
        values[i] > parameter.high) {
      throw std::invalid_argument(fmt::format("{}: expected a whole number from {} to {}, found '{}'", name,
                                              parameter.low, parameter.high, text));
    }
  }
  return values;
}

}  // namespace synergy::planner
