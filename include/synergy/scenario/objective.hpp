#pragma once

#include "synergy/device/network.hpp"
#include "synergy/quantities/quantities.hpp"
#include "synergy/scenario/ids.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace synergy::scenario {

/// What the planners synergy, refine and optimal make best. All other planners have their own rule.
///
/// Objectives are about the load the user offers.
///
/// Regimes rounds and saturated offer as much as the plan can take, so the load is a round: every app once,
/// in the time that the busiest unit needs under parallel execution. throughput: the shortest round; of
/// equals the smallest sum of the apps' latencies, then the least dynamic energy of a round. latency: that
/// sum, then that energy. energy: the energy of the whole body in a round, static power x round time +
/// dynamic energy (over the number of apps: per inference), then that sum. Power alone would reward plans for
/// being slow; at equal rounds it is the same.
///
/// Regimes periodic and poisson offer every app's rate, and a second of it takes the place of a round. A plan
/// sustains it if no unit is busy for more than that second. Plans that do come before all that do not, and
/// of the latter those whose busiest unit is busy the least. throughput: the smallest busy time of the
/// busiest unit (all plans that sustain the rates serve the same; the smallest leaves the most room), then
/// the latencies, then the dynamic power. latency: the latencies, then that power. energy: the power of the
/// whole body, static power + sum over the apps of rate x dynamic energy of an inference, then the latencies.
///
/// weighted: the smallest weighted sum of all three: busy time of the busiest unit, latencies, energy of the
/// whole body.
///
/// Static power is what the body draws while nothing happens: idle states of all parts, sensors in use that
/// stream, links in use. Latencies are without contention (waiting behind other apps is left out).
struct Objective {
  enum class Kind : std::uint8_t { throughput, latency, energy, weighted };
  Kind kind = Kind::throughput;
  /// Of weighted, in thousandths: per ms of round time (at rates, of busy time in a second), per ms of the
  /// sum of latencies, per mJ of the body's energy in that time. All 0 otherwise.
  ///
  /// Whole numbers, so that a search compares weighted sums exactly. Files write 0 to 1000 with up to three
  /// decimals; at least one weight is positive.
  std::int64_t round_thousandths = 0;
  std::int64_t latency_thousandths = 0;
  std::int64_t energy_thousandths = 0;
  auto operator<=>(const Objective&) const = default;
};
[[nodiscard]] const std::vector<std::string_view>& names_of(Objective::Kind);

/// Layers of an app that must be computed on one device.
///
/// A plan may cut inside the range, and the segment may reach beyond it: what counts is that none of these
/// layers is computed elsewhere.
struct PinnedSegment {
  device::LayerRange layers;
  /// Place in Scenario::devices; it has an accelerator. Pins of one app to different devices do not overlap.
  DeviceId device;
  auto operator<=>(const PinnedSegment&) const = default;
};

/// What a plan must keep for one app, whatever the objective.
///
/// A plan that breaks one is infeasible, and the reasons say by how much (plan::Reason).
struct AppConstraints {
  /// Of the estimated latency without contention, switches included.
  ///
  /// None: any latency will do. An inference that takes longer in a run because others are in its way breaks
  /// no limit: App::deadline counts those.
  std::optional<Duration> latency_limit;
  std::vector<DeviceId> forbidden_devices;  ///< where it may neither sense, compute nor interact; ascending
  std::vector<PinnedSegment> pinned_segments;
  auto operator<=>(const AppConstraints&) const = default;
};

}  // namespace synergy::scenario
