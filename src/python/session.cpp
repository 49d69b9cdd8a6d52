#include "session.hpp"

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

outside::Provenance Session::whence() const {
  outside::Provenance all;
  for (const Added& added : added_) {
    for (const auto& each : added.whence) {
      if (std::find(all.begin(), all.end(), each) == all.end()) all.push_back(each);
    }
  }
  return all;
}

Session::ByPlanner Session::whence_by_planner() const {
  ByPlanner all;
  for (const Added& added : added_) all.emplace_back(added.planner.name, added.whence);
  return all;
}

void Session::add(planner::Planner planner, outside::Provenance whence) {
  std::vector<Added> all = added_;
  const auto same =
      std::find_if(all.begin(), all.end(), [&](const Added& a) { return a.planner.name == planner.name; });
  Added added{std::move(planner), std::move(whence)};
  if (same == all.end()) {
    all.push_back(std::move(added));
  } else {
    *same = std::move(added);
  }
  planner::Registry registry = planner::Registry::builtin();
  for (const Added& each : all) registry.add(each.planner);
  added_ = std::move(all);
  registry_ = std::make_shared<const planner::Registry>(std::move(registry));
}

void Session::add_module(const std::filesystem::path& file) {
  outside::Provenance whence;
  for (planner::Planner& planner :
       filled([&](auto& registry) { whence = outside::add_module(registry, file); }))
    add(std::move(planner), whence);
}

void Session::add_process(const std::string& command, Duration time_out) {
  outside::Provenance whence;
  const auto fill = [&](auto& registry) { whence = outside::add_process(registry, command, time_out); };
  for (planner::Planner& planner : filled(fill)) add(std::move(planner), whence);
}

}  // namespace synergy::python
