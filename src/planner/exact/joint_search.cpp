#include "exact/joint_search.hpp"

#include <algorithm>
#include <memory>

#include "engine/packing.hpp"
#include "engine/plan_walk.hpp"
#include "engine/static_power.hpp"

namespace synergy::planner {
namespace {

/// What all levels of the search share.
struct Shared {
  Shared(const plan::PlanningProblem& of, const std::vector<AppId>& apps, const Criteria& compared,
         Times counted, const Budget& given, LinkCosts& link_costs, Effort& spent)
      : problem(of),
        order(apps),
        criteria(compared),
        times(counted),
        budget(given),
        costs(link_costs),
        effort(spent),
        packing(of),
        deployments(of) {
    plan.apps.resize(apps.size());
    if (criteria.needs_static()) statics.emplace(of);
  }

  const plan::PlanningProblem& problem;
  const std::vector<AppId>& order;
  const Criteria criteria;
  const Times times;
  const Budget& budget;
  LinkCosts& costs;
  Effort& effort;

  std::optional<StaticPower> statics;  // if the objective needs it
  Packing packing;
  Deployments deployments;
  plan::CollaborationPlan plan;  // of the apps planned so far
  int slots = 0;
  Duration limit = Duration::max();  // no round is larger

  // While the round alone is minimised, pass by pass: is there a plan with a round of at most `target`?
  bool round_first = false;
  Duration target;
  bool found = false;
  Duration beyond = Duration::max();  // least bound of what this pass did not look at

  std::optional<plan::CollaborationPlan> best;
  Duration best_round;
  Cost best_sums = kImpossible;  // with what the whole adds

  std::int64_t nodes = 0;
  std::int64_t steps = 0;
  bool stopped = false;
  bool orders_left = false;     // a better plan was dropped before all its orders of deployment were tried
  Cost left_out = kImpossible;  // least bound of what was not looked at

  /// Counts a node; from the end of the budget on, nothing is looked at any more.
  void count_node() {
    ++nodes;
    if (nodes >= budget.nodes) stopped = true;
    if (budget.end && nodes % 64 == 0 && std::chrono::steady_clock::now() >= *budget.end) stopped = true;
  }
  [[nodiscard]] bool hopeless(Cost bound) {
    if (++steps >= most_steps(budget.nodes)) stopped = true;
    if (bound == kImpossible) return true;
    if (round_first) {
      if (bound.first <= target.ns() && !stopped) return found;
      beyond = std::min(beyond, Duration::from_ns(bound.first));
      return true;
    }
    if (bound >= best_sums) return true;
    if (stopped) left_out = std::min(left_out, bound);
    return stopped;
  }
};

/// One app and the bounds of those after it, on top of the load of those before.
struct Outlook {
  Outlook(const Shared& s, AppId a, const BodyLoad& load)
      : options(
            s.problem, a,
            [&](DeviceId d, int from, int to) {
              return s.packing.may_fit(a, d, from, to) &&
                     s.problem.allows(a, d, s.problem.table(a, d).layers(from, to));
            },
            load),
        links(s.problem, options, load, s.slots, s.costs) {
    std::vector<int> starts;
    for (const auto& choice : options.sources) starts.push_back(choice.first);
    if (s.round_first || s.criteria.needs_round()) {
      peak_steps.emplace(links.peaks(options));
      peaks.emplace(*peak_steps, starts);
    }
    if (!s.round_first) {
      sum_steps.emplace(links.sums(options, s.limit, s.criteria));
      sums.emplace(*sum_steps, starts);
    }
  }
  [[nodiscard]] Cost least_sums() const { return sums ? sums->whole() : Cost{}; }
  [[nodiscard]] Cost least_round() const { return peaks ? peaks->whole() : Cost{}; }

  AppOptions options;
  SlottedLinks links;
  std::optional<StepCosts> peak_steps, sum_steps;
  std::optional<Completion<Peak>> peaks;
  std::optional<Completion<Sum>> sums;
};

class Level {
 public:
  Level(Shared& shared, std::size_t depth, const BodyLoad& load) : s_(shared), depth_(depth), load_(load) {}

  void run() {
    s_.count_node();
    if (s_.statics) static_nw_ = s_.statics->of(load_, s_.slots);
    own_ = std::make_unique<Outlook>(s_, s_.order[depth_], load_);
    if (own_->least_sums() == kImpossible || own_->least_round() == kImpossible) return;
    for (std::size_t later = depth_ + 1; later < s_.order.size(); ++later) {
      const Outlook outlook(s_, s_.order[later], load_);
      others_sums_ = Sum::combine(others_sums_, outlook.least_sums());
      if (others_sums_ == kImpossible || outlook.least_round() == kImpossible) return;
      others_round_ = std::max(others_round_, Duration::from_ns(outlook.least_round().first));
    }
    PlanWalk<Level> walk(s_.problem, own_->options, false, s_.effort, *this);
    walk.run(own_->links);
  }

  // What guides the walk.

  [[nodiscard]] Cost bound(const Score& score, AcceleratorSet used, int b, DeviceId at) const {
    if (s_.round_first) {
      const Cost rest = own_->peaks->rest(used, b, at);
      return rest == kImpossible ? rest
                                 : Cost{std::max({score.round.ns(), rest.first, others_round_.ns()}), -b};
    }
    if (score.round > s_.limit) return kImpossible;
    const Cost here = s_.criteria.sums(score.latency, score.energy_fj);
    Cost least = Sum::combine(Sum::combine(here, others_sums_), own_->sums->rest(used, b, at));
    if (least == kImpossible) return least;
    Duration round = score.round;
    if (s_.criteria.needs_round()) {
      const Cost peak = own_->peaks->rest(used, b, at);
      if (peak == kImpossible) return peak;
      round = std::max({round, Duration::from_ns(peak.first), others_round_});
    }
    least.first += s_.criteria.of_whole(static_nw_, round);
    return least;
  }
  [[nodiscard]] bool hopeless(Cost bound) const { return s_.hopeless(bound); }
  [[nodiscard]] bool superfluous(Cost /*bound*/, const plan::ExecutionPlan& /*partial*/) const {
    return false;
  }
  [[nodiscard]] bool done() const { return false; }

  void complete(const Score& score, const plan::ExecutionPlan& plan, const std::vector<link::Ends>& /*own*/) {
    if (s_.round_first && s_.found) return;
    s_.count_node();
    const AppId a = s_.order[depth_];
    s_.plan.apps[static_cast<std::size_t>(a)] = plan;
    BodyLoad with = load_;
    with.add(a, plan);
    if (depth_ + 1 == s_.order.size()) return compare(score, with);
    s_.packing.add(a, plan);
    Level(s_, depth_ + 1, with).run();
    s_.packing.remove(a, plan);
  }

 private:
  /// A plan of all apps.
  void compare(const Score& score, const BodyLoad& load) {
    const std::int64_t static_nw = s_.statics ? s_.statics->of(load, s_.slots) : 0;
    Cost sums = s_.criteria.sums(score.latency, score.energy_fj);
    sums.first += s_.criteria.of_whole(static_nw, score.round);
    const bool better =
        s_.round_first ? score.round <= s_.target : score.round <= s_.limit && sums < s_.best_sums;
    if (!better || s_.costs.slots(load.links()) != s_.slots) return;
    bool exhausted = true;
    auto whole = s_.deployments.deployed(s_.plan, s_.order, exhausted);
    if (!exhausted) {
      s_.orders_left = true;
      s_.left_out = std::min(s_.left_out, sums);
      s_.beyond = std::min(s_.beyond, score.round);
    }
    if (!whole) return;
    s_.best = std::move(whole);
    s_.best_round = score.round;
    s_.best_sums = sums;
    s_.found = true;
  }

  Shared& s_;
  const std::size_t depth_;
  const BodyLoad& load_;
  std::unique_ptr<Outlook> own_;
  Cost others_sums_;
  Duration others_round_;
  std::int64_t static_nw_ = 0;  // no plan with the apps before draws less
};

/// Searches the plans of every number of slots for something better than the best.
void search_all_slots(Shared& s) {
  const BodyLoad nothing(s.problem, false, s.criteria.offered, s.times);
  for (s.slots = 0; s.slots <= most_slots(s.problem); ++s.slots) {
    if (s.costs.feasible(s.slots)) Level(s, 0, nothing).run();
  }
}

/// Bisects between the least round that was not ruled out and the best one; what it returns is the former.
Duration smallest_round(Shared& s) {
  s.round_first = true;
  Duration least;
  while (!s.best || least < s.best_round) {
    // The first pass rules nothing in: it finds the bound of the root.
    s.target = least == Duration() ? least
               : s.best            ? least + (s.best_round - nanoseconds(1) - least) / 2
                                   : Duration::max();
    s.found = false;
    s.beyond = Duration::max();
    search_all_slots(s);
    if (!s.found) least = std::max(least, s.beyond);
    if (s.stopped || s.orders_left || least == Duration::max()) break;
  }
  s.round_first = false;
  return least;
}

/// Of the plans that leave every unit the time it needs at the rates, the best; if there are none, of those
/// that come closest.
void search_at_rates(Shared& s, Optimum& result) {
  std::optional<plan::CollaborationPlan> overloaded;
  if (s.best && s.best_round > kSecondOfLoad) {
    overloaded.swap(s.best);
    s.best_sums = kImpossible;
  }
  s.limit = kSecondOfLoad;
  search_all_slots(s);
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
  search_all_slots(s);
  result.least = std::min(s.best_sums, s.left_out);
}

}  // namespace

Optimum best_collaboration_plan(const plan::PlanningProblem& problem, const std::vector<AppId>& order,
                                const std::optional<plan::CollaborationPlan>& start, const Budget& budget,
                                LinkCosts& costs, Effort& effort) {
  Shared s(problem, order, criteria_of(problem), Times::estimated, budget, costs, effort);
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
    if (s.best && !s.stopped && !s.orders_left) search_all_slots(s);
    result.sustains = s.criteria.offered == Offered::once || !s.best || s.best_round <= kSecondOfLoad;
  } else if (s.criteria.offered == Offered::rates) {
    search_at_rates(s, result);
  } else {
    search_all_slots(s);
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
  Shared s(problem, order, {{Objective::Kind::throughput}, Offered::once}, Times::least, budget, costs,
           effort);
  BodyLoad load(problem, false, Offered::once, Times::least);
  for (std::size_t a = 0; a < start.apps.size(); ++a) load.add(static_cast<AppId>(a), start.apps[a]);
  s.best = start;
  s.best_round = load.score(costs.slots(load.links()), costs).round;
  return std::min(smallest_round(s), s.best_round);
}

}  // namespace synergy::planner
