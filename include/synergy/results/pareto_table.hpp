#pragma once

#include "synergy/planner/pareto.hpp"
#include "synergy/results/table.hpp"

#include <string>
#include <string_view>

namespace synergy::results {

/// Name of a plan's file beside pareto.csv, "plan-000.yaml"; plans count from 0. From 1000 on names are
/// longer, and no longer sort as numbers do.
[[nodiscard]] std::string pareto_plan_file(std::size_t plan);

/// One row per plan of a front, in its order.
[[nodiscard]] Table pareto_table(const scenario::Scenario& scenario, const planner::ParetoFront& front);
/// The same without rows.
[[nodiscard]] Table pareto_table();

}  // namespace synergy::results
