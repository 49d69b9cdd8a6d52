#pragma once

#include "synergy/planner/planner.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "engine/joint.hpp"

namespace synergy::planner {

/// When a search gives up before it is done.
struct Budget {
  std::int64_t nodes = INT64_MAX;  ///< partial plans looked at: the same on every machine
  std::optional<std::chrono::steady_clock::time_point> end;  ///< differs from run to run
};

/// Steps from one partial plan of an app to a longer one that a search may take besides. A node is an app
/// with its bounds or a whole plan of one; where bounds promise much, many steps may lead to neither.
[[nodiscard]] constexpr std::int64_t most_steps(std::int64_t node_budget) {
  constexpr std::int64_t kStepsPerNode = 50;  // of w6 some 3
  constexpr std::int64_t kFewest = 100'000;
  if (node_budget > INT64_MAX / kStepsPerNode) return INT64_MAX;
  return std::max(kFewest, kStepsPerNode * node_budget);
}

struct Optimum {
  std::optional<plan::CollaborationPlan> plan;  ///< the best found
  Cost least;  ///< no plan has a smaller first criterion; kImpossible if there is no plan at all
  /// At rates: `least` is about the plans that leave every unit the time it needs (or there is one);
  /// otherwise there is no such plan, and it is about those that come closest.
  bool sustains = true;
  bool proven = false;  ///< `plan` is the best of all in every criterion, or there is none
  std::int64_t nodes = 0;
};

/// Finds the best collaboration plan by branch and bound over the plans of all apps.
///
/// What is proven: of all plans that are feasible with some order of deployment of the apps, none has a
/// smaller value of the scenario's objective (value.hpp). The value is that of the score Synergy's search
/// compares (load.hpp): segments cost what they cost alone in their memory, links what they cost with the
/// slots all links together need.
///
/// Apps are planned in `order`. Bounds: for the app at hand the cheapest completion (Completion) on top of
/// the load of the apps before; for each later app its cheapest plan on top of that load, on accelerators
/// that could still hold its segments in some order (Packing); the static power of the parts and links that
/// are certain (StaticPower). For throughput the smallest round time is proven first, by bisection, then the
/// smallest sum of latencies among plans that keep it. At rates plans that overload a unit come last.
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
