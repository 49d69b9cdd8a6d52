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
    peaks.emplace(*peak_steps, starts);
  }
  if (!search.round_first) {
    sum_steps.emplace(links.sums(options, search.limit, search.criteria));
    sums.emplace(*sum_steps, starts);
  }
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
  if (!better || costs.slots(load.links()) != slots) return;
  // Bounds took it that segments fit in some order; only here is one looked for, since that takes long.
  bool exhausted = true;
  auto whole = deployments.deployed(partial, order, exhausted);
  if (!exhausted) {
    orders_left = true;
    left_out = std::min(left_out, sums);
    beyond = std::min(beyond, score.round);
  }
  if (!whole) return;
  best = std::move(whole);
  best_round = score.round;
  best_sums = sums;
  found = true;
}

}  // namespace synergy::planner
