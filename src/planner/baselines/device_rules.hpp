#pragma once

#include "synergy/planner/planner.hpp"

namespace synergy::planner {

/// What tells the four device-count baselines apart.
struct DeviceRule {
  bool most = false;        ///< as many accelerators as possible instead of as few
  bool priorities = false;  ///< largest model first; accelerators by speed, then free memory
};

/// The device-count baselines: apps one by one against the memory left, source and target the first listed
/// devices that qualify.
[[nodiscard]] Planned plan_by_devices(const plan::PlanningProblem& problem, DeviceRule rule);

}  // namespace synergy::planner
