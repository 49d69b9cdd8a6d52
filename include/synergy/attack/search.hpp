#pragma once

#include "synergy/attack/judge.hpp"
#include "synergy/attack/space.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace synergy::attack {

/// Whether simulated annealing takes a step from a scenario of one ratio to one of another (both above 0) at
/// a temperature above 0: always if it is no better for the planner, else with probability exp((ln next - ln
/// now) / temperature), so that halving a loss of 100 is as likely as halving one of 10. `chance` is uniform
/// in [0, 1).
[[nodiscard]] bool accepts(double now, double next, double temperature, double chance);

/// The temperature after this share (0 to 1) of a restart's budget: from kHot down to kCold, geometrically.
/// Ours: at kHot half of what is gained is given up with probability 1/4, at kCold hardly ever.
inline constexpr double kHot = 0.5, kCold = 0.02;
[[nodiscard]] double temperature(double share);

/// What a restart found.
struct Restart {
  std::int64_t evaluations = 0, invalid = 0, infeasible = 0, outside = 0, accepted = 0;
  std::optional<double> start_ratio;  ///< none: nothing was judged
  Case best;
  Verdict best_verdict;      ///< of kind judged if there is a best
  std::int64_t best_at = 0;  ///< the evaluation, from 1
  bool failed = false;       ///< an invariant broke on `best`, for this reason
  std::string reason;
};

/// One restart: draws scenarios until one is judged, then goes on from it. Ends after `budget` scenarios that
/// were planned, or a hundred times as many that are none; early, with nothing, if `stop` says so. Depends on
/// the arguments alone. `judge` is what Judge does, or a test's own. What it throws, but for bad_alloc, ends
/// the restart as failed.
[[nodiscard]] std::optional<Restart> anneal(
    const Space& space, const std::function<Verdict(const Case&)>& judge, std::uint64_t seed,
    std::int64_t budget, scenario::Library& library,
    const std::function<bool()>& stop = [] { return false; });

}  // namespace synergy::attack
