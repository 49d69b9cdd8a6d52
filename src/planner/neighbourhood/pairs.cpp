#include "neighbourhood/pairs.hpp"

#include <algorithm>

#include "neighbourhood/reoptimise.hpp"

namespace synergy::planner {
namespace {

/// What one pair may take of the budget of all: most need a few.
constexpr std::int64_t kNodesOfOnePair = 200;

}  // namespace

plan::CollaborationPlan refined_in_pairs(const plan::PlanningProblem& problem,
                                         const plan::CollaborationPlan& start, LinkCosts& costs,
                                         Effort& effort, std::int64_t node_budget,
                                         std::int64_t pair_node_budget) {
  Reoptimiser reoptimiser(problem, costs, effort, pair_node_budget);
  const bool by_round = problem.scenario().objective.kind == Objective::Kind::throughput;
  const bool ranks_round = criteria_of(problem).ranks_round();
  Incumbent now = reoptimiser.valued(refined(problem, start, costs, effort, node_budget));
  const auto improve = [&] {
    const std::vector<AppId> deployed = now.plan.deployment;
    const std::vector<AppId> busiest = by_round ? reoptimiser.on_busiest(now) : deployed;
    for (std::size_t i = 0; i < deployed.size(); ++i) {
      for (std::size_t j = i + 1; j < deployed.size(); ++j) {
        // The time of a round is what its busiest unit takes: one of the two must be there.
        const auto is_busy = [&](AppId a) { return std::count(busiest.begin(), busiest.end(), a) > 0; };
        if (!is_busy(deployed[i]) && !is_busy(deployed[j])) continue;
        const std::int64_t left = pair_node_budget - reoptimiser.nodes();
        if (left <= 0) return false;
        const std::vector<AppId> pair{deployed[i], deployed[j]};
        std::optional<Incumbent> better;
        for (const Reoptimiser::Aim aim : {Reoptimiser::Aim::round, Reoptimiser::Aim::sums}) {
          if (aim == Reoptimiser::Aim::round && !ranks_round) continue;
          if (!better) better = reoptimiser.better(now, pair, std::min(left, kNodesOfOnePair), aim);
        }
        if (!better) continue;
        now = *std::move(better);
        return true;
      }
    }
    return false;
  };
  while (improve()) now = reoptimiser.valued(refined(problem, now.plan, costs, effort, node_budget));
  effort.budget_ended = effort.budget_ended || reoptimiser.nodes() >= pair_node_budget;
  return now.plan;
}

}  // namespace synergy::planner
