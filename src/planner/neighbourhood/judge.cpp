#include "neighbourhood/judge.hpp"

#include "synergy/plan/compiled.hpp"

#include <limits>

#include "engine/load.hpp"

namespace synergy::planner {
namespace {

constexpr double kNoWorth = std::numeric_limits<double>::infinity();

/// Smaller is better: as objective_value (plan/objective_value.hpp), of what happens instead of what is
/// estimated.
double worth(const plan::PlanningProblem& problem, const plan::Evaluation& found) {
  using Kind = scenario::Objective::Kind;
  const scenario::Objective& objective = problem.scenario().objective;
  const auto latency = found.latency_sum();
  if (!latency || found.throughput_inf_per_s <= 0) return kNoWorth;
  const double round_s = problem.app_count() / found.throughput_inf_per_s;
  const bool rates = offered_by(problem) == Offered::rates;
  const double energy_j = found.mean_power.si() * (rates ? 1 : round_s);
  switch (objective.kind) {
    case Kind::throughput:
      return round_s;
    case Kind::latency:
      return latency->s();
    case Kind::energy:
      return energy_j;
    case Kind::weighted:
      break;
  }
  return static_cast<double>(objective.round_thousandths) * round_s +
         static_cast<double>(objective.latency_thousandths) * latency->s() +
         static_cast<double>(objective.energy_thousandths) * energy_j;
}

}  // namespace

plan::CollaborationPlan judged(const PlanningContext& context,
                               const std::vector<plan::CollaborationPlan>& candidates, Effort& effort) {
  if (context.evaluator == nullptr || candidates.size() == 1) return candidates.front();
  const scenario::Policy policy = context.problem.scenario().policy.value_or(scenario::Policy::adaptive);
  const plan::CollaborationPlan* best = &candidates.front();
  double least = kNoWorth;
  for (const plan::CollaborationPlan& candidate : candidates) {
    const auto compiled = plan::compile(context.problem, candidate);
    const auto* whole = std::get_if<plan::CompiledPlan>(&compiled);
    if (whole == nullptr) continue;
    const plan::Evaluation found = context.evaluator->evaluate(context.problem, *whole, policy);
    ++effort.plans_simulated;
    effort.events_simulated += static_cast<std::int64_t>(found.events);
    const double here = worth(context.problem, found);
    if (here >= least) continue;
    least = here;
    best = &candidate;
  }
  return *best;
}

}  // namespace synergy::planner
