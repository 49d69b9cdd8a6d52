#pragma once

#include "synergy/results/claims.hpp"
#include "synergy/scenario/load.hpp"

#include <string>
#include <vector>

namespace synergy::cli {

/// Synergy and the baselines it is compared with, Synergy first.
[[nodiscard]] std::vector<const planner::Planner*> compared_planners();

/// Synergy against every baseline on one workload: both under each policy, and as paired under each sensing
/// of `latest` and `new_sample` that the scenario has not. Pre: `paired` are the runs of compared_planners()
/// under their own policies.
[[nodiscard]] std::vector<results::Comparison> other_definitions(
    const scenario::Scenario& scenario, const std::vector<results::RunRecord>& paired,
    plan::TableCache& cache);

/// Synergy against every baseline in each of the distinct orders of the scenario's devices, at most `most`
/// (scenario::distinct_device_orders). A plan that was simulated in an earlier order is not simulated again:
/// what an order decides is the plan, and a plan's steady state does not depend on how the devices are
/// listed.
[[nodiscard]] std::vector<results::OrderPoint> in_device_orders(
    const std::string& file, const std::vector<scenario::Override>& settings, std::size_t most,
    scenario::Library& library, plan::TableCache& cache);

}  // namespace synergy::cli
