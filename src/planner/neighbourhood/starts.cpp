#include "neighbourhood/starts.hpp"

#include "synergy/base/random.hpp"

#include <algorithm>

#include "engine/app_order.hpp"
#include "exact/minimisation.hpp"

namespace synergy::planner {
namespace {

constexpr int kOrders = 24;  ///< tried for each objective
constexpr std::int64_t kNodesToAnyPlan = 4'000;
constexpr std::int64_t kNodesOfOneAppOfOthers = 1'000;  ///< in starts that are improved anyway

/// In orders that begin with those that found no place before.
std::optional<plan::CollaborationPlan> squeaky_wheel(const plan::PlanningProblem& problem, GreedyRule rule,
                                                     Effort& effort) {
  for (int i = 0; i < kOrders; ++i) {
    AppId stuck = AppId::none();
    Effort of_order;
    auto result = plan_in_order(problem, rule, of_order, stuck);
    effort += of_order;
    if (auto* plan = std::get_if<plan::CollaborationPlan>(&result)) return std::move(*plan);
    // Searches that end at their budget take seconds; two dozen of them would take minutes.
    if (of_order.budget_ended) return {};
    // One that is first and finds no place never will.
    if (stuck == rule.order.front()) return {};
    const auto place = std::find(rule.order.begin(), rule.order.end(), stuck);
    std::rotate(rule.order.begin(), place, place + 1);
  }
  return {};
}

/// The first plan that the search over the plans of all apps comes to.
std::optional<plan::CollaborationPlan> any_plan(const plan::PlanningProblem& problem, Effort& effort) {
  Budget budget;
  budget.nodes = kNodesToAnyPlan;
  budget.work = most_work(kNodesToAnyPlan);
  LinkCosts costs(problem);
  Minimisation search(problem, by_data_intensity(problem), criteria_of(problem), Times::estimated, budget,
                      costs, effort);
  search.round_first = true;
  search.target = Duration::max();
  search_all_slots(search, BodyLoad(problem, false, offered_by(problem)));
  return std::move(search.best);
}

}  // namespace

std::optional<plan::CollaborationPlan> feasible_start(const plan::PlanningProblem& problem, Effort& effort) {
  if (problem.accelerators().empty()) return {};
  for (const Objective::Kind kind :
       {problem.scenario().objective.kind, Objective::Kind::throughput, Objective::Kind::latency}) {
    Objective objective{kind};
    if (kind == problem.scenario().objective.kind) objective = problem.scenario().objective;
    const GreedyRule rule{by_data_intensity(problem), objective};
    if (auto plan = squeaky_wheel(problem, rule, effort)) return plan;
  }
  return any_plan(problem, effort);
}

std::vector<plan::CollaborationPlan> other_starts(const plan::PlanningProblem& problem, int drawn,
                                                  Effort& effort) {
  std::vector<std::vector<AppId>> orders{by_model_size(problem), in_scenario_order(problem)};
  RandomStream random(stream_seed(problem.scenario().seed, 0, "planner/lns/starts"));
  for (int i = 0; i < drawn; ++i) {
    std::vector<AppId> order = orders.back();
    for (std::size_t last = order.size() - 1; last > 0; --last)  // Fisher and Yates
      std::swap(order[last],
                order[static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(last)))]);
    orders.push_back(std::move(order));
  }
  std::vector<plan::CollaborationPlan> found;
  for (std::vector<AppId>& order : orders) {
    AppId stuck = AppId::none();
    const GreedyRule rule{std::move(order), problem.scenario().objective, TieBreak::listing,
                          kNodesOfOneAppOfOthers};
    Effort of_order;
    auto result = plan_in_order(problem, rule, of_order, stuck);
    of_order.budget_ended = false;  // what it has by then will do
    effort += of_order;
    if (auto* plan = std::get_if<plan::CollaborationPlan>(&result)) found.push_back(std::move(*plan));
  }
  return found;
}

}  // namespace synergy::planner
