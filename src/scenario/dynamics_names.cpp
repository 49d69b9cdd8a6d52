#include "synergy/scenario/scenario.hpp"

#include <algorithm>

namespace synergy::scenario {

// In the order of the enumerators; see names.cpp.
const std::vector<std::string_view>& names_of(Distribution::Law) {
  static const std::vector<std::string_view> names{"fixed",   "uniform",   "exponential",
                                                   "weibull", "lognormal", "empirical"};
  return names;
}
const std::vector<std::string_view>& names_of(Action::Kind) {
  static const std::vector<std::string_view> names{
      "start",  "stop",      "rate",          "leave", "crash", "join", "sleep", "accelerator_clock",
      "charge", "path_loss", "path_loss_add", "block"};
  return names;
}
const std::vector<std::string_view>& names_of(ChannelModel) {
  static const std::vector<std::string_view> names{"body_channel"};
  return names;
}
const std::vector<std::string_view>& names_of(TraceSets) {
  static const std::vector<std::string_view> names{"path_loss",         "path_loss_add", "present",
                                                   "accelerator_clock", "running",       "rate"};
  return names;
}
const std::vector<std::string_view>& names_of(Interpolation) {
  static const std::vector<std::string_view> names{"hold", "linear"};
  return names;
}
const std::vector<std::string_view>& names_of(BatteryUse::Does) {
  static const std::vector<std::string_view> names{"leave", "sleep"};
  return names;
}
const std::vector<std::string_view>& names_of(Trigger::Kind) {
  static const std::vector<std::string_view> names{"never", "change",           "every",
                                                   "drop",  "clairvoyant_free", "clairvoyant_paid"};
  return names;
}
const std::vector<std::string_view>& names_of(Scope) {
  static const std::vector<std::string_view> names{"all", "affected"};
  return names;
}
const std::vector<std::string_view>& names_of(Handover) {
  static const std::vector<std::string_view> names{"stop_all", "drain", "make_before_break"};
  return names;
}

bool is_dynamic(const Scenario& scenario) {
  const auto device_changes = [](const Device& device) {
    return device.thermal || (device.battery && device.battery_use != BatteryUse());
  };
  return !scenario.timeline.empty() || !scenario.processes.empty() || !scenario.traces.empty() ||
         std::any_of(scenario.apps.begin(), scenario.apps.end(),
                     [](const App& app) { return !app.running; }) ||
         std::any_of(scenario.devices.begin(), scenario.devices.end(), device_changes);
}

}  // namespace synergy::scenario
