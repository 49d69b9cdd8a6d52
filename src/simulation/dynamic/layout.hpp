#pragma once

#include "synergy/simulation/dynamic.hpp"

#include <memory>
#include <vector>

#include "flow.hpp"

namespace synergy::simulation {

/// A plan laid out on the body: Deployment's counterpart on bodies that change, where several may be in use.
struct Layout {
  std::shared_ptr<const PlanInForce> plan;
  /// Of each of the body's apps; empty: the plan is not about it.
  IdVector<AppId, std::vector<BodyStep>> steps;
  IdVector<AppId, int> windows;
  /// Devices that an app needs, each once.
  IdVector<AppId, std::vector<DeviceId>> devices;
  /// What the plan promises, inferences/s and latency.
  IdVector<AppId, double> rate;
  IdVector<AppId, Duration> latency;
  int in_flight = 0;

  [[nodiscard]] bool has(AppId a) const { return !steps[a].empty(); }
};

}  // namespace synergy::simulation
