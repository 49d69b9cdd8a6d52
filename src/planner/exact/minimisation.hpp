#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "engine/branch_and_bound.hpp"
#include "engine/static_power.hpp"

namespace synergy::planner {

/// When a search gives up before it is done.
struct Budget {
  std::int64_t nodes = INT64_MAX;  ///< partial plans looked at: the same on every machine
  std::int64_t steps = INT64_MAX;  ///< likewise, if fewer than most_steps(nodes)
  std::int64_t work = INT64_MAX;   ///< elementary steps of bounds: most_work(nodes) unless said
  std::optional<std::chrono::steady_clock::time_point> end;  ///< differs from run to run
};

/// The search for the best plan of all apps by a criterion. It is done in passes; each either asks for the
/// best by what the objective adds up (`sums`) among plans with a round of at most `limit`, or,
/// `round_first`, for any plan with a round of at most `target` (`descending`: for the least round, which no
/// plan that is found ends).
///
/// Bounds of a partial plan: for the app at hand the cheapest completion (CompletionBound) on top of the load
/// of the apps before; for each later app its cheapest plan on top of that load, on accelerators that could
/// still hold its segments in some order (Packing); the static power of the parts and links that are certain
/// (StaticPower).
class Minimisation : public JointSearch {
 public:
  using Bound = Cost;

  Minimisation(const plan::PlanningProblem& of, const std::vector<AppId>& apps, const Criteria& compared,
               Times counted, const Budget& given, LinkCosts& link_costs, Effort& spent);

  /// Of one app, on top of the load of those before.
  struct LowerBounds {
    LowerBounds(const Minimisation& search, AppId a, const BodyLoad& load);
    [[nodiscard]] Cost least_sums() const { return sums ? sums->whole() : Cost{}; }
    [[nodiscard]] Cost least_round() const { return peaks ? peaks->whole() : Cost{}; }
    [[nodiscard]] std::int64_t work() const;

    AppOptions options;
    SlottedLinks links;
    std::optional<StepCosts> peak_steps, sum_steps;
    std::optional<CompletionBound<Peak>> peaks;  ///< none in passes that do not look at the round
    std::optional<CompletionBound<Sum>> sums;    ///< none in passes that look at nothing else
  };

  /// Of the apps to come.
  struct Remainder {
    Remainder(Minimisation& search, const BodyLoad& load);
    void add(const LowerBounds& bounds);

    Cost sums;
    Duration round;
    std::int64_t static_nw = 0;  ///< no plan with the apps before draws less
  };

  [[nodiscard]] bool worthwhile(const LowerBounds& bounds);
  [[nodiscard]] Cost bound(const LowerBounds& own, const Remainder& remainder, const Score& score,
                           AcceleratorSet used, int b, DeviceId at) const;
  [[nodiscard]] bool hopeless(Cost bound);
  [[nodiscard]] bool done() const { return false; }  // what is left out is counted, bound by bound
  [[nodiscard]] bool takes_plans() const { return !round_first || !found; }
  /// Counts a node; from the end of the budget on, nothing is looked at any more.
  void count_node();
  void count_work(std::int64_t more) {
    work += more;
    if (work >= budget_.work) stopped = true;
  }
  [[nodiscard]] bool tired() const { return work >= budget_.work; }
  void leave_out(const LowerBounds& own, const Remainder& remainder);
  void offer(const Score& score, const BodyLoad& load);

  const Criteria criteria;
  const Times times;
  Duration limit = Duration::max();  ///< no round is larger

  // While the round alone is minimised, pass by pass: is there a plan with a round of at most `target`?
  bool round_first = false;
  Duration target;
  bool descending = false;
  bool found = false;
  /// If it is not 0, plans may need more slots than are searched: any is sought whose links exceed them by
  /// less (LinkCosts::excess).
  int excess_below = 0;
  Duration beyond = Duration::max();  ///< least bound of what this pass did not look at

  std::optional<plan::CollaborationPlan> best;  ///< the incumbent
  Duration best_round;
  Cost best_sums = kImpossible;  ///< with what the whole adds

  bool stopped = false;         ///< the budget has ended
  Cost left_out = kImpossible;  ///< least bound of what was not looked at

 private:
  const Budget& budget_;
  std::optional<StaticPower> statics_;  // if the objective needs it
};

// What is asked of every partial plan, where the search spends its time, stands here so that it can be
// inlined.

inline Cost Minimisation::bound(const LowerBounds& own, const Remainder& remainder, const Score& score,
                                AcceleratorSet used, int b, DeviceId at) const {
  if (round_first) {
    const Cost rest = own.peaks->rest(used, b, at.value());
    // Of equal rounds the plan that is further goes first: it is sooner a plan that ends the pass.
    return rest == kImpossible ? rest
                               : Cost{std::max({score.round.ns(), rest.first, remainder.round.ns()}), -b};
  }
  if (score.round > limit) return kImpossible;
  const Cost here = criteria.sums(score.latency, score.energy_fj);
  Cost least = Sum::combine(Sum::combine(here, remainder.sums), own.sums->rest(used, b, at.value()));
  if (least == kImpossible) return least;
  Duration round = score.round;
  if (criteria.needs_round()) {
    const Cost peak = own.peaks->rest(used, b, at.value());
    if (peak == kImpossible) return peak;
    round = std::max({round, Duration::from_ns(peak.first), remainder.round});
  }
  least.first += criteria.of_whole(remainder.static_nw, round);
  return least;
}

inline bool Minimisation::hopeless(Cost bound) {
  if (++steps >= std::min(budget_.steps, most_steps(budget_.nodes))) stopped = true;
  if (bound == kImpossible) return true;
  if (round_first) {
    if (bound.first <= target.ns() && !stopped) return found;
    beyond = std::min(beyond, Duration::from_ns(bound.first));
    return true;
  }
  if (bound >= best_sums) return true;
  // What the budget leaves out still bounds what there may be.
  if (stopped) left_out = std::min(left_out, bound);
  return stopped;
}

}  // namespace synergy::planner
