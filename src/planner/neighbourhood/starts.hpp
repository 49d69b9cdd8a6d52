#pragma once

#include "engine/greedy.hpp"

namespace synergy::planner {

/// A feasible plan where Synergy's order finds none: apps are planned in other orders and by other
/// objectives. The app that finds no place goes first the next time ("squeaky wheel", Joslin and Clements
/// 1999), a few times; which order fits is luck where memories are nearly full. If it never works out, the
/// branch and bound looks for any plan. Nothing if there is none, or none was found in time.
[[nodiscard]] std::optional<plan::CollaborationPlan> feasible_start(const plan::PlanningProblem& problem,
                                                                    Effort& effort);

/// Feasible plans that Synergy's rule makes in other orders: the largest model first, as listed, and `drawn`
/// orders by chance from the scenario's seed. Only those that work out.
[[nodiscard]] std::vector<plan::CollaborationPlan> other_starts(const plan::PlanningProblem& problem,
                                                                int drawn, Effort& effort);

}  // namespace synergy::planner
