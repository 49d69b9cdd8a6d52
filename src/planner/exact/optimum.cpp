#include "exact/optimum.hpp"

#include <algorithm>

#include "engine/score.hpp"
#include "exact/alone.hpp"

namespace synergy::planner {
namespace {

/// Searches the numbers of slots one by one, and keeps what was proved about each.
class BySlots {
 public:
  BySlots(Minimisation& search, const Budget& whole, Budget& given, Alone& alone)
      : s_(search), whole_(whole), given_(given), nothing_(s_.problem, false, s_.criteria.offered, s_.times) {
    for (int slots = 0; slots <= most_slots(s_.problem); ++slots) {
      if (!s_.costs.feasible(slots)) continue;
      const Duration least = alone.least_round(slots);
      rounds_.push_back({slots, least == Duration::max() ? kImpossible : Cost{least.ns(), 0}, 0});
    }
    std::stable_sort(rounds_.begin(), rounds_.end(),
                     [](const SlotProof& x, const SlotProof& y) { return x.least < y.least; });
  }

  /// Looks for something better than the best by what the objective adds up, within s.limit.
  void smallest_sums() {
    sums_.clear();
    Cost left_out = kImpossible;
    const auto possible = [&](const SlotProof& alone) {
      return alone.least != kImpossible && alone.least.first <= s_.limit.ns();
    };
    for (auto alone = rounds_.begin(); alone != rounds_.end(); ++alone) {
      SlotProof proof{alone->slots, kImpossible, 0};
      s_.left_out = kImpossible;
      if (possible(*alone)) {
        give_rest(std::count_if(alone, rounds_.end(), possible));
        pass(proof);
      }
      proof.least = s_.left_out;
      left_out = std::min(left_out, s_.left_out);
      sums_.push_back(proof);
    }
    // None is below the best, whichever slots it has.
    for (SlotProof& proof : sums_) proof.least = std::min(proof.least, s_.best_sums);
    s_.left_out = left_out;
    s_.stopped = left_out < s_.best_sums;
  }

  /// Bisects between the least round that was not ruled out and the best one, for the numbers of slots that
  /// may still be better; what it returns is the former, of all of them.
  Duration smallest_round() {
    s_.round_first = true;
    const auto open = [&](const SlotProof& proof) { return may_be_better(proof); };
    for (auto proof = rounds_.begin(); proof != rounds_.end(); ++proof) {
      give_rest(std::max<std::ptrdiff_t>(std::count_if(proof, rounds_.end(), open), 1));
      bisect(*proof);
    }
    s_.round_first = false;
    Duration least = Duration::max();
    for (const SlotProof& proof : rounds_) {
      if (proof.least != kImpossible) least = std::min(least, Duration::from_ns(proof.least.first));
    }
    give_rest(1);
    s_.stopped = s_.stopped || std::any_of(rounds_.begin(), rounds_.end(), open);
    return least;
  }

  [[nodiscard]] std::vector<SlotProof> rounds() const { return in_order(rounds_); }
  [[nodiscard]] std::vector<SlotProof> sums() const { return in_order(sums_); }

 private:
  [[nodiscard]] static std::vector<SlotProof> in_order(std::vector<SlotProof> proofs) {
    std::sort(proofs.begin(), proofs.end(),
              [](const SlotProof& x, const SlotProof& y) { return x.slots < y.slots; });
    return proofs;
  }
  [[nodiscard]] bool may_be_better(const SlotProof& proof) const {
    return proof.least != kImpossible && (!s_.best || proof.least.first < s_.best_round.ns());
  }

  void bisect(SlotProof& proof) {
    // The first pass asks whether some plan has the round that the bound allows.
    for (bool first = true; may_be_better(proof); first = false) {
      const Duration least = Duration::from_ns(proof.least.first);
      s_.target = first     ? least
                  : s_.best ? least + (s_.best_round - nanoseconds(1) - least) / 2
                            : Duration::max();
      s_.found = false;
      s_.beyond = Duration::max();
      pass(proof);
      if (!s_.found)
        proof.least =
            s_.beyond == Duration::max() ? kImpossible : std::max(proof.least, Cost{s_.beyond.ns(), 0});
      if (s_.stopped || s_.orders_left) break;
    }
  }
  void pass(SlotProof& proof) {
    const std::int64_t before = s_.nodes;
    s_.slots = proof.slots;
    DecisionLevel<Minimisation>(s_, 0, nothing_).run();
    proof.nodes += s_.nodes - before;
  }
  /// What is left of the budget is for so many numbers of slots; the next has its share.
  void give_rest(std::ptrdiff_t sharing) {
    const auto share = [&](std::int64_t whole, std::int64_t used) {
      return used + std::max<std::int64_t>(whole - used, 0) / sharing;
    };
    given_.nodes = share(whole_.nodes, s_.nodes);
    given_.work = share(whole_.work, s_.work);
    const bool late = whole_.end && std::chrono::steady_clock::now() >= *whole_.end;
    s_.stopped = s_.nodes >= given_.nodes || s_.work >= given_.work || late;
  }

  Minimisation& s_;
  const Budget& whole_;
  Budget& given_;
  const BodyLoad nothing_;
  std::vector<SlotProof> rounds_, sums_;  // those that promise most first
};

/// Of the plans that leave every unit the time it needs at the rates, the best; if there are none, of those
/// that come closest.
void search_at_rates(Minimisation& s, BySlots& by_slots, Optimum& result) {
  std::optional<plan::CollaborationPlan> overloaded;
  if (s.best && s.best_round > kSecondOfLoad) {
    overloaded.swap(s.best);
    s.best_sums = kImpossible;
  }
  // A unit has a second of work for every second at most; which plan leaves more of it free does not matter.
  s.limit = kSecondOfLoad;
  by_slots.smallest_sums();
  result.least = std::min(s.best_sums, s.left_out);
  if (s.best) return;
  s.best.swap(overloaded);
  if (s.stopped || s.orders_left) return;  // of plans that sustain the rates
  s.limit = Duration::max();
  (void)by_slots.smallest_round();
  result.sustains = false;
  result.least = {};
  if (s.stopped || s.orders_left || !s.best) {
    if (!s.best) result.least = kImpossible;
    return;
  }
  s.limit = s.best_round;
  s.best_sums = kImpossible;  // the start's, if it is the plan with the smallest round
  by_slots.smallest_sums();
  result.least = std::min(s.best_sums, s.left_out);
}

}  // namespace

Optimum best_collaboration_plan(const plan::PlanningProblem& problem, const std::vector<AppId>& order,
                                const std::optional<plan::CollaborationPlan>& start, const Budget& budget,
                                LinkCosts& costs, Effort& effort) {
  Budget given = budget;
  Minimisation s(problem, order, criteria_of(problem), Times::estimated, given, costs, effort);
  if (start) {
    const Score score = score_of(problem, *start, costs);
    s.best = start;
    s.best_round = score.round;
    s.best_sums = s.criteria.sums(score.latency, score.energy_fj);
    s.best_sums.first += s.criteria.of_whole(score.static_nw, score.round);
  }
  Alone alone(problem, costs, s.criteria.offered, s.times);
  BySlots by_slots(s, budget, given, alone);
  Optimum result;
  if (s.criteria.objective.kind == Objective::Kind::throughput) {
    const Duration least = by_slots.smallest_round();
    result.by_slots = by_slots.rounds();
    result.least = s.best ? Cost{std::min(least, s.best_round).ns(), 0} : Cost{least.ns(), 0};
    s.limit = s.best_round;
    if (s.best && !s.stopped && !s.orders_left) by_slots.smallest_sums();
    result.sustains = s.criteria.offered == Offered::once || !s.best || s.best_round <= kSecondOfLoad;
  } else if (s.criteria.offered == Offered::rates) {
    search_at_rates(s, by_slots, result);
    result.by_slots = by_slots.sums();
  } else {
    by_slots.smallest_sums();
    result.by_slots = by_slots.sums();
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
  Budget given = budget;
  Minimisation s(problem, order, {{Objective::Kind::throughput}, Offered::once}, Times::least, given, costs,
                 effort);
  BodyLoad load(problem, false, Offered::once, Times::least);
  for (const AppId a : start.apps.ids()) load.add(a, start.apps[a]);
  s.best = start;
  s.best_round = load.score(costs.slots(load.links()), costs).round;
  Alone alone(problem, costs, Offered::once, Times::least);
  return std::min(BySlots(s, budget, given, alone).smallest_round(), s.best_round);
}

}  // namespace synergy::planner
