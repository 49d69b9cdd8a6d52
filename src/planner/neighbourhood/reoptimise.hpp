#pragma once

#include "exact/alone.hpp"
#include "exact/minimisation.hpp"

namespace synergy::planner {

/// A feasible plan and what it comes to by the scenario's objective.
struct Incumbent {
  plan::CollaborationPlan plan;
  Score score;
  Value value;
};

/// Solves a few apps of a plan anew, together and exactly, while the others stay as they are: the branch and
/// bound of planner `optimal` (engine/branch_and_bound.hpp) on top of their load and their memory.
class Reoptimiser {
 public:
  /// `node_budget`: of all searches, for what their bounds may take (most_work).
  Reoptimiser(const plan::PlanningProblem& problem, LinkCosts& costs, Effort& effort,
              std::int64_t node_budget);

  /// Pre: `plan` is feasible.
  [[nodiscard]] Incumbent valued(plan::CollaborationPlan plan) const;

  /// What is to become better: the round, where it comes before all else, or the rest while the round stays
  /// within it.
  enum class Aim : std::uint8_t { round, sums };

  /// The best of the plans that differ from `now` in the apps `freed` alone, or the best that was found in
  /// `node_budget` nodes, deployed after the others. Nothing if that is no better than `now`.
  [[nodiscard]] std::optional<Incumbent> better(const Incumbent& now, const std::vector<AppId>& freed,
                                                std::int64_t node_budget, Aim aim);

  /// A plan that differs in the apps `freed` alone, whose links exceed `slots` slots by less
  /// (LinkCosts::excess) and whose round would be less than `round` if so many slots were enough. Nothing if
  /// none was found in `node_budget` nodes. It need not be better, nor feasible, as long as it needs more.
  [[nodiscard]] std::optional<plan::CollaborationPlan> nearer(const plan::CollaborationPlan& now, int slots,
                                                              Duration round, const std::vector<AppId>& freed,
                                                              std::int64_t node_budget);
  /// Of all apps of a plan.
  [[nodiscard]] int excess(const plan::CollaborationPlan& plan, int slots) const;
  [[nodiscard]] int slots(const plan::CollaborationPlan& plan) const;
  /// Whether some plan with links in so many slots may have a smaller round.
  [[nodiscard]] bool promising(int slots, Duration round);
  /// Whether some plan whose links need no more slots may have a smaller round.
  [[nodiscard]] bool promising(const Incumbent& now);
  /// The apps with links at a device that has more than so many slots allow; all if there is none.
  [[nodiscard]] std::vector<AppId> in_excess(const plan::CollaborationPlan& plan, int slots) const;

  /// The apps that use a busiest unit: no plan that leaves all of them alone has a smaller round.
  [[nodiscard]] std::vector<AppId> on_busiest(const Incumbent& now) const;

  [[nodiscard]] bool ranks_round() const { return search_.criteria.ranks_round(); }

  /// Of all searches so far; more than any budget once their bounds have taken what `node_budget` allows.
  [[nodiscard]] std::int64_t nodes() const { return search_.tired() ? INT64_MAX / 2 : nodes_; }

 private:
  [[nodiscard]] BodyLoad load_of(const plan::CollaborationPlan& plan) const;
  [[nodiscard]] BodyLoad free(const plan::CollaborationPlan& now, const std::vector<AppId>& freed,
                              std::int64_t node_budget);
  void finish(const BodyLoad& others);
  void search(const BodyLoad& others);
  void smallest_round(const Incumbent& now, const BodyLoad& others);
  void smallest_sums(const Incumbent& now, const BodyLoad& others);

  const plan::PlanningProblem& problem_;
  LinkCosts& costs_;
  const std::vector<AppId> by_size_;
  const BodyLoad nothing_;
  Alone alone_;
  Budget budget_;
  Minimisation search_;
  std::int64_t nodes_ = 0;
};

}  // namespace synergy::planner
