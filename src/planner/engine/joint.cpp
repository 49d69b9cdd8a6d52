#include "engine/joint.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/limits.hpp"

#include <algorithm>
#include <numeric>

#include "engine/static_power.hpp"
#include <fmt/format.h>

namespace synergy::planner {
namespace {

std::vector<AppId> all_apps(const plan::PlanningProblem& problem) {
  std::vector<AppId> apps(static_cast<std::size_t>(problem.app_count()));
  std::iota(apps.begin(), apps.end(), 0);
  return apps;
}

bool try_place(plan::BodyMemory& memory, AppId a, const plan::ExecutionPlan& app) {
  return std::all_of(app.segments.begin(), app.segments.end(), [&](const plan::Segment& segment) {
    return std::holds_alternative<device::MemoryLedger::Placement>(memory.place(a, segment));
  });
}

void place(plan::BodyMemory& memory, AppId a, const plan::ExecutionPlan& app) {
  ensure(try_place(memory, a, app), "a plan that was found to fit fits");
}

/// Whether the apps on a body keep their latency limits.
bool in_time(const plan::PlanningProblem& problem, const BodyLoad& load, LinkCosts& costs) {
  const auto latencies = load.latencies(costs.slots(load.links()), costs);
  return std::all_of(latencies.begin(), latencies.end(),
                     [&](const auto& app) { return plan::in_time(problem.app(app.first), app.second); });
}

/// Accepts plans of app `a` with which the apps so far keep their latency limits.
Accept keep_limits(const plan::PlanningProblem& problem, AppId a, const BodyLoad& load, LinkCosts& costs) {
  if (!plan::has_latency_limit(problem.scenario())) return {};
  return [&problem, a, &load, &costs](const plan::ExecutionPlan& app) {
    BodyLoad with = load;
    with.add(a, app);
    return in_time(problem, with, costs);
  };
}

/// Accepts plans of app `a` that make `rest` a feasible plan.
Accept complete(const plan::PlanningProblem& problem, AppId a, const plan::CollaborationPlan& rest) {
  if (!plan::has_limits(problem.scenario())) return {};
  return [&problem, a, rest](const plan::ExecutionPlan& app) {
    plan::CollaborationPlan whole = rest;
    whole.apps[static_cast<std::size_t>(a)] = app;
    return plan::is_feasible(problem, whole);
  };
}

/// Why there is no plan for an app: what is in the way, unless the search did not get far enough to know.
plan::Infeasible none_found(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory,
                            const Effort& effort, std::int64_t node_budget) {
  if (!effort.budget_ended) return no_plan_fits(problem, a, memory);
  return {{{plan::Reason::Kind::placement, problem.app(a).name, "",
            fmt::format("the search ended at its node_budget of {} before it found a plan", node_budget)}}};
}

plan::PlanResult plan_greedily(const plan::PlanningProblem& problem, const Objective& objective,
                               bool model_only, bool constrained, Effort& effort, std::int64_t node_budget) {
  plan::CollaborationPlan result;
  result.deployment = by_data_intensity(problem);
  result.apps.resize(result.deployment.size());
  plan::BodyMemory memory(problem);
  BodyLoad load(problem, model_only, model_only ? Offered::once : offered_by(problem));
  LinkCosts costs(problem);
  for (const AppId a : result.deployment) {
    Accept accept;
    if (constrained)
      accept =
          a == result.deployment.back() ? complete(problem, a, result) : keep_limits(problem, a, load, costs);
    const auto best =
        best_execution_plan(problem, a, memory, load, objective, costs, effort, accept, node_budget);
    if (!best) return none_found(problem, a, memory, effort, node_budget);
    place(memory, a, *best);
    load.add(a, *best);
    result.apps[static_cast<std::size_t>(a)] = *best;
  }
  return result;
}

/// Where the greedy rule finds no plan within the limits: what the plan with the least latency (or energy, if
/// only batteries are limited) breaks of them, or what is in the way of any plan. Should that plan keep them
/// all, it is the answer.
plan::PlanResult closest_to_limits(const plan::PlanningProblem& problem, Effort& effort,
                                   std::int64_t node_budget) {
  const scenario::Scenario scenario = plan::without_limits(problem.scenario());
  plan::TableCache cache;
  const plan::PlanningProblem unlimited(scenario, cache);
  const auto kind =
      plan::has_latency_limit(problem.scenario()) ? Objective::Kind::latency : Objective::Kind::energy;
  plan::PlanResult closest = plan_greedily(unlimited, {kind}, false, false, effort, node_budget);
  if (std::holds_alternative<plan::Infeasible>(closest)) return closest;
  auto compiled = plan::compile(problem, std::get<plan::CollaborationPlan>(closest));
  if (auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) return std::move(*infeasible);
  return closest;
}

}  // namespace

std::vector<AppId> by_data_intensity(const plan::PlanningProblem& problem) {
  std::vector<AppId> order = all_apps(problem);
  std::stable_sort(order.begin(), order.end(), [&](AppId x, AppId y) {
    return problem.app(x).model->data_intensity() > problem.app(y).model->data_intensity();
  });
  return order;
}

plan::PlanResult plan_jointly(const plan::PlanningProblem& problem, bool model_only, Effort& effort,
                              std::int64_t node_budget) {
  const Objective objective = model_only ? Objective{} : problem.scenario().objective;
  const bool constrained = !model_only && plan::has_limits(problem.scenario());
  plan::PlanResult result = plan_greedily(problem, objective, model_only, constrained, effort, node_budget);
  if (!constrained || std::holds_alternative<plan::CollaborationPlan>(result)) return result;
  return closest_to_limits(problem, effort, node_budget);
}

std::optional<plan::CollaborationPlan> best_response(const plan::PlanningProblem& problem,
                                                     const plan::CollaborationPlan& now, AppId a,
                                                     LinkCosts& costs, Effort& effort,
                                                     std::int64_t node_budget) {
  plan::CollaborationPlan changed = now;
  std::erase(changed.deployment, a);
  plan::BodyMemory memory(problem);
  BodyLoad load(problem, false, offered_by(problem));
  for (const AppId other : changed.deployment) {
    const plan::ExecutionPlan& app = now.apps[static_cast<std::size_t>(other)];
    if (!try_place(memory, other, app)) return {};  // first fit may need the app that left
    load.add(other, app);
  }
  changed.deployment.push_back(a);
  const Objective& objective = problem.scenario().objective;
  const auto best = best_execution_plan(problem, a, memory, load, objective, costs, effort,
                                        complete(problem, a, changed), node_budget);
  if (!best) return {};
  changed.apps[static_cast<std::size_t>(a)] = *best;
  const Criteria criteria = criteria_of(problem);
  const Value before = value_of(criteria, score_of(problem, now, costs));
  if (value_of(criteria, score_of(problem, changed, costs)) >= before) return {};
  return changed;
}

plan::CollaborationPlan refined(const plan::PlanningProblem& problem, const plan::CollaborationPlan& start,
                                LinkCosts& costs, Effort& effort, std::int64_t node_budget) {
  plan::CollaborationPlan plan = start;
  if (plan.deployment.empty()) plan.deployment = all_apps(problem);
  const bool ended_before = effort.budget_ended;
  effort.budget_ended = false;
  // With searches that end early, a pass costs much and need not come closer to an end.
  for (bool improved = true; improved && !effort.budget_ended;) {
    improved = false;
    for (const AppId a : std::vector<AppId>(plan.deployment)) {
      if (auto better = best_response(problem, plan, a, costs, effort, node_budget)) {
        plan = *std::move(better);
        improved = true;
      }
    }
  }
  effort.budget_ended = effort.budget_ended || ended_before;
  return plan;
}

Score score_of(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan, LinkCosts& costs) {
  const Criteria criteria = criteria_of(problem);
  BodyLoad load(problem, false, criteria.offered);
  for (std::size_t a = 0; a < plan.apps.size(); ++a) load.add(static_cast<AppId>(a), plan.apps[a]);
  const int slots = costs.slots(load.links());
  Score score = load.score(slots, costs);
  if (criteria.needs_static()) score.static_nw = StaticPower(problem).of(load, slots);
  return score;
}

plan::PlanResult plan_independently(const plan::PlanningProblem& problem, bool model_only,
                                    bool memory_oblivious, Effort& effort, std::int64_t node_budget) {
  plan::CollaborationPlan result;
  const plan::BodyMemory empty(problem);
  const BodyLoad nothing(problem, model_only);
  plan::BodyMemory memory = empty;
  LinkCosts costs(problem);
  for (const AppId a : all_apps(problem)) {
    const plan::BodyMemory& seen = memory_oblivious ? empty : memory;
    const auto best = best_execution_plan(problem, a, seen, nothing, {Objective::Kind::latency}, costs,
                                          effort, {}, node_budget);
    if (!best) return none_found(problem, a, seen, effort, node_budget);
    if (!memory_oblivious) place(memory, a, *best);
    result.apps.push_back(*best);
  }
  return result;
}

}  // namespace synergy::planner
