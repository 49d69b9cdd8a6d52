#pragma once

#include "exact/minimisation.hpp"

namespace synergy::planner {

/// What was proved about the plans whose links need just so many slots.
struct SlotProof {
  int slots = 0;
  Cost least = kImpossible;  ///< none of them has a smaller first criterion; kImpossible: there is none
  std::int64_t nodes = 0;    ///< that the search took for them
};

/// What a search for the best plan of all apps found and proved.
struct Optimum {
  std::optional<plan::CollaborationPlan> plan;  ///< the best found
  Cost least;  ///< no plan has a smaller first criterion; kImpossible if there is no plan at all
  /// At rates: `least` is about the plans that leave every unit the time it needs (or there is one);
  /// otherwise there is no such plan, and it is about those that come closest.
  bool sustains = true;
  bool proven = false;  ///< `plan` is the best of all in every criterion, or there is none
  std::int64_t nodes = 0;
  std::vector<SlotProof> by_slots;  ///< of every number of slots that links can have
};

/// Finds the best collaboration plan by branch and bound over the plans of all apps.
///
/// What is proven: of all plans that are feasible with some order of deployment of the apps, none has a
/// smaller value of the scenario's objective (engine/value.hpp). The value is that of the score Synergy's
/// search compares (engine/load.hpp): segments cost what they cost alone in their memory, links what they
/// cost with the slots all links together need.
///
/// Apps are planned in `order`. Every number of slots that links may need is a search and a bound of its own:
/// what each app comes to alone (Alone) rules out most. For throughput the smallest round time is proven
/// first, by bisection, then the smallest sum of latencies among plans that keep it. At rates plans that
/// overload a unit come last.
///
/// `start` is the first plan to beat, feasible and deployed in its own order. A search that its budget ends
/// has the bounds of what it left out in `least`.
[[nodiscard]] Optimum best_collaboration_plan(const plan::PlanningProblem& problem,
                                              const std::vector<AppId>& order,
                                              const std::optional<plan::CollaborationPlan>& start,
                                              const Budget& budget, LinkCosts& costs, Effort& effort);

/// A round of no plan is shorter, whatever batches its inferences are served in: the smallest load of the
/// busiest unit over all plans, in Times::least, or the bound of a search that its budget ended. `start` as
/// above.
[[nodiscard]] Duration least_round(const plan::PlanningProblem& problem, const std::vector<AppId>& order,
                                   const plan::CollaborationPlan& start, const Budget& budget,
                                   Effort& effort);

}  // namespace synergy::planner
