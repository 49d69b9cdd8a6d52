#pragma once

#include "synergy/planner/planner.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/packing.hpp"
#include "engine/plan_walk.hpp"

namespace synergy::planner {

/// Steps from one partial plan of an app to a longer one that a search over the plans of all apps may take
/// besides its nodes. A node is an app with its bounds or a whole plan of one; where bounds promise much,
/// many steps may lead to neither.
[[nodiscard]] constexpr std::int64_t most_steps(std::int64_t node_budget) {
  constexpr std::int64_t kStepsPerNode = 50;  // of w6 some 3
  constexpr std::int64_t kFewest = 100'000;
  if (node_budget > INT64_MAX / kStepsPerNode) return INT64_MAX;
  return std::max(kFewest, kStepsPerNode * node_budget);
}

/// Elementary steps of bounds, likewise: a budget of 200,000 nodes has some ten seconds of them. Of the
/// suite's instances none comes near it.
[[nodiscard]] constexpr std::int64_t most_work(std::int64_t node_budget) {
  constexpr std::int64_t kWorkPerNode = 10'000;
  constexpr std::int64_t kLeast = 100'000'000;
  if (node_budget > INT64_MAX / kWorkPerNode) return INT64_MAX;
  return std::max(kLeast, kWorkPerNode * node_budget);
}

/// What all levels of a search over the plans of all apps share, whatever it looks for.
struct JointSearch {
  JointSearch(const plan::PlanningProblem& of, std::vector<AppId> apps, LinkCosts& link_costs, Effort& spent)
      : problem(of),
        order(std::move(apps)),
        deployment(order),
        costs(link_costs),
        effort(spent),
        packing(of),
        deployments(of) {
    partial.apps.resize(of.scenario().apps.size());
  }

  /// What app `a` may still do: its segments fit with those decided so far, in some order of deployment.
  [[nodiscard]] AppOptions options_of(AppId a, const BodyLoad& load) const {
    // Asked for by device, first layer and last. What holds too many layers holds no more of them, and what
    // holds some holds those that are left when the first is gone.
    DeviceId device = DeviceId::none();
    int fitting = 0;
    int full_from = -1;
    const auto fits = [&](DeviceId d, int from, int to) {
      if (d != device) {
        device = d;
        fitting = 0;
        full_from = -1;
      }
      if (from == full_from) return false;
      if (to > fitting) {
        if (!packing.may_fit(a, d, from, to)) {
          full_from = from;
          return false;
        }
        fitting = to;
      }
      return problem.allows(a, d, problem.table(a, d).layers(from, to));
    };
    return AppOptions(problem, a, fits, load);
  }

  const plan::PlanningProblem& problem;
  std::vector<AppId> order;       ///< in which apps are decided; others keep what they have in `partial`
  std::vector<AppId> deployment;  ///< the order in which whole plans are tried to deploy first
  LinkCosts& costs;
  Effort& effort;
  Packing packing;
  Deployments deployments;
  plan::CollaborationPlan partial;  ///< of the apps decided so far
  int slots = 0;                    ///< that the links of the plans looked at need, just so many
  std::int64_t nodes = 0;
  std::int64_t steps = 0;
  std::int64_t work = 0;     ///< elementary steps of bounds, which many devices make dear
  bool orders_left = false;  ///< a plan was dropped before all its orders of deployment were tried
};

/// The devices that may hold an app's input.
[[nodiscard]] inline std::vector<int> starts_of(const AppOptions& options) {
  std::vector<int> starts;
  for (const auto& choice : options.sources) starts.push_back(choice.first.value());
  return starts;
}

/// Depth-first branch and bound (Land and Doig 1960, as every textbook has it) over the plans of all apps,
/// with one level of the tree for each app: there its execution plan is decided, on top of the load of the
/// apps decided above. Within a level PlanWalk branches on segment after segment.
///
/// What is sought is for the Question to say. It is a JointSearch, and has
///
///   Bound                                  the least that the completions of a partial plan come to; smaller
///                                          ones are looked at first
///   LowerBounds(question, app, load)       relaxations for one app on top of a load, with `options`,
///   `links`
///   Remainder(question, load)              what is certain about the apps after this one; add(LowerBounds)
///   bool worthwhile(bounds)                whether an app with these may have a plan in one worth a look
///   Bound bound(own, remainder, score, used, boundary, at)
///   bool hopeless(bound)                   whether no completion is worth a look: it is pruned (fathomed)
///   bool done()                            whether to leave the level
///   bool takes_plans()                     whether whole plans of an app are still looked at
///   void count_node()
///   void count_work(steps)                 elementary steps of bounds
///   bool tired()                           whether there is no budget for more bounds
///   void leave_out(own, remainder)         a level that is not looked at, and what is known of it
///   void offer(score, load)                a plan of all apps, in `partial`: a new incumbent, perhaps
template <class Question>
class DecisionLevel {
 public:
  using Bound = typename Question::Bound;

  /// `load`: of the apps above.
  DecisionLevel(Question& question, std::size_t depth, const BodyLoad& load)
      : question_(question), depth_(depth), load_(load) {}

  void run() {
    question_.count_node();
    remainder_.emplace(question_, load_);
    own_.emplace(question_, question_.order[depth_], load_);
    question_.count_work(own_->work());
    if (!question_.worthwhile(*own_)) return;
    // Bounds of later apps are added to each other.
    std::optional<BodyLoad> paid;
    if (load_.switches_to_come() > Duration()) paid = load_.with_switches_paid();
    const BodyLoad& shared = paid ? *paid : load_;
    for (std::size_t later = depth_ + 1; later < question_.order.size(); ++later) {
      // The bounds of many apps on many devices take longer than all else: they end a search, too.
      if (question_.tired()) return question_.leave_out(*own_, *remainder_);
      // Apps below get these bounds anew, on top of more load; here one without any plan ends the level.
      const typename Question::LowerBounds bounds(question_, question_.order[later], shared);
      question_.count_work(bounds.work());
      if (!question_.worthwhile(bounds)) return;
      remainder_->add(bounds);
    }
    PlanWalk<DecisionLevel, Bound> walk(question_.problem, own_->options, false, question_.effort, *this);
    walk.run(own_->links);
  }

  // What guides the walk.

  [[nodiscard]] Bound bound(const Score& score, AcceleratorSet used, int b, DeviceId at) const {
    return question_.bound(*own_, *remainder_, score, used, b, at);
  }
  [[nodiscard]] bool hopeless(const Bound& bound) const { return question_.hopeless(bound); }
  [[nodiscard]] bool superfluous(const Bound& /*bound*/, const plan::ExecutionPlan& /*partial*/) const {
    return false;  // of equal plans any one will do
  }
  [[nodiscard]] bool done() const { return question_.done(); }

  void complete(const Score& score, const plan::ExecutionPlan& plan, const std::vector<link::Ends>& /*own*/) {
    if (!question_.takes_plans()) return;
    question_.count_node();
    const AppId a = question_.order[depth_];
    question_.partial.apps[a] = plan;
    BodyLoad with = load_;
    with.add(a, plan);
    if (depth_ + 1 == question_.order.size()) return question_.offer(score, with);
    question_.packing.add(a, plan);
    DecisionLevel(question_, depth_ + 1, with).run();
    question_.packing.remove(a, plan);
  }

 private:
  Question& question_;
  const std::size_t depth_;
  const BodyLoad& load_;
  std::optional<typename Question::LowerBounds> own_;
  std::optional<typename Question::Remainder> remainder_;
};

/// Searches the plans of every number of slots that links can need. For one number the costs of transfers are
/// fixed, so that parts of plans have costs that add up. `nothing`: the load of a body without apps.
template <class Question>
void search_all_slots(Question& question, const BodyLoad& nothing) {
  for (question.slots = 0; question.slots <= most_slots(question.problem); ++question.slots) {
    if (question.costs.feasible(question.slots)) DecisionLevel<Question>(question, 0, nothing).run();
  }
}

}  // namespace synergy::planner
