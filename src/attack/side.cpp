#include "synergy/attack/judge.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/usage_error.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

namespace synergy::attack {

const std::vector<std::string_view>& names_of(Metric) {
  static const std::vector<std::string_view> names{"throughput", "latency", "power", "objective"};
  return names;
}

std::string_view unit_of(Metric metric) {
  switch (metric) {
    case Metric::throughput:
      return "inf/s";
    case Metric::latency:
      return "ms";
    case Metric::power:
      return "mW";
    case Metric::objective:
      break;
  }
  return "";
}

Side side_of(const std::string& text, scenario::Policy policy, const planner::Registry& planners) {
  Side side;
  side.policy = policy;
  const std::size_t at = text.find('@');
  if (at != std::string::npos) {
    using Trigger = scenario::Trigger::Kind;
    // Those without a setting of their own.
    static const std::vector<std::pair<std::string_view, Trigger>> triggers{
        {"never", Trigger::never},
        {"change", Trigger::change},
        {"clairvoyant_free", Trigger::clairvoyant_free},
        {"clairvoyant_paid", Trigger::clairvoyant_paid}};
    const std::string name = text.substr(at + 1);
    std::vector<std::string_view> names;
    for (const auto& [known, kind] : triggers) {
      names.push_back(known);
      if (known == name) side.trigger = kind;
    }
    if (!side.trigger) throw UsageError(unknown_name("trigger", name, names));
    Side rest = side_of(text.substr(0, at), policy, planners);
    rest.trigger = side.trigger;
    return rest;
  }
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const auto& names = scenario::names_of(scenario::Policy{});
    const std::string name = text.substr(slash + 1);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw UsageError(unknown_name("policy", name, names));
    side.policy = static_cast<scenario::Policy>(found - names.begin());
  }
  std::istringstream words(text.substr(0, slash));
  std::string word;
  words >> word;
  side.planner = planners.find(word);
  if (side.planner == nullptr) throw UsageError(unknown_name("planner", word, planners.names()));
  while (words >> word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError(
          fmt::format("'{}': expected NAME=VALUE, a parameter of planner {}", word, side.planner->name));
    side.parameters.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  try {
    (void)planner::read_parameters(*side.planner, side.parameters);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("planner {}: {}", side.planner->name, error.what()));
  }
  return side;
}

std::string to_text(const Side& side) {
  std::string text = side.planner->name;
  for (const auto& [name, value] : side.parameters) text += fmt::format(" {}={}", name, value);
  if (side.policy != scenario::Policy::adaptive) text += fmt::format("/{}", scenario::to_text(side.policy));
  if (side.trigger)
    text += fmt::format(
        "@{}", scenario::names_of(scenario::Trigger::Kind{}).at(static_cast<std::size_t>(*side.trigger)));
  return text;
}

}  // namespace synergy::attack
