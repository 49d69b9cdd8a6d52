#include "pareto/archive.hpp"

#include "synergy/quantities/whole.hpp"

#include <algorithm>

namespace synergy::planner {
namespace {

/// Dynamic energy of a round above that of `y`, in fJ, once `x` runs at the throughput of `y`.
double excess_fj(const FrontPoint& x, const FrontPoint& y) {
  // Whole numbers below 2^53: the same on every machine.
  return fj_in(x.static_nw - y.static_nw, y.round) + static_cast<double>(x.energy_fj - y.energy_fj);
}

}  // namespace

bool covers(const FrontPoint& x, const FrontPoint& y) {
  return x.round <= y.round && x.latency <= y.latency && excess_fj(x, y) <= 0;
}

bool covers_throughout(const FrontPoint& x, const FrontPoint& y) {
  return x.static_nw <= y.static_nw && covers(x, y);  // power is linear in the throughput
}

bool FrontArchive::covered(const FrontPoint& point) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const FrontEntry& entry) { return covers_throughout(entry.point, point); });
}

void FrontArchive::add(FrontEntry entry) {
  if (covered(entry.point)) return;
  std::erase_if(entries_,
                [&](const FrontEntry& other) { return covers_throughout(entry.point, other.point); });
  entries_.push_back(std::move(entry));
}

FrontPoint front_point(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan,
                       LinkCosts& costs, StaticPower& static_power) {
  BodyLoad load(problem, false);
  for (const AppId a : plan.apps.ids()) load.add(a, plan.apps[a]);
  const int slots = costs.slots(load.links());
  const Score score = load.score(slots, costs);
  return {score.round, score.latency, score.energy_fj, static_power.of(load, slots)};
}

}  // namespace synergy::planner
