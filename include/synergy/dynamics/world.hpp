#pragma once

#include "synergy/dynamics/change.hpp"
#include "synergy/scenario/scenario.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace synergy::dynamics {

/// Everything that changes of a body, at one instant. Who does not know all (a crash that nobody has noticed,
/// a device that is not connected yet) or knows more (a battery that is empty) keeps one of their own.
struct World {
  IdVector<DeviceId, bool> present;
  /// Share of its clock that a device's accelerator works at: above 0 to 1.
  IdVector<DeviceId, double> accelerator_clock;
  IdVector<AppId, bool> runs;
  IdVector<AppId, Frequency> rate;
  /// As planners may know it (LinkLoss::expected_db), of pairs of which a change has told; nothing: blocked.
  std::map<link::Ends, std::optional<double>> path_loss_db{};
  bool operator==(const World&) const = default;
};

/// What the file says, before any change.
[[nodiscard]] World world_at_start(const scenario::Scenario& body);
/// Charges of batteries are not part of a world.
void apply(World& world, const Change& change);

/// The body as a scenario of its own in which nothing changes. Devices that are away are left out, with their
/// further accelerators; so are apps that do not run, and those that cannot (left_out()). Devices and apps
/// keep their names and their order; sets of links their numbers. A blocked link is one of 200 dB.
///
/// May have no apps, or no devices, as no loaded scenario has: then there is nothing to plan.
[[nodiscard]] scenario::Scenario scenario_of(const scenario::Scenario& body, const World& world);

/// An app that should run and cannot, and why: its sensor is away, say.
struct LeftOut {
  AppId app;
  std::string reason;
};
/// In the order of the apps.
[[nodiscard]] std::vector<LeftOut> left_out(const scenario::Scenario& body, const World& world);

/// The world right after `at`, by the changes in the order of expand().
[[nodiscard]] World world_after(const scenario::Scenario& body, std::span<const Change> changes, Time at);
/// The same as a scenario.
[[nodiscard]] inline scenario::Scenario world_at(const scenario::Scenario& body,
                                                 std::span<const Change> changes, Time at) {
  return scenario_of(body, world_after(body, changes, at));
}

}  // namespace synergy::dynamics
