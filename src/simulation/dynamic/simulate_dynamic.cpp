#include "synergy/simulation/dynamic.hpp"

#include "body_run.hpp"

namespace synergy::simulation {

DynamicResult simulate_dynamic(const scenario::Scenario& body, scenario::Policy policy, int replication,
                               std::span<const dynamics::Change> changes, const Replanner& replanner,
                               const Options& options) {
  return BodyRun(body, policy, replication, changes, replanner, options).run();
}

std::string_view to_text(Replanning::Outcome outcome) {
  switch (outcome) {
    case Replanning::Outcome::in_force:
      return "in_force";
    case Replanning::Outcome::unchanged:
      return "unchanged";
    case Replanning::Outcome::declined:
      return "declined";
    case Replanning::Outcome::infeasible:
      return "infeasible";
    case Replanning::Outcome::no_coordinator:
      return "no_coordinator";
    case Replanning::Outcome::abandoned:
      break;
  }
  return "abandoned";
}

Energy DynamicResult::reconfiguration_energy() const {
  Energy sum;
  for (const DeviceResult& device : total.devices) sum += device.reconfiguration;
  return sum;
}

std::int64_t DynamicResult::plans_put_in_force() const {
  std::int64_t count = 0;
  for (const Replanning& replanning : replannings)
    count += replanning.outcome == Replanning::Outcome::in_force ? 1 : 0;
  return count;
}

double DynamicResult::plan_churn_ratio() const {
  std::int64_t moved = 0;
  std::int64_t layers = 0;
  for (const Replanning& replanning : replannings) {
    if (replanning.outcome != Replanning::Outcome::in_force) continue;
    moved += replanning.layers_moved;
    layers += replanning.layers;
  }
  return layers > 0 ? static_cast<double>(moved) / static_cast<double>(layers) : 0;
}

std::optional<Time> DynamicResult::first_battery_empty() const {
  std::optional<Time> first;
  for (const DeviceLife& device : devices) {
    if (device.empty) first = std::min(first.value_or(Time::max()), *device.empty);
  }
  return first;
}

Time DynamicResult::body_lifetime() const {
  Time until;
  for (const Epoch& epoch : epochs) {
    const bool serves =
        std::any_of(epoch.served.begin(), epoch.served.end(), [](bool served) { return served; });
    if (serves) until = epoch.end;
  }
  return until;
}

}  // namespace synergy::simulation
