#include "synergy/results/doubts.hpp"

#include "synergy/scenario/stored.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::results {
namespace {

void add_once(std::vector<std::string>& lines, std::vector<std::string> more) {
  for (std::string& line : more) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }
}

/// Calls `visit(lowered, layers)` for each segment of a plan.
template <class Visit>
void visit_segments(const scenario::Scenario& scenario, const plan::CollaborationPlan& plan,
                    const Visit& visit) {
  for (const plan::AppId a : plan.apps.ids()) {
    for (const plan::Segment& segment : plan.apps[a].segments)
      visit(*scenario.devices[segment.device].accelerator->lower(scenario.apps[a].model), segment.layers);
  }
}

/// Traces that have nothing to say of the end of the run.
std::vector<std::string> short_traces(const scenario::Scenario& scenario) {
  const Time end = scenario.measurement.warm_up + scenario.measurement.window;
  std::vector<std::string> found;
  for (const scenario::Trace& trace : scenario.traces) {
    const Time last = trace.points.back().at;
    if (trace.loop || last >= end) continue;
    found.push_back(
        fmt::format("the trace at line {} ends at {}, before the run at {}: its last value holds; 'loop: "
                    "true' begins anew",
                    trace.where.line, to_text(last), to_text(end)));
  }
  return found;
}

/// Bodies that change load weights; where nobody says what lies in a flash, all does, even if it cannot.
std::vector<std::string> small_flashes(const scenario::Scenario& scenario) {
  std::vector<std::string> found;
  if (!scenario::is_dynamic(scenario)) return found;
  const scenario::Models models = scenario::models_of(scenario);
  for (const scenario::Device& device : scenario.devices) {
    if (device.part_of || device.stored_models || device.stores_all) continue;
    if (scenario::too_much_stored(device, models).empty()) continue;
    add_once(found,
             {fmt::format("devices with a {} load every model as from flash, whose {} B do not hold all "
                          "{}; 'stored_models' says which a device has",
                          device.accelerator->name(), device.accelerator->flash()->count(), models.size())});
  }
  return found;
}

}  // namespace

std::vector<std::string> doubts(const scenario::Scenario& scenario) {
  std::vector<std::string> found;
  for (const scenario::App& app : scenario.apps) {
    for (const scenario::Device& device : scenario.devices) {
      if (!device.accelerator) continue;
      const auto lowered = device.accelerator->lower(app.model);
      if (lowered->problems_alone(app.model->all()).empty())
        add_once(found, lowered->doubts(app.model->all()));
    }
  }
  add_once(found, short_traces(scenario));
  add_once(found, small_flashes(scenario));
  return found;
}

std::vector<std::string> doubts(const scenario::Scenario& scenario, const plan::CollaborationPlan& plan) {
  std::vector<std::string> found;
  visit_segments(scenario, plan, [&](const device::Lowered& lowered, device::LayerRange layers) {
    add_once(found, lowered.doubts(layers));
  });
  return found;
}

std::vector<std::string> uncut(const scenario::Scenario& scenario, const plan::CollaborationPlan& plan) {
  std::vector<std::string> found;
  visit_segments(scenario, plan, [&](const device::Lowered& lowered, device::LayerRange /*layers*/) {
    const int last = lowered.network().layer_count() - 1;
    for (int layer = 0; layer < last; ++layer) {
      if (lowered.can_stop_after(layer)) return;
    }
    if (last > 0)
      add_once(found, {fmt::format("{} runs '{}' whole or not at all", lowered.accelerator().name(),
                                   lowered.network().name())});
  });
  return found;
}

}  // namespace synergy::results
