#include "exact/minimisation.hpp"

#include <algorithm>

namespace synergy::planner {

Minimisation::Minimisation(const plan::PlanningProblem& of, const std::vector<AppId>& apps,
                           const Criteria& compared, Times counted, const Budget& given,
                           LinkCosts& link_costs, Effort& spent)
    : JointSearch(of, apps, link_costs, spent), criteria(compared), times(counted), budget_(given) {
  if (criteria.needs_static()) statics_.emplace(of);
}

Minimisation::LowerBounds::LowerBounds(const Minimisation& search, AppId a, const BodyLoad& load)
    : options(search.options_of(a, load)), links(search.problem, options, load, search.slots, search.costs) {
  const std::vector<int> starts = starts_of(options);
  if (search.round_first || search.criteria.needs_round()) {
    peak_steps.emplace(links.peaks(options));
    // A bound that shows that nothing is worth a look need not be made exact, but by bisection, which goes on
    // from the bounds of what it left out.
    const bool sharp = !search.descending || !search.round_first;
    peaks.emplace(*peak_steps, starts, sharp ? kImpossible : Cost{search.target.ns(), INT64_MAX});
  }
  if (!search.round_first) {
    sum_steps.emplace(links.sums(options, search.limit, search.criteria));
    const Cost known = search.best_sums;
    const std::int64_t before = search.criteria.sums(links.base().latency, links.base().energy_fj).first;
    sums.emplace(*sum_steps, starts, known == kImpossible ? known : Cost{known.first - before, INT64_MAX});
  }
}

std::int64_t Minimisation::LowerBounds::work() const {
  std::int64_t sum = 0;
  if (peak_steps) sum += peak_steps->work();
  if (peaks) sum += peaks->work();
  if (sum_steps) sum += sum_steps->work();
  if (sums) sum += sums->work();
  return sum;
}

void Minimisation::leave_out(const LowerBounds& own, const Remainder& remainder) {
  const Score& before = own.links.base();
  if (round_first) {
    const Duration least = Duration::from_ns(own.least_round().first);
    beyond = std::min(beyond, std::max({before.round, least, remainder.round}));
    return;
  }
  Cost least = Sum::combine(criteria.sums(before.latency, before.energy_fj),
                            Sum::combine(own.least_sums(), remainder.sums));
  least.first += criteria.of_whole(remainder.static_nw, std::max(before.round, remainder.round));
  left_out = std::min(left_out, least);
}

bool Minimisation::worthwhile(const LowerBounds& bounds) {
  if (bounds.least_sums() == kImpossible || bounds.least_round() == kImpossible) return false;
  if (round_first) {
    const Duration least = Duration::from_ns(bounds.least_round().first);
    if (least > target) beyond = std::min(beyond, least);
    return least <= target;
  }
  const Score& before = bounds.links.base();
  return Sum::combine(criteria.sums(before.latency, before.energy_fj), bounds.least_sums()) < best_sums;
}

Minimisation::Remainder::Remainder(Minimisation& search, const BodyLoad& load)
    : static_nw(search.statics_ ? search.statics_->of(load, search.slots) : 0) {}

void Minimisation::Remainder::add(const LowerBounds& bounds) {
  sums = Sum::combine(sums, bounds.least_sums());
  round = std::max(round, Duration::from_ns(bounds.least_round().first));
}

void Minimisation::count_node() {
  // Asking for the time takes longer than a step of the search.
  constexpr std::int64_t kNodesPerLookAtTheClock = 64;
  ++nodes;
  if (nodes >= budget_.nodes) stopped = true;
  const bool look = budget_.end && nodes % kNodesPerLookAtTheClock == 0;
  if (look && std::chrono::steady_clock::now() >= *budget_.end) stopped = true;
}

void Minimisation::offer(const Score& score, const BodyLoad& load) {
  const std::int64_t static_nw = statics_ ? statics_->of(load, slots) : 0;
  Cost sums = criteria.sums(score.latency, score.energy_fj);
  sums.first += criteria.of_whole(static_nw, score.round);
  const bool better = round_first ? score.round <= target : score.round <= limit && sums < best_sums;
  // A plan whose links need other slots has other costs; it comes up when that number is searched.
  const bool fits = excess_below == 0 ? costs.slots(load.links()) == slots
                                      : costs.excess(load.links(), slots) < excess_below;
  // The bound of a plan that uses a link twice may be below it: then it is only here that it turns out too
  // long.
  if (!better && fits && round_first) beyond = std::min(beyond, score.round);
  if (!better || !fits) return;
  // Bounds took it that segments fit in some order; only here is one looked for, since that takes long.
  bool exhausted = true;
  auto whole = deployments.deployed(partial, deployment, exhausted);
  if (!exhausted) {
    orders_left = true;
    left_out = std::min(left_out, sums);
    beyond = std::min(beyond, score.round);
  }
  if (!whole) return;
  best = std::move(whole);
  best_round = score.round;
  best_sums = sums;
  if (!round_first || !descending || excess_below > 0 ||
      criteria.ranked(score.round) == criteria.ranked(Duration()))
    found = true;
  else
    target = score.round - nanoseconds(1);
}

}  // namespace synergy::planner
