#pragma once

#include "synergy/plan/memory.hpp"
#include "synergy/planner/planner.hpp"

#include <functional>
#include <optional>

#include "engine/load.hpp"
#include "engine/node_budget.hpp"
#include "engine/tie_break.hpp"
#include "engine/value.hpp"

namespace synergy::planner {

/// Whether an execution plan may be chosen, for what the search itself does not know.
using Accept = std::function<bool(const plan::ExecutionPlan&)>;

/// Finds the execution plan of app `a` with the smallest value of the objective for the whole body, exactly;
/// of equal plans the first in lexicographic order, or the one that `ties` prefers. Nothing if no plan fits,
/// keeps the app's constraints and is accepted (an empty `accept` accepts all).
///
/// `load` is what the apps chosen so far put on the body (empty for planners that are blind to them),
/// `memory` what they left.
///
/// The load offered is what `load` counts (BodyLoad::offered).
///
/// For each number of slots the links may need, costs of parts of a plan are fixed; among plans that need
/// just so many slots the best is sought depth first, cheapest bound first (CompletionBound). For throughput
/// the smallest round is found first, then the smallest latency among plans that keep it; at rates a plan
/// that leaves every unit the time it needs, or else the one that comes closest, then what the objective
/// compares.
///
/// A search that has looked at `node_budget` partial plans ends with the best plan it has found, if any, and
/// says so in `effort.budget_ended`.
[[nodiscard]] std::optional<plan::ExecutionPlan> best_execution_plan(
    const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory, const BodyLoad& load,
    const Objective& objective, LinkCosts& costs, Effort& effort, const Accept& accept = {},
    std::int64_t node_budget = kNodesOfOneApp, TieBreak ties = TieBreak::listing);

}  // namespace synergy::planner
