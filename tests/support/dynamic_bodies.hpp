#pragma once

#include "synergy/planner/registry.hpp"
#include "synergy/run/replanner.hpp"
#include "synergy/simulation/dynamic.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "scenarios.hpp"

namespace synergy::test {

using Changes = std::vector<dynamics::Change>;
using Presence = dynamics::DevicePresence::Kind;

/// A body, its planner and what happens to it.
struct Changing {
  explicit Changing(scenario::Scenario s, const char* planner = "synergy",
                    scenario::Trigger::Kind trigger = scenario::Trigger::Kind::never)
      : body((s.replanning.trigger.kind = trigger, std::move(s))),
        replanner(std::make_shared<const run::PlanningReplanner>(planner::Registry::builtin().at(planner),
                                                                 run::Workload(body, tables()))) {}

  [[nodiscard]] plan::DeviceId device(const std::string& name) const {
    for (const plan::DeviceId d : body.devices.ids())
      if (body.devices[d].name == name) return d;
    throw std::invalid_argument(name);
  }
  void at(double s, plan::DeviceId d, Presence kind, double connected_after_s = 0.5) {
    const bool joins = kind == Presence::join;
    changes.push_back({seconds(s),
                       dynamics::DevicePresence{d, kind, joins ? seconds(connected_after_s) : Duration()},
                       true, body.devices[d].name + (joins ? " joins" : " goes")});
  }
  void at(double s, plan::AppId a, bool runs) {
    changes.push_back(
        {seconds(s), dynamics::AppRuns{a, runs}, true, body.apps[a].name + (runs ? " starts" : " stops")});
  }
  [[nodiscard]] simulation::DynamicResult run(const simulation::Options& options = {},
                                              int replication = 0) const {
    return simulation::simulate_dynamic(body, replanner->policy(), replication, changes, *replanner, options);
  }

  static const std::shared_ptr<plan::TableCache>& tables() {
    static const auto shared = std::make_shared<plan::TableCache>();
    return shared;
  }

  scenario::Scenario body;
  std::shared_ptr<const run::PlanningReplanner> replanner;
  Changes changes;
};

inline std::int64_t completed(const simulation::DynamicResult& result) {
  std::int64_t sum = 0;
  for (const auto& app : result.total.apps) sum += app.completed;
  return sum;
}

/// What must hold of every run, as a text that says what does not.
inline std::string broken_laws(const simulation::DynamicResult& result) {
  std::string text;
  for (const auto& check : result.total.failed_checks) text += check.message + "; ";
  std::int64_t completed = 0, in_epochs = 0, dropped = 0, dropped_in_epochs = 0;
  Energy epochs, drawn;
  for (const auto& app : result.total.apps) {
    completed += app.completed;
    dropped += app.dropped();
  }
  Time at;
  for (const auto& epoch : result.epochs) {
    if (epoch.begin != at || epoch.end < epoch.begin) text += "epochs leave gaps; ";
    at = epoch.end;
    in_epochs += epoch.completed;
    dropped_in_epochs += epoch.dropped_queue_full + epoch.dropped_link_lost + epoch.dropped_device_lost +
                         epoch.dropped_app_stopped;
    epochs += epoch.energy;
  }
  for (const auto& device : result.devices) drawn += device.drawn;
  if (at != result.total.warm_up + result.total.window) text += "epochs end too soon; ";
  if (completed != in_epochs) text += "completions are not those of the epochs; ";
  if (dropped != dropped_in_epochs) text += "drops are not those of the epochs; ";
  // Links are counted event by event in one and by their mean power in the other, and cut transfers by share.
  if (std::abs((epochs - drawn).si()) > 5e-3 * drawn.si() + 5e-4)
    text += "energies are not those of the epochs; ";
  return text;
}

}  // namespace synergy::test
