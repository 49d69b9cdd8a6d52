#include <cmath>

#include "meter.hpp"
#include <fmt/format.h>

namespace synergy::simulation {
namespace {

/// Sums of the same terms in another order differ by rounding only.
bool close(Energy a, Energy b) {
  return std::abs(a.si() - b.si()) <= 1e-9 * std::max(std::abs(a.si()), std::abs(b.si())) + 1e-15;
}

}  // namespace

void check(const IdVector<UnitId, plan::Unit>& units, RunResult& result) {
  const auto fail = [&](std::string message) { result.failed_checks.push_back({std::move(message)}); };
  for (const AppId a : result.apps.ids()) {
    const AppResult& app = result.apps[a];
    const std::int64_t accounted = app.completed + app.dropped() + app.in_flight + app.waiting;
    if (app.generated != accounted) {
      fail(fmt::format("app {}: {} inferences generated, {} accounted for", a.value(), app.generated,
                       accounted));
    }
  }
  for (const UnitId u : result.units.ids()) {
    const UnitResult& unit = result.units[u];
    if (unit.busy + unit.idle != result.window || unit.busy < Duration() || unit.idle < Duration()) {
      fail(fmt::format("unit {}: busy {} ns + idle {} ns is not the window {} ns", units[u].name,
                       unit.busy.ns(), unit.idle.ns(), result.window.ns()));
    }
  }
  // The same energy is booked three times on its way, by three keys: what one of them forgets shows here.
  Energy by_app, by_phase, by_device;
  for (const AppResult& app : result.apps) by_app += app.dynamic_energy;
  for (const PhaseResult& phase : result.phases) by_phase += phase.energy;
  for (const DeviceResult& device : result.devices) by_device += device.dynamic();
  if (!close(by_app, by_device) || !close(by_phase, by_device)) {
    fail(fmt::format("dynamic energy: {} J by app, {} J by phase, {} J by device", by_app.si(), by_phase.si(),
                     by_device.si()));
  }
}

std::int64_t RunResult::completed_in_window() const {
  std::int64_t sum = 0;
  for (const AppResult& app : apps) sum += app.completed_in_window;
  return sum;
}

Energy RunResult::energy() const {
  Energy sum;
  for (const DeviceResult& device : devices) sum += device.statics() + device.dynamic();
  return sum;
}

}  // namespace synergy::simulation
