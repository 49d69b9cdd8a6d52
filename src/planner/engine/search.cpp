#include "engine/search.hpp"

#include <algorithm>
#include <map>

#include "engine/options.hpp"
#include "engine/plan_walk.hpp"
#include "engine/static_power.hpp"

namespace synergy::planner {
namespace {

class Search {
 public:
  Search(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory, const BodyLoad& load,
         const Objective& objective, LinkCosts& costs, Effort& effort, const Accept& accept,
         std::int64_t node_budget, TieBreak ties)
      : problem_(problem),
        load_(load),
        criteria_{objective, load.offered()},
        costs_(costs),
        effort_(effort),
        accept_(accept),
        node_budget_(node_budget),
        options_(problem, a, memory, load),
        base_links_(load.links()),
        own_limit_(problem, a, load),
        walk_(problem, options_, load.model_only(), effort, *this) {
    for (const auto& choice : options_.sources) starts_.push_back(choice.first.value());
    if (criteria_.needs_static()) statics_.emplace(problem);
    if (ties == TieBreak::scarcity) scarcity_.emplace(problem, a, load);
  }

  std::optional<plan::ExecutionPlan> run() {
    std::optional<plan::ExecutionPlan> best = searched();
    effort_.search_steps += steps();
    return best;
  }

 private:
  std::optional<plan::ExecutionPlan> searched() {
    if (options_.sources.empty() || options_.targets.empty()) return {};
    // Two passes where the round comes before all else: a bound on a maximum says little about a sum, so that
    // one search for both would prune by neither.
    if (criteria_.ranks_round()) {
      each_slot_count([this] { smallest_round(); });
      if (!best_ || budget_ended()) return best_;
    }
    each_slot_count([this] { smallest_sums(); });
    return best_;
  }

  /// Partial plans, and what took as long.
  [[nodiscard]] std::int64_t steps() const {
    return walk_.nodes() + kStepsOfSchedule * (costs_.scheduled() - scheduled_before_);
  }

 public:
  // What guides the walk.

  /// No completion can have less than this.
  [[nodiscard]] Cost bound(const Score& score, AcceleratorSet used, int b, DeviceId at) const {
    if (own_limit_.broken(score, used, b, at)) return kImpossible;
    if (round_first_) {
      const Cost rest = peaks_->rest(used, b, at.value());
      // Of equal rounds the one that has got further first.
      return rest == kImpossible ? rest : Cost{std::max(score.round.ns(), rest.first), -b};
    }
    if (score.round > limit_) return kImpossible;
    Cost least = Sum::combine(sums(score), sums_->rest(used, b, at.value()));
    if (least == kImpossible) return least;
    Duration round = score.round;
    if (criteria_.needs_round()) {
      const Cost peak = peaks_->rest(used, b, at.value());
      if (peak == kImpossible) return peak;
      round = std::max(round, Duration::from_ns(peak.first));
    }
    least.first += criteria_.of_whole(least_static_nw_, round);
    return least;
  }
  [[nodiscard]] bool hopeless(Cost bound) const {
    if (bound == kImpossible) return true;
    if (!best_) return false;
    return round_first_ ? bound.first >= best_value_.round.ns() : bound > best_value_.sums;
  }
  /// At best as good as the best plan, and after it in the order of ties.
  [[nodiscard]] bool superfluous(Cost bound, const plan::ExecutionPlan& partial) const {
    if (!best_ || round_first_ || bound != best_value_.sums) return false;
    if (scarcity_) {
      const Cost taken = scarcity_->of_partial(partial);
      if (taken != best_taken_) return taken > best_taken_;
    }
    if (partial.source != best_->source) return partial.source > best_->source;
    const auto [mine, theirs] = std::mismatch(partial.segments.begin(), partial.segments.end(),
                                              best_->segments.begin(), best_->segments.end());
    return mine != partial.segments.end() && *mine > *theirs;
  }
  [[nodiscard]] bool done() const {
    return budget_ended() || (round_first_ && best_ && best_value_.round <= floor_);
  }

  void complete(const Score& score, const plan::ExecutionPlan& plan,
                const std::vector<link::Ends>& own_links) {
    Compared value{criteria_.ranked(score.round), sums(score)};
    const std::int64_t without_whole = value.sums.first;
    const auto better = [&](std::int64_t static_nw) {
      value.sums.first = without_whole + criteria_.of_whole(static_nw, score.round);
      return !best_ || value < best_value_ || (value == best_value_ && precedes(plan));
    };
    // Cheap checks first: few plans come as far as being asked for their static power, fewer to `accept_`.
    if (!better(least_static_nw_)) return;
    const std::vector<link::Ends> links = with(own_links);
    if (costs_.slots(links) != links_->slots()) return;
    if (statics_ && !better(statics_->of(load_, options_.app, plan.source, links, links_->slots()))) return;
    if (accept_ && !accept_(plan)) return;
    best_ = plan;
    best_value_ = value;
    if (scarcity_) best_taken_ = scarcity_->of(plan);
  }

 private:
  struct Compared {
    Duration round;  ///< as ranked; zero unless it is compared first
    Cost sums;       ///< what the objective adds up, with what the whole adds
    auto operator<=>(const Compared&) const = default;
  };

  [[nodiscard]] Cost sums(const Score& score) const { return criteria_.sums(score.latency, score.energy_fj); }

  /// Of plans equal in value.
  [[nodiscard]] bool precedes(const plan::ExecutionPlan& plan) const {
    const Cost taken = scarcity_ ? scarcity_->of(plan) : best_taken_;
    return taken != best_taken_ ? taken < best_taken_ : plan < *best_;
  }

  /// Calls `visit` with links_ set to each number of slots that plans of this app can need.
  template <class Visit>
  void each_slot_count(Visit visit) {
    IdVector<DeviceId, int> degree(problem_.scenario().devices.size());
    for (const auto& [first, second] : base_links_) {
      ++degree[first];
      ++degree[second];
    }
    const int busiest = *std::max_element(degree.begin(), degree.end());
    // A device may be source, hold a segment and be target: at most four more links.
    const int most_links = std::min(problem_.device_count() - 1, busiest + 4);
    const link::LinkKind& kind = *problem_.scenario().link_kind;
    for (int slots = kind.slots_for(busiest).least; slots <= kind.slots_for(most_links).most; ++slots) {
      if (!costs_.feasible(slots) || (slots == 0 && !base_links_.empty())) continue;
      links_ = &by_slots_.try_emplace(slots, problem_, options_, load_, slots, costs_).first->second;
      // More slots make every transfer slower, those of the other apps too.
      if (best_ && criteria_.ranks_round() && links_->base().round > best_value_.round) continue;
      if (statics_) least_static_nw_ = statics_->of(load_, slots);
      own_limit_.set(*links_, options_, starts_);
      // As long as there is no plan at all, half of what is left is for more slots: on many equal devices one
      // number of slots has more plans that nearly do than any budget.
      const std::int64_t left = most_steps_ - steps();
      end_of_slots_ = best_ ? most_steps_ : steps() + left / 2;
      visit();
      if (!budget_ended()) continue;
      effort_.budget_ended = true;
      if (best_ || walk_.nodes() >= node_budget_) return;
    }
  }
  [[nodiscard]] bool budget_ended() const {
    return walk_.nodes() >= node_budget_ || steps() >= end_of_slots_;
  }

  void smallest_round() {
    if (best_ && best_value_.round <= links_->base().round) return;
    const StepCosts steps = links_->peaks(options_);
    // A bound that shows that nothing is better here need not be made exact.
    const Cost enough = best_ ? Cost{best_value_.round.ns() - 1, 0} : kImpossible;
    const CompletionBound<Peak> completion(steps, starts_, enough);
    floor_ = criteria_.ranked(std::max(links_->base().round, Duration::from_ns(completion.whole().first)));
    peaks_ = &completion;
    round_first_ = true;
    walk_.run(*links_);
    round_first_ = false;
    peaks_ = nullptr;
  }

  void smallest_sums() {
    limit_ = criteria_.ranks_round() ? best_value_.round : Duration::max();
    const StepCosts steps = links_->sums(options_, limit_, criteria_);
    const Cost enough =
        best_ ? Cost{best_value_.sums.first - sums(links_->base()).first, INT64_MAX} : kImpossible;
    const CompletionBound<Sum> completion(steps, starts_, enough);
    sums_ = &completion;
    const bool round_counts = criteria_.needs_round();
    const StepCosts peak_steps = round_counts ? links_->peaks(options_) : steps;
    std::optional<CompletionBound<Peak>> peaks;
    if (round_counts) peaks_ = &peaks.emplace(peak_steps, starts_);
    walk_.run(*links_);
    peaks_ = nullptr;
    sums_ = nullptr;
  }

  [[nodiscard]] std::vector<link::Ends> with(const std::vector<link::Ends>& own_links) const {
    std::vector<link::Ends> links = base_links_;
    links.insert(links.end(), own_links.begin(), own_links.end());
    std::sort(links.begin(), links.end());
    links.erase(std::unique(links.begin(), links.end()), links.end());
    return links;
  }

  const plan::PlanningProblem& problem_;
  const BodyLoad& load_;
  const Criteria criteria_;
  LinkCosts& costs_;
  Effort& effort_;
  const Accept& accept_;
  const std::int64_t node_budget_;
  const std::int64_t scheduled_before_ = costs_.scheduled();
  // Small budgets are for few nodes, whatever links those have.
  const std::int64_t most_steps_ = std::max(node_budget_, kNodesOfOneApp / 10);
  std::int64_t end_of_slots_ = most_steps_;
  const AppOptions options_;
  const std::vector<link::Ends> base_links_;
  std::vector<int> starts_;
  std::map<int, SlottedLinks> by_slots_;
  OwnLimit own_limit_;
  PlanWalk<Search> walk_;
  std::optional<StaticPower> statics_;  // if the objective needs it

  const SlottedLinks* links_ = nullptr;           // the number of slots being explored
  bool round_first_ = false;                      // while the round alone is minimised
  const CompletionBound<Peak>* peaks_ = nullptr;  // set when the round counts
  const CompletionBound<Sum>* sums_ = nullptr;    // set when the sums count
  std::int64_t least_static_nw_ = 0;              // no plan with these slots draws less
  Duration floor_;                                // no round is smaller, as ranked
  Duration limit_;                                // no round is larger
  std::optional<plan::ExecutionPlan> best_;
  Compared best_value_;
  std::optional<Scarcity> scarcity_;  // if ties go by it
  Cost best_taken_;                   // by it
};

}  // namespace

std::optional<plan::ExecutionPlan> best_execution_plan(const plan::PlanningProblem& problem, AppId a,
                                                       const plan::BodyMemory& memory, const BodyLoad& load,
                                                       const Objective& objective, LinkCosts& costs,
                                                       Effort& effort, const Accept& accept,
                                                       std::int64_t node_budget, TieBreak ties) {
  if (problem.accelerators().empty()) return {};
  return Search(problem, a, memory, load, objective, costs, effort, accept, node_budget, ties).run();
}

}  // namespace synergy::planner
