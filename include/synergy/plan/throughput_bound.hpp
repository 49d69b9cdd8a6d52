#pragma once

#include "synergy/plan/estimate.hpp"

#include <vector>

namespace synergy::plan {

/// Inferences per second of all apps that no run of this plan exceeds in the long run: a window of finite
/// length may hold a few more, those that were in flight when it began.
///
/// Counted is what every inference takes of each unit at least, whatever comes before it: services, and of
/// links LinkKind::least_occupancy. An accelerator with several segments switches before a visit of another
/// one; how many visits of one segment can follow one another decides how often that must be:
///
///   sequential             1
///   inter_run              turn_inferences
///   inter_app, adaptive    in regime rounds, of apps a and b on it with windows Wa and Wb: Wa + Wb + 2.
///                          (Apps' starts differ by at most 1, and what has started but has not come to the
///                          accelerator is in flight. So while no b comes, the starts of b lie within Wb of
///                          b's visits, those of a within Wb + 2 values, and the visits of a within Wa more.)
///                          otherwise any number: no switches
///
/// Where all apps keep step (every policy in rounds; sequential and inter_run whenever inferences start as
/// the policy allows) the busiest unit limits all of them: apps / its busy time. Where they do not, or where
/// links lose inferences, it is the largest sum of throughputs that gives no unit more than it can do; with
/// periodic loads no app exceeds its rate.
///
/// `windows` are those that the run uses (estimate.hpp). Column bound_plan_throughput_inf_per_s is this of a
/// row's plan, by the true numbers.
[[nodiscard]] double throughput_bound(const PlanningProblem& problem, const CompiledPlan& compiled,
                                      scenario::Policy policy, const std::vector<int>& windows);

}  // namespace synergy::plan
