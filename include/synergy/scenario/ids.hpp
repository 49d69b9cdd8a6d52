#pragma once

#include "synergy/base/ids.hpp"
#include "synergy/link/ids.hpp"

namespace synergy::scenario {

struct Device;
struct App;

/// Place of a device in Scenario::devices, of an app in Scenario::apps. Links, which stand below scenarios,
/// name their ends by the same ids.
using link::DeviceId;
using AppId = Id<App>;

/// All devices of a body, in the order in which planners meet them.
using Devices = IdVector<DeviceId, Device>;

}  // namespace synergy::scenario
