#pragma once

#include "synergy/plan/problem.hpp"
#include "synergy/results/table.hpp"

namespace synergy::results {

/// Two plans of one scenario side by side, one row per property: per app where it senses, computes, is cut
/// and interacts, and its latency; of the whole plan whether it is feasible, and round time, throughput,
/// energy, power and bottleneck; per unit the load; per device power and the memory left. Figures are
/// estimates under `policy`; those of a plan that cannot run are empty, a plan that only breaks a limit has
/// them.
[[nodiscard]] Table diff_table(const plan::PlanningProblem& problem, const plan::CollaborationPlan& first,
                               const plan::CollaborationPlan& second, scenario::Policy policy);

/// The same without rows, for the dictionary.
[[nodiscard]] Table diff_table();

/// The rows in which the plans differ, in their order; none for two plans that do the same. Pre: a
/// diff_table().
[[nodiscard]] Table differences(const Table& diff);

}  // namespace synergy::results
