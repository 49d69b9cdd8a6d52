#pragma once

#include "synergy/model/model.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace synergy::scenario {

/// What the planners synergy, refine and optimal make best. All other planners have their own rule.
///
/// throughput: the smallest round time under parallel execution; of equals the smallest sum of the apps'
/// latencies, then the least dynamic energy of a round. latency: that sum, then that energy. energy: that
/// energy, then that sum. weighted: the smallest weighted sum of all three.
struct Objective {
  enum class Kind : std::uint8_t { throughput, latency, energy, weighted };
  Kind kind = Kind::throughput;
  /// Of weighted, in thousandths: per ms of round time, per ms of the sum of latencies, per mJ of a round's
  /// dynamic energy. All 0 otherwise.
  std::int64_t round_thousandths = 0;
  std::int64_t latency_thousandths = 0;
  std::int64_t energy_thousandths = 0;
  auto operator<=>(const Objective&) const = default;
};
[[nodiscard]] const std::vector<std::string_view>& names_of(Objective::Kind);

/// Layers of an app that must be computed on one device.
struct PinnedSegment {
  model::LayerRange layers;
  int device = 0;  ///< index into Scenario::devices
  auto operator<=>(const PinnedSegment&) const = default;
};

/// What a plan must keep for one app, whatever the objective.
struct AppConstraints {
  /// Of the estimated latency without contention, switches included.
  std::optional<Duration> latency_limit;
  std::vector<int> forbidden_devices;  ///< where it may neither sense, compute nor interact; ascending
  std::vector<PinnedSegment> pinned_segments;
  auto operator<=>(const AppConstraints&) const = default;
};

}  // namespace synergy::scenario
