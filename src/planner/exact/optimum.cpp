#include "exact/optimum.hpp"

#include <algorithm>

#include "engine/score.hpp"

namespace synergy::planner {
namespace {

/// One pass: looks for something better than the best.
void search_pass(Minimisation& s) {
  search_all_slots(s, BodyLoad(s.problem, false, s.criteria.offered, s.times));
}

/// Bisects between the least round that was not ruled out and the best one; what it returns is the former.
Duration smallest_round(Minimisation& s) {
  s.round_first = true;
  Duration least;
  while (!s.best || least < s.best_round) {
    // The first pass rules nothing in: it finds the bound of the root.
    s.target = least == Duration() ? least
               : s.best            ? least + (s.best_round - nanoseconds(1) - least) / 2
                                   : Duration::max();
    s.found = false;
    s.beyond = Duration::max();
    search_pass(s);
    if (!s.found) least = std::max(least, s.beyond);
    if (s.stopped || s.orders_left || least == Duration::max()) break;
  }
  s.round_first = false;
  return least;
}

/// Of the plans that leave every unit the time it needs at the rates, the best; if there are none, of those
/// that come closest.
void search_at_rates(Minimisation& s, Optimum& result) {
  std::optional<plan::CollaborationPlan> overloaded;
  if (s.best && s.best_round > kSecondOfLoad) {
    overloaded.swap(s.best);
    s.best_sums = kImpossible;
  }
  // A unit has a second of work for every second at most; which plan leaves more of it free does not matter.
  s.limit = kSecondOfLoad;
  search_pass(s);
  result.least = std::min(s.best_sums, s.left_out);
  if (s.best) return;
  s.best.swap(overloaded);
  if (s.stopped || s.orders_left) return;  // of plans that sustain the rates
  s.limit = Duration::max();
  (void)smallest_round(s);
  result.sustains = false;
  result.least = {};
  if (s.stopped || s.orders_left || !s.best) {
    if (!s.best) result.least = kImpossible;
    return;
  }
  s.limit = s.best_round;
  s.best_sums = kImpossible;  // the start's, if it is the plan with the smallest round
  search_pass(s);
  result.least = std::min(s.best_sums, s.left_out);
}

}  // namespace

Optimum best_collaboration_plan(const plan::PlanningProblem& problem, const std::vector<AppId>& order,
                                const std::optional<plan::CollaborationPlan>& start, const Budget& budget,
                                LinkCosts& costs, Effort& effort) {
  Minimisation s(problem, order, criteria_of(problem), Times::estimated, budget, costs, effort);
  if (start) {
    const Score score = score_of(problem, *start, costs);
    s.best = start;
    s.best_round = score.round;
    s.best_sums = s.criteria.sums(score.latency, score.energy_fj);
    s.best_sums.first += s.criteria.of_whole(score.static_nw, score.round);
  }
  Optimum result;
  if (s.criteria.objective.kind == Objective::Kind::throughput) {
    const Duration least = smallest_round(s);
    result.least = s.best ? Cost{std::min(least, s.best_round).ns(), 0} : Cost{least.ns(), 0};
    s.limit = s.best_round;
    if (s.best && !s.stopped && !s.orders_left) search_pass(s);
    result.sustains = s.criteria.offered == Offered::once || !s.best || s.best_round <= kSecondOfLoad;
  } else if (s.criteria.offered == Offered::rates) {
    search_at_rates(s, result);
  } else {
    search_pass(s);
    result.least = std::min(s.best_sums, s.left_out);
  }
  result.plan = s.best;
  result.proven = !s.stopped && !s.orders_left;
  result.nodes = s.nodes;
  return result;
}

Duration least_round(const plan::PlanningProblem& problem, const std::vector<AppId>& order,
                     const plan::CollaborationPlan& start, const Budget& budget, Effort& effort) {
  LinkCosts costs(problem, Times::least);
  Minimisation s(problem, order, {{Objective::Kind::throughput}, Offered::once}, Times::least, budget, costs,
                 effort);
  BodyLoad load(problem, false, Offered::once, Times::least);
  for (const AppId a : start.apps.ids()) load.add(a, start.apps[a]);
  s.best = start;
  s.best_round = load.score(costs.slots(load.links()), costs).round;
  return std::min(smallest_round(s), s.best_round);
}

}  // namespace synergy::planner
