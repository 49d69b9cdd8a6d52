#include "add.hpp"

#include "synergy/input/usage_error.hpp"
#include "synergy/outside/planners.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace synergy::outside {
namespace {

/// The parts between separators, without empty ones.
std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(separator));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return parts;
}

std::vector<std::string> from_environment(const char* name, char separator,
                                          const std::vector<std::string>& given) {
  const char* value = std::getenv(name);
  std::vector<std::string> all = value == nullptr ? std::vector<std::string>{} : split(value, separator);
  all.insert(all.end(), given.begin(), given.end());
  return all;
}

bool is_name(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  constexpr std::array<std::string_view, 3> kTaken{"all", "fixed", "paired"};
  if (name.empty() || name.size() > kLongest || name.front() < 'a' || name.front() > 'z') return false;
  return std::find(kTaken.begin(), kTaken.end(), name) == kTaken.end() &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

Sources with_environment(Sources given) {
  given.modules = from_environment("SYNERGY_SIM_PLANNERS", ':', given.modules);
  given.commands = from_environment("SYNERGY_SIM_PLANNER_COMMANDS", '\n', given.commands);
  return given;
}

void add_planner(planner::Registry& registry, planner::Planner planner, const std::string& whose) {
  if (!is_name(planner.name)) {
    throw UsageError(fmt::format(
        "{}: '{}' is no name for a planner: it takes lower case letters, digits and _, begins with a letter, "
        "and is not all, fixed or paired",
        whose, planner.name.substr(0, 100)));
  }
  try {
    registry.add(std::move(planner));
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("{}: {}", whose, error.what()));
  }
}

plan::Infeasible no_answer(std::string why) {
  return {{{plan::Reason::Kind::structure, "", "", std::move(why)}}};
}

Provenance add(planner::Registry& registry, const Sources& sources) {
  Provenance all;
  const auto take = [&](const Provenance& more) { all.insert(all.end(), more.begin(), more.end()); };
  for (const std::string& file : sources.modules) take(add_module(registry, file));
  for (const std::string& command : sources.commands) take(add_process(registry, command, sources.time_out));
  return all;
}

}  // namespace synergy::outside
