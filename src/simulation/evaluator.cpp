#include "synergy/simulation/evaluator.hpp"

#include "synergy/plan/estimate.hpp"
#include "synergy/simulation/simulate.hpp"

#include <algorithm>

namespace synergy::simulation {
namespace {

/// Rounds to settle in, and to measure. As many as most plans need until they repeat.
constexpr int kSettlingRounds = 20;
constexpr int kMeasuredRounds = 40;

/// The span in which every app completes some inferences, whatever the plan.
scenario::Measurement some_rounds(const plan::Estimate& estimate) {
  const Duration slowest = *std::max_element(estimate.latency.begin(), estimate.latency.end());
  Duration round = std::max(estimate.round, slowest);
  // At rates an app may be asked for less often than a round lasts.
  for (const double per_s : estimate.app_inf_per_s) {
    if (per_s > 0) round = std::max(round, seconds(1 / per_s));
  }
  return {kSettlingRounds * round, kMeasuredRounds * round, true};
}

}  // namespace

plan::Evaluation SimulatedEvaluator::evaluate(const plan::PlanningProblem& problem,
                                              const plan::CompiledPlan& compiled,
                                              scenario::Policy policy) const {
  const plan::Estimate estimate = plan::estimate(problem, compiled, policy);
  const std::vector<int> windows = plan::windows(problem, compiled, estimate, policy);
  const scenario::Measurement measurement = some_rounds(estimate);
  const RunResult result =
      simulate(problem, compiled, policy, windows, 0,
               {.measurement = measurement, .horizon = measurement.warm_up + measurement.window});
  plan::Evaluation evaluation;
  const double window_s = result.window.s();
  evaluation.throughput_inf_per_s = static_cast<double>(result.completed_in_window()) / window_s;
  for (const AppResult& app : result.apps) {
    evaluation.latency.emplace_back();
    if (app.latency.count() > 0) evaluation.latency.back() = nanoseconds_rounded(app.latency.mean_ns());
  }
  evaluation.mean_power = Power::from_si(result.energy().si() / window_s);
  evaluation.exact = result.steady.has_value();
  evaluation.events = result.events;
  return evaluation;
}

}  // namespace synergy::simulation
