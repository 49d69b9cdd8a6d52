#pragma once

#include "synergy/plan/compiled.hpp"
#include "synergy/plan/problem.hpp"
#include "synergy/simulation/probe.hpp"
#include "synergy/simulation/result.hpp"

namespace synergy::simulation {

/// Runs a compiled plan on its body for warm-up + window of simulated time.
///
/// Units are FIFO servers whose service times are known when a stage joins the queue, so a stage costs one
/// event. `windows` is the number of inferences each app may have in flight (plan::windows). Deterministic:
/// the result depends on the arguments alone, not on whether a probe looks on. Pre: `compiled` was made from
/// `problem`.
[[nodiscard]] RunResult simulate(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                                 scenario::Policy policy, const std::vector<int>& windows, int replication,
                                 Probe* probe = nullptr);

}  // namespace synergy::simulation
