#pragma once

#include "synergy/base/ids.hpp"

namespace synergy::scenario {

struct Device;
struct App;

/// Place of a device in Scenario::devices, of an app in Scenario::apps.
using DeviceId = Id<Device>;
using AppId = Id<App>;

using Devices = IdVector<DeviceId, Device>;

}  // namespace synergy::scenario
