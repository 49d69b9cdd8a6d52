#include "synergy/scenario/stored.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::scenario {

Models models_of(const Scenario& scenario) {
  Models models;
  for (const App& app : scenario.apps) {
    if (std::find(models.begin(), models.end(), app.model) == models.end()) models.push_back(app.model);
  }
  return models;
}

std::string too_much_stored(const Device& device, const Models& models) {
  const auto flash = device.accelerator ? device.accelerator->flash() : std::nullopt;
  if (!flash) return {};
  Bytes all;
  Bytes kept;
  std::string each;
  std::string fitting;
  for (const auto& model : models) {
    const Bytes bytes = device.accelerator->lower(model)->parameter_bytes(model->all());
    all += bytes;
    each += fmt::format("{}{} ({} B)", each.empty() ? "" : ", ", model->name(), bytes.count());
    if (kept + bytes > *flash) continue;
    kept += bytes;
    fitting += (fitting.empty() ? "" : ", ") + model->name();
  }
  if (all <= *flash) return {};
  return fmt::format(
      "'{}' is to store {}: {} B in all, and the flash of {} has {} B; 'stored_models: [{}]' fits",
      device.name, each, all.count(), device.accelerator->name(), flash->count(), fitting);
}

std::vector<Problem> problems_of_stored(const Scenario& scenario) {
  std::vector<Problem> found;
  const Models models = models_of(scenario);
  for (const Device& device : scenario.devices) {
    if (!device.stores_all) continue;
    std::string message = too_much_stored(device, models);
    if (!message.empty()) found.push_back({*device.stores_all, std::move(message)});
  }
  return found;
}

}  // namespace synergy::scenario
