#include "session.hpp"

#include "synergy/outside/planners.hpp"

#include <algorithm>

namespace synergy::python {
namespace {

/// What `fill` adds to a registry that has no planners but those that ship.
template <class Fill>
std::vector<planner::Planner> filled(const Fill& fill) {
  planner::Registry registry = planner::Registry::builtin();
  const auto shipped = static_cast<std::ptrdiff_t>(registry.size());
  fill(registry);
  return {registry.begin() + shipped, registry.end()};
}

}  // namespace

void Session::add(planner::Planner planner) {
  std::vector<planner::Planner> added = added_;
  const auto same =
      std::find_if(added.begin(), added.end(), [&](const auto& other) { return other.name == planner.name; });
  if (same == added.end()) {
    added.push_back(std::move(planner));
  } else {
    *same = std::move(planner);
  }
  planner::Registry registry = planner::Registry::builtin();
  for (const planner::Planner& each : added) registry.add(each);
  added_ = std::move(added);
  registry_ = std::make_shared<const planner::Registry>(std::move(registry));
}

void Session::add_module(const std::filesystem::path& file) {
  for (planner::Planner& planner : filled([&](auto& registry) { (void)outside::add_module(registry, file); }))
    add(std::move(planner));
}

void Session::add_process(const std::string& command, Duration time_out) {
  const auto fill = [&](auto& registry) { (void)outside::add_process(registry, command, time_out); };
  for (planner::Planner& planner : filled(fill)) add(std::move(planner));
}

}  // namespace synergy::python
