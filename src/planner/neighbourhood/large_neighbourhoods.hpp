#pragma once

#include "synergy/base/random.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/app_order.hpp"
#include "neighbourhood/reoptimise.hpp"

namespace synergy::planner {

// How much of the budget a part of the search may take: found by trying on w1 to w6 and stress
// (bench/README.md, "Large neighbourhoods"). Many small searches do better than few thorough ones.
inline constexpr std::int64_t kNodesOfOneSet = 100;  ///< of one neighbourhood, at first
inline constexpr std::int64_t kMoreNodes = 4;        ///< times as many when nothing helps any more
inline constexpr std::int64_t kMostNodesOfOneSet = 400;
inline constexpr std::int64_t kNodesOfFewerSlots = 300;  ///< of one attempt to do with a slot less, at least
inline constexpr std::int64_t kShareOfFewerSlots = 10;   ///< that part of the budget, if it is more
inline constexpr int kAttempts = 3;  ///< at it when first tried, each with other sets of apps; then one
inline constexpr std::int64_t kShareOfTies = 8;      ///< that part of the budget is for ties of the round
inline constexpr std::int64_t kShareOfOneStart = 8;  ///< that part of the budget
inline constexpr int kDrawnStarts = 2;
inline constexpr std::size_t kStarts = 4;
inline constexpr std::int64_t kPhases = 4;     ///< each takes at most its share of the whole budget
inline constexpr std::size_t kMostSets = 200;  ///< of apps to free, of one size
inline constexpr std::size_t kMostJudged = 8;  ///< plans of which the best is found by simulation
inline constexpr int kMostDraws = 400;         ///< to find as many

/// Large-neighbourhood search (Shaw 1998): a few apps are freed and solved anew on top of all others, again
/// and again. Deterministic: chance comes from the scenario's seed, and nodes are counted, not time.
class LargeNeighbourhoods {
 public:
  LargeNeighbourhoods(const plan::PlanningProblem& problem, LinkCosts& costs, Effort& effort,
                      std::int64_t node_budget, int most_freed)
      : problem_(problem),
        reoptimiser_(problem, costs, effort, node_budget),
        by_round_(criteria_of(problem).ranks_round()),
        node_budget_(node_budget),
        most_freed_(std::min(static_cast<std::size_t>(most_freed), problem.scenario().apps.size())),
        random_(stream_seed(problem.scenario().seed, 0, "planner/lns")) {}

  /// From the best of several starts, each improved a little. Pre: there is one.
  [[nodiscard]] Incumbent improved_from(const std::vector<plan::CollaborationPlan>& starts) {
    Incumbent best = reoptimiser_.valued(starts.front());
    for (const plan::CollaborationPlan& start : starts) {
      if (by_round_ && !reoptimiser_.promising(best)) break;
      Incumbent other = improved(reoptimiser_.valued(start), node_budget_ / kShareOfOneStart);
      if (other.value < best.value) best = std::move(other);
    }
    return improved(std::move(best), node_budget_ - reoptimiser_.nodes());
  }
  /// Whether the round may become shorter, if that is what comes first.
  [[nodiscard]] bool may_improve(const plan::CollaborationPlan& start) {
    return !by_round_ || reoptimiser_.promising(reoptimiser_.valued(start));
  }
  /// From one alone.
  [[nodiscard]] Incumbent improved_once(const plan::CollaborationPlan& start) {
    return improved(reoptimiser_.valued(start), node_budget_);
  }
  /// Those that were passed and are nearly as good as the best, by what the objective looks at; the last
  /// first.
  [[nodiscard]] std::vector<plan::CollaborationPlan> nearly_as_good(const Incumbent& best) const {
    const bool by_throughput = problem_.scenario().objective.kind == Objective::Kind::throughput;
    const auto near = [](std::int64_t value, std::int64_t least) { return value - least <= least / 100; };
    std::vector<plan::CollaborationPlan> found;
    for (const Incumbent& passed : passed_) {
      const bool is_near =
          near(passed.value[0], best.value[0]) && (by_throughput || near(passed.value[1], best.value[1]));
      if (is_near) found.insert(found.begin(), passed.plan);
    }
    return found;
  }
  [[nodiscard]] bool ended() const { return reoptimiser_.nodes() >= node_budget_; }

 private:
  [[nodiscard]] Incumbent improved(Incumbent now, std::int64_t nodes) {
    tried_.clear();
    part_ = std::max<std::int64_t>(nodes, 0);
    const std::int64_t end = reoptimiser_.nodes() + part_;
    // Where the round comes first, what breaks its ties has its share at the end: sooner, the next shorter
    // round undoes it.
    end_ = by_round_ ? end - part_ / kShareOfTies : end;
    // Where nothing helps any more, neighbourhoods are searched again, and better.
    for (nodes_of_one_set_ = kNodesOfOneSet; nodes_of_one_set_ <= kMostNodesOfOneSet && !at_end();) {
      const Value before = now.value;
      while (fewer_slots(now)) {
      }
      descend(now, by_round_ ? Reoptimiser::Aim::round : Reoptimiser::Aim::sums);
      if (now.value >= before) nodes_of_one_set_ *= kMoreNodes;
    }
    end_ = end;
    if (by_round_) descend(now, Reoptimiser::Aim::sums);
    return now;
  }
  [[nodiscard]] bool at_end() const { return reoptimiser_.nodes() >= end_; }

  void pass(Incumbent& now, Incumbent better) {
    passed_.push_back(std::exchange(now, std::move(better)));
    if (passed_.size() > kMostJudged) passed_.erase(passed_.begin());
  }

  /// Frees one app at a time, then two, and so on, beginning anew with every better plan.
  void descend(Incumbent& now, Reoptimiser::Aim aim) {
    const std::int64_t end = end_of_phase(part_ / kPhases);
    for (std::size_t freed = 1; freed <= most_freed_ && reoptimiser_.nodes() < end;)
      freed = improve(now, freed, aim, end) ? 1 : freed + 1;
  }

  /// Whether some neighbourhood of `count` apps has a better plan, which then is `now`.
  bool improve(Incumbent& now, std::size_t count, Reoptimiser::Aim aim, std::int64_t end) {
    if (aim == Reoptimiser::Aim::round && !reoptimiser_.promising(now)) return false;
    for (const std::vector<AppId>& freed : neighbourhoods(reoptimiser_.on_busiest(now), count)) {
      if (reoptimiser_.nodes() >= end) return false;
      auto better = reoptimiser_.better(now, freed, nodes_of_one_set_, aim);
      if (!better) continue;
      pass(now, *std::move(better));
      return true;
    }
    return false;
  }

  /// Whether a better plan was found that needs a slot less. All transfers take longer with every slot, so
  /// that one device with too many links costs every app. No single step may get rid of the slot: plans that
  /// come nearer to it are followed, although they are no plans before the last.
  bool fewer_slots(Incumbent& now) {
    const int slots = reoptimiser_.slots(now.plan) - 1;
    if (slots <= 0) return false;  // no links at all: that is for the other neighbourhoods
    if (!reoptimiser_.promising(slots, now.score.round)) return false;
    const int attempts = tried_.insert(slots).second ? kAttempts : 1;
    for (int attempt = 0; attempt < attempts && !at_end(); ++attempt) {
      const auto plan = within(slots, now);
      if (!plan) continue;
      Incumbent found = reoptimiser_.valued(*plan);
      if (found.value >= now.value) continue;
      pass(now, std::move(found));
      return true;
    }
    return false;
  }

  /// A plan whose links need so many slots, which all would be well with if they cost what they do then.
  std::optional<plan::CollaborationPlan> within(int slots, const Incumbent& now) {
    const std::int64_t end = end_of_phase(std::max(kNodesOfFewerSlots, part_ / kShareOfFewerSlots));
    plan::CollaborationPlan plan = now.plan;
    for (std::size_t count = 1; count <= most_freed_ && reoptimiser_.nodes() < end;) {
      auto nearer = step(plan, slots, now.score.round, count, end);
      count = nearer ? 1 : count + 1;
      if (!nearer) continue;
      plan = *std::move(nearer);
      if (reoptimiser_.excess(plan, slots) == 0) return plan;
    }
    return {};
  }

  std::optional<plan::CollaborationPlan> step(const plan::CollaborationPlan& plan, int slots, Duration round,
                                              std::size_t count, std::int64_t end) {
    for (const std::vector<AppId>& freed : neighbourhoods(reoptimiser_.in_excess(plan, slots), count)) {
      if (reoptimiser_.nodes() >= end) return {};
      auto nearer = reoptimiser_.nearer(plan, slots, round, freed, nodes_of_one_set_);
      if (nearer) return nearer;
    }
    return {};
  }

  /// Sets of so many apps in random order: all of them, or kMostSets if they are more. Those with one of
  /// `first` come first.
  std::vector<std::vector<AppId>> neighbourhoods(const std::vector<AppId>& first, std::size_t count) {
    std::set<std::vector<AppId>> known;
    std::vector<std::vector<AppId>> with_first;
    std::vector<std::vector<AppId>> others;
    for (int draws = 0; draws < kMostDraws && known.size() < kMostSets; ++draws) {
      std::vector<AppId> apps = in_scenario_order(problem_);
      std::vector<AppId> freed;
      if (draws % 2 == 0) freed.push_back(take(first[pick(first.size())], apps));
      while (freed.size() < count) freed.push_back(take(apps[pick(apps.size())], apps));
      std::sort(freed.begin(), freed.end());
      if (!known.insert(freed).second) continue;
      const bool has_first = std::any_of(freed.begin(), freed.end(), [&](AppId a) {
        return std::find(first.begin(), first.end(), a) != first.end();
      });
      (has_first ? with_first : others).push_back(std::move(freed));
    }
    with_first.insert(with_first.end(), others.begin(), others.end());
    return with_first;
  }

  static AppId take(AppId a, std::vector<AppId>& from) {
    std::erase(from, a);
    return a;
  }
  std::size_t pick(std::size_t choices) {
    return static_cast<std::size_t>(random_.integer(0, static_cast<std::int64_t>(choices) - 1));
  }
  [[nodiscard]] std::int64_t end_of_phase(std::int64_t nodes) const {
    return std::min(end_, reoptimiser_.nodes() + std::max<std::int64_t>(nodes, 1));
  }

  const plan::PlanningProblem& problem_;
  Reoptimiser reoptimiser_;
  const bool by_round_;
  const std::int64_t node_budget_;
  std::int64_t part_ = 0;  ///< of the budget: what improving one plan may take
  std::int64_t end_ = 0;   ///< the node at which the present search ends
  std::int64_t nodes_of_one_set_ = kNodesOfOneSet;
  const std::size_t most_freed_;
  std::vector<Incumbent> passed_;
  std::set<int> tried_;  ///< numbers of slots
  RandomStream random_;
};

}  // namespace synergy::planner
