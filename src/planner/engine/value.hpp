#pragma once

#include "synergy/quantities/whole.hpp"
#include "synergy/scenario/objective.hpp"

#include <array>

#include "engine/completion_bound.hpp"
#include "engine/load.hpp"

namespace synergy::planner {

using scenario::Objective;

/// What sums of weights count: they are the widest numbers of a search, and the first to leave 64 bits.
inline constexpr const char* kOfWeights = "1e-9 of the unit of the weighted objective";

/// The worth of a plan that cannot be (kNeverTime): above that of any that can, and two of them fit.
inline constexpr std::int64_t kWorst = INT64_MAX / 4;

/// How many nanoseconds of busy time a unit has for one second of the load offered.
inline constexpr Duration kSecondOfLoad = seconds(1);

/// What plans are compared by: an objective, at the load a BodyLoad counts (scenario/objective.hpp has the
/// definitions). All numbers are whole, so that sums do not depend on their order.
struct Criteria {
  Objective objective;
  Offered offered = Offered::once;

  /// The weighted sum of latency and dynamic energy, in 1e-9 of its unit; energy counts in whole nanojoules.
  /// Sums of parts are at most the sum of the whole.
  [[nodiscard]] std::int64_t weighted_sums(Duration latency, std::int64_t energy_fj) const {
    if (latency >= kNeverTime && objective.latency_thousandths != 0) return kWorst;
    return sum_of(product_of(objective.latency_thousandths, latency.ns(), kOfWeights),
                  product_of(objective.energy_thousandths, energy_fj / 1'000'000, kOfWeights), kOfWeights);
  }

  /// What the objective adds up over the parts of a plan, the more important first. What the round time and
  /// the static power make of the whole is not in it.
  [[nodiscard]] Cost sums(Duration latency, std::int64_t energy_fj) const {
    if (objective.kind == Objective::Kind::weighted) return {weighted_sums(latency, energy_fj), 0};
    if (objective.kind == Objective::Kind::energy) return {energy_fj, latency.ns()};
    return {latency.ns(), energy_fj};
  }

  /// What the whole adds to the first of the sums: static power for as long as the load takes (a round, or
  /// the second of the rates) and the weight of the round time. Monotone in both.
  [[nodiscard]] std::int64_t of_whole(std::int64_t static_nw, Duration round) const {
    const Duration time = offered == Offered::rates ? kSecondOfLoad : round;
    const bool energy_counts = objective.kind == Objective::Kind::energy || objective.energy_thousandths != 0;
    // Not computed, as it would not fit.
    if ((round >= kNeverTime && objective.round_thousandths != 0) || (time >= kNeverTime && energy_counts))
      return kWorst;
    if (objective.kind == Objective::Kind::energy) return femtojoules_in(static_nw, time);
    std::int64_t sum = product_of(objective.round_thousandths, round.ns(), kOfWeights);
    if (objective.energy_thousandths != 0) {
      sum = sum_of(
          sum,
          product_of(objective.energy_thousandths, femtojoules_in(static_nw, time) / 1'000'000, kOfWeights),
          kOfWeights);
    }
    return sum;
  }
  [[nodiscard]] bool needs_static() const {
    return objective.kind == Objective::Kind::energy || objective.energy_thousandths != 0;
  }
  /// Whether of_whole depends on the round.
  [[nodiscard]] bool needs_round() const {
    return objective.round_thousandths != 0 || (needs_static() && offered == Offered::once);
  }

  /// Whether plans are compared by `ranked` before all else.
  [[nodiscard]] bool ranks_round() const {
    return objective.kind == Objective::Kind::throughput || offered == Offered::rates;
  }
  /// The round that comes before all else: of throughput its length; at rates none is worse than another as
  /// long as every unit has the time.
  [[nodiscard]] Duration ranked(Duration round) const {
    if (objective.kind == Objective::Kind::throughput) return round;
    return offered == Offered::rates ? std::max(round, kSecondOfLoad) : Duration();
  }
};

/// Of the planners that take the scenario's objective.
[[nodiscard]] inline Criteria criteria_of(const plan::PlanningProblem& problem) {
  return {problem.scenario().objective, offered_by(problem)};
}

/// What is compared, smaller is better: the ranked round, then the sums with the whole's share.
using Value = std::array<std::int64_t, 3>;
[[nodiscard]] inline Value value_of(const Criteria& c, const Score& score) {
  const Cost sums = c.sums(score.latency, score.energy_fj);
  return {c.ranked(score.round).ns(),
          sum_of(sums.first, c.of_whole(score.static_nw, score.round), kOfWeights), sums.second};
}
/// What a bound is about: the round of throughput, else the first of the sums.
[[nodiscard]] inline std::int64_t first_criterion(const Criteria& c, const Value& value) {
  return c.objective.kind == Objective::Kind::throughput ? value[0] : value[1];
}

}  // namespace synergy::planner
