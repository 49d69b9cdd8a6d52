#pragma once

#include "synergy/scenario/objective.hpp"

#include <array>

#include "completion.hpp"
#include "load.hpp"

namespace synergy::planner {

using scenario::Objective;

/// The weighted sum of latency and energy, in 1e-9 of its unit; energy counts in whole nanojoules. Sums of
/// parts are at most the sum of the whole.
[[nodiscard]] inline std::int64_t weighted_sums(const Objective& o, Duration latency,
                                                std::int64_t energy_fj) {
  return o.latency_thousandths * latency.ns() + o.energy_thousandths * (energy_fj / 1'000'000);
}
[[nodiscard]] inline std::int64_t weighted_round(const Objective& o, Duration round) {
  return o.round_thousandths * round.ns();
}

/// What an objective adds up over the parts of a plan, the more important first. The round time is not in it.
[[nodiscard]] inline Cost sums_of(const Objective& o, Duration latency, std::int64_t energy_fj) {
  if (o.kind == Objective::Kind::weighted) return {weighted_sums(o, latency, energy_fj), 0};
  if (o.kind == Objective::Kind::energy) return {energy_fj, latency.ns()};
  return {latency.ns(), energy_fj};
}

/// What an objective compares, smaller is better; unused places are 0.
using Value = std::array<std::int64_t, 3>;
[[nodiscard]] inline Value value_of(const Objective& o, const Score& score) {
  const Cost sums = sums_of(o, score.latency, score.energy_fj);
  if (o.kind == Objective::Kind::throughput) return {score.round.ns(), sums.first, sums.second};
  if (o.kind == Objective::Kind::weighted) return {sums.first + weighted_round(o, score.round), 0, 0};
  return {sums.first, sums.second, 0};
}

}  // namespace synergy::planner
