#pragma once

#include "synergy/plan/estimate.hpp"

namespace synergy::plan {

/// Puts into an estimate what becomes of the apps' rates: `rates`, and throughput and power at what is
/// served.
void serve_rates(const PlanningProblem& problem, const CompiledPlan& compiled, scenario::Policy policy,
                 Estimate& estimate);

/// Max-min fair shares of resources: no app gets more than its rate, no resource is used for more than the
/// whole time (`demand`: s per inference, [resource][app]), and no app could get more but at the cost of one
/// that has no more.
[[nodiscard]] std::vector<double> fair_shares(const std::vector<double>& rates,
                                              const std::vector<std::vector<double>>& demand);

}  // namespace synergy::plan
