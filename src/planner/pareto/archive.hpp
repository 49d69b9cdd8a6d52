#pragma once

#include "synergy/planner/pareto.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/load.hpp"
#include "engine/static_power.hpp"

namespace synergy::planner {

/// What plans of a front are compared by, or the least that the completions of a partial plan come to.
struct FrontPoint {
  Duration round;
  Duration latency;  ///< sum over the apps
  std::int64_t energy_fj = 0;
  std::int64_t static_nw = 0;
  auto operator<=>(const FrontPoint&) const = default;
};

/// Whether `x` is as fast and as soon as `y` and at the throughput of `y` draws no more power (weak Pareto
/// dominance, power being taken at equal throughput).
[[nodiscard]] bool covers(const FrontPoint& x, const FrontPoint& y);
/// The same at every throughput that `y` allows. Unlike `covers` it is transitive: what covers a bound at all
/// throughputs covers every plan behind the bound.
[[nodiscard]] bool covers_throughout(const FrontPoint& x, const FrontPoint& y);

struct FrontEntry {
  FrontPoint point;
  plan::CollaborationPlan plan;
  std::string found_by;
};

/// Plans none of which covers another throughout.
class FrontArchive {
 public:
  [[nodiscard]] bool covered(const FrontPoint& point) const;
  /// Adds a plan and drops what it covers, unless it is covered itself.
  void add(FrontEntry entry);
  [[nodiscard]] const std::vector<FrontEntry>& entries() const { return entries_; }

 private:
  std::vector<FrontEntry> entries_;
};

/// What a whole plan is compared by. Pre: its links have enough slots.
[[nodiscard]] FrontPoint front_point(const plan::PlanningProblem& problem,
                                     const plan::CollaborationPlan& plan, LinkCosts& costs,
                                     StaticPower& static_power);

}  // namespace synergy::planner
