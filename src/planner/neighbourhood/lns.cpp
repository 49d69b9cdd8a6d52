#include "neighbourhood/lns.hpp"

#include "synergy/base/random.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/app_order.hpp"
#include "neighbourhood/judge.hpp"
#include "neighbourhood/reoptimise.hpp"
#include "neighbourhood/starts.hpp"

namespace synergy::planner {
namespace {

constexpr const char* kMostFreed = "most_freed";

// How much of the budget a part of the search may take: found by trying on w1 to w6 and stress
// (bench/README.md, "Large neighbourhoods"). Many small searches do better than few thorough ones.
constexpr std::int64_t kNodesOfOneSet = 100;  ///< of one neighbourhood, at first
constexpr std::int64_t kMoreNodes = 4;        ///< times as many when nothing helps any more
constexpr std::int64_t kMostNodesOfOneSet = 400;
constexpr std::int64_t kNodesOfFewerSlots = 300;  ///< of one attempt to do with a slot less
constexpr int kAttempts = 3;                      ///< at it, each with other sets of apps
constexpr std::int64_t kPhases = 4;               ///< each takes at most its share of the whole budget
constexpr std::size_t kMostSets = 200;            ///< of apps to free, of one size
constexpr std::size_t kMostJudged = 8;            ///< plans of which the best is found by simulation
constexpr int kMostDraws = 400;                   ///< to find as many

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

  [[nodiscard]] Incumbent improved(const plan::CollaborationPlan& start) {
    Incumbent now = reoptimiser_.valued(start);
    // Where nothing helps any more, neighbourhoods are searched again, and better.
    for (nodes_of_one_set_ = kNodesOfOneSet; nodes_of_one_set_ <= kMostNodesOfOneSet && !ended();) {
      const Value before = now.value;
      if (by_round_) {
        while (fewer_slots(now)) {
        }
        descend(now, Reoptimiser::Aim::round);
      }
      descend(now, Reoptimiser::Aim::sums);
      if (now.value >= before) nodes_of_one_set_ *= kMoreNodes;
    }
    return now;
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
  void pass(Incumbent& now, Incumbent better) {
    passed_.push_back(std::exchange(now, std::move(better)));
    if (passed_.size() > kMostJudged) passed_.erase(passed_.begin());
  }

  /// Frees one app at a time, then two, and so on, beginning anew with every better plan.
  void descend(Incumbent& now, Reoptimiser::Aim aim) {
    const std::int64_t end = end_of_phase(node_budget_ / kPhases);
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
    if (slots == 0) return false;  // no links at all: that is for the other neighbourhoods
    if (!reoptimiser_.promising(slots, now.score.round)) return false;
    for (int attempt = 0; attempt < kAttempts && !ended(); ++attempt) {
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
    const std::int64_t end = end_of_phase(kNodesOfFewerSlots);
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
    return std::min(node_budget_, reoptimiser_.nodes() + std::max<std::int64_t>(nodes, 1));
  }

  const plan::PlanningProblem& problem_;
  Reoptimiser reoptimiser_;
  const bool by_round_;
  const std::int64_t node_budget_;
  std::int64_t nodes_of_one_set_ = kNodesOfOneSet;
  const std::size_t most_freed_;
  std::vector<Incumbent> passed_;
  RandomStream random_;
};

Planned plan_by_neighbourhoods(const PlanningContext& context) {
  const plan::PlanningProblem& problem = context.problem;
  Planned planned = plan_jointly(problem, false);
  std::optional<plan::CollaborationPlan> start;
  if (auto* greedy = std::get_if<plan::CollaborationPlan>(&planned.result))
    start = std::move(*greedy);
  else
    start = feasible_start(problem, planned.effort);
  if (!start) return planned;
  LinkCosts costs(problem);
  Improved improved =
      improved_by_neighbourhoods(problem, *start, costs, planned.effort, context.values.integer(kNodeBudget),
                                 static_cast<int>(context.values.integer(kMostFreed)));
  planned.effort.budget_ended = planned.effort.budget_ended || improved.budget_ended;
  std::vector<plan::CollaborationPlan>& candidates = improved.nearly_as_good;
  candidates.insert(candidates.begin(), std::move(improved.plan));
  planned.result = judged(context, candidates, planned.effort);
  return planned;
}

}  // namespace

Improved improved_by_neighbourhoods(const plan::PlanningProblem& problem,
                                    const plan::CollaborationPlan& start, LinkCosts& costs, Effort& effort,
                                    std::int64_t node_budget, int most_freed) {
  LargeNeighbourhoods search(problem, costs, effort, node_budget, most_freed);
  Incumbent best = search.improved(start);
  auto nearly_as_good = search.nearly_as_good(best);
  return {std::move(best.plan), std::move(nearly_as_good), search.ended()};
}

Planner make_lns() {
  return {
      .name = "lns",
      .description = "synergy's plan, then large-neighbourhood search: a few apps at a time are solved anew",
      .role = Role::control,
      .takes_objective = true,
      .paired_policy = scenario::Policy::adaptive,
      .parameters = {{kMostFreed, Parameter::Integer{kMostFreedApps, 1, 8},
                      "apps that are solved together at most"},
                     {kNodeBudget, Parameter::Integer{kNodesOfNeighbourhoods, 1, INT64_MAX},
                      "nodes of all searches together before the best found is taken"}},
      .plan = plan_by_neighbourhoods,
  };
}

}  // namespace synergy::planner
