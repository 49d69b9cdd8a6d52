#include "neighbourhood/lns.hpp"

#include <algorithm>
#include <utility>

#include "neighbourhood/judge.hpp"
#include "neighbourhood/large_neighbourhoods.hpp"
#include "neighbourhood/starts.hpp"

namespace synergy::planner {
namespace {

constexpr const char* kMostFreed = "most_freed";

/// What serves the round: links with few slots and busy units far apart serve other objectives as well, and
/// getting there by their own steps takes longer.
plan::CollaborationPlan for_the_round(const plan::PlanningProblem& problem,
                                      const plan::CollaborationPlan& start, Effort& effort,
                                      std::int64_t node_budget, int most_freed) {
  scenario::Scenario by_throughput = problem.scenario();
  by_throughput.objective = Objective{};
  plan::TableCache cache;
  const plan::PlanningProblem same(by_throughput, cache);
  LinkCosts costs(same);
  return LargeNeighbourhoods(same, costs, effort, node_budget, most_freed).improved_once(start).plan;
}

/// `start` and others; itself again in place of those that do not work out, since other neighbourhoods are
/// drawn every time.
std::vector<plan::CollaborationPlan> starts_with(const plan::PlanningProblem& problem,
                                                 const plan::CollaborationPlan& start, Effort& effort,
                                                 std::int64_t node_budget, int most_freed) {
  std::vector<plan::CollaborationPlan> starts{start};
  if (!criteria_of(problem).ranks_round())
    starts.push_back(for_the_round(problem, start, effort, node_budget / kShareOfOneStart, most_freed));
  for (plan::CollaborationPlan& other : other_starts(problem, kDrawnStarts, effort))
    starts.push_back(std::move(other));
  while (starts.size() < kStarts) starts.push_back(start);
  return starts;
}

/// The nodes for so many apps that cost what `nodes` cost for eight: each looks at what all apps to come
/// need.
std::int64_t at_most_eight_apps(std::int64_t nodes, int apps) {
  return apps <= 8 ? nodes : std::max<std::int64_t>(nodes / apps * 8, 1);
}

Planned plan_by_neighbourhoods(const PlanningContext& context) {
  const plan::PlanningProblem& problem = context.problem;
  Planned planned = plan_jointly(problem, false);
  std::optional<plan::CollaborationPlan> start;
  if (auto* greedy = std::get_if<plan::CollaborationPlan>(&planned.result))
    start = std::move(*greedy);
  else
    start = feasible_start(problem, planned.effort);
  if (!start) return planned;
  LinkCosts costs(problem);
  const std::int64_t nodes = at_most_eight_apps(context.values.integer(kNodeBudget), problem.app_count());
  Improved improved = improved_by_neighbourhoods(problem, *start, costs, planned.effort, nodes,
                                                 static_cast<int>(context.values.integer(kMostFreed)));
  planned.effort.budget_ended = planned.effort.budget_ended || improved.budget_ended;
  std::vector<plan::CollaborationPlan>& candidates = improved.nearly_as_good;
  candidates.insert(candidates.begin(), std::move(improved.plan));
  planned.result = judged(context, candidates, planned.effort);
  return planned;
}

}  // namespace

Improved improved_by_neighbourhoods(const plan::PlanningProblem& problem,
                                    const plan::CollaborationPlan& start, LinkCosts& costs, Effort& effort,
                                    std::int64_t node_budget, int most_freed) {
  LargeNeighbourhoods search(problem, costs, effort, node_budget, most_freed);
  std::vector<plan::CollaborationPlan> starts{start};
  if (search.may_improve(start)) starts = starts_with(problem, start, effort, node_budget, most_freed);
  Incumbent best = search.improved_from(starts);
  auto nearly_as_good = search.nearly_as_good(best);
  return {std::move(best.plan), std::move(nearly_as_good), search.ended()};
}

Planner make_lns() {
  return {
      .name = "lns",
      .description = "synergy's plan, then large-neighbourhood search: a few apps at a time are solved anew",
      .role = Role::control,
      .takes_objective = true,
      .paired_policy = scenario::Policy::adaptive,
      .parameters = {{kMostFreed, Parameter::Integer{kMostFreedApps, 1, 8},
                      "apps that are solved together at most"},
                     {kNodeBudget, Parameter::Integer{kNodesOfNeighbourhoods, 1, INT64_MAX},
                      "nodes of all searches together, with up to eight apps; with more, as many fewer"}},
      .plan = plan_by_neighbourhoods,
  };
}

}  // namespace synergy::planner
