#pragma once

#include "synergy/link/link.hpp"
#include "synergy/quantities/quantities.hpp"
#include "synergy/scenario/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace synergy::dynamics {

using scenario::AppId;
using scenario::DeviceId;

/// The user starts or stops an app. One that stops finishes what is in flight and starts nothing new.
struct AppRuns {
  AppId app;
  bool runs = true;
};
/// From now on inferences of an app are asked for this often; open-loop regimes alone look at it.
struct AppRate {
  AppId app;
  Frequency rate;
};
/// A device goes away or comes back. leave, sleep: it says so before; crash: nobody knows until a supervision
/// timeout. join: it is there, and is found and connected before anybody can use it, which takes
/// `connected_after` (drawn, so that it is the same for every planner; 0 for the others).
struct DevicePresence {
  enum class Kind : std::uint8_t { leave, crash, sleep, join };
  DeviceId device;
  Kind kind = Kind::leave;
  Duration connected_after{};
};
/// What two devices' path loss is from the next packet on. Nothing: no packet arrives (blocked).
/// `expected_db` is what planners may know: the same without fading, its mean included.
struct LinkLoss {
  link::Ends ends;
  std::optional<double> path_loss_db;
  std::optional<double> expected_db;
};
/// The accelerator works at this fraction (over 0 to 1) of its clock, as when it is throttled.
struct AcceleratorClock {
  DeviceId device;
  double factor = 1;
};
/// The battery's charge is this much of its capacity, 0 to 1: it was charged, or the file says so.
struct BatteryCharge {
  DeviceId device;
  double ratio = 1;
};

/// One thing that happens to a body at one instant, whatever made it happen: a line of the timeline, a
/// process, a trace. Lists of changes are in the order in which they take effect; equal times keep it.
struct Change {
  Time at;
  std::variant<AppRuns, AppRate, DevicePresence, LinkLoss, AcceleratorClock, BatteryCharge> what;
  /// Whether anybody answers it. False of fading: nobody plans again because a packet is lost.
  bool lasting = true;
  /// As changes.csv has it: "ring leaves", "glasses-watch: path loss 92 dB". Empty where nobody answers.
  std::string text{};
};

}  // namespace synergy::dynamics
