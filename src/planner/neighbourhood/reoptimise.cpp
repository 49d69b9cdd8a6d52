#include "neighbourhood/reoptimise.hpp"

#include <algorithm>

#include "engine/app_order.hpp"
#include "engine/score.hpp"

namespace synergy::planner {
namespace {

/// Bounds of a level cost as much as many steps within it; both are to end a search alike.
constexpr std::int64_t kStepsPerNode = 50;
/// A plan of whose orders of deployment this many placements fit none is left out: there are others.
constexpr int kPlacements = 300;

bool is_in(const std::vector<AppId>& apps, AppId a) {
  return std::find(apps.begin(), apps.end(), a) != apps.end();
}

}  // namespace

Reoptimiser::Reoptimiser(const plan::PlanningProblem& problem, LinkCosts& costs, Effort& effort,
                         std::int64_t node_budget)
    : problem_(problem),
      costs_(costs),
      by_size_(by_data_intensity(problem)),
      nothing_(problem, false, offered_by(problem)),
      alone_(problem, costs, offered_by(problem), Times::estimated),
      search_(problem, by_size_, criteria_of(problem), Times::estimated, budget_, costs, effort) {
  budget_.work = most_work(node_budget);
  search_.descending = true;
  search_.deployments.most_steps = kPlacements;
}

Incumbent Reoptimiser::valued(plan::CollaborationPlan plan) const {
  if (plan.deployment.empty()) plan.deployment = in_scenario_order(problem_);
  const Score score = score_of(problem_, plan, costs_);
  return {std::move(plan), score, value_of(search_.criteria, score)};
}

void Reoptimiser::search(const BodyLoad& others) {
  for (int slots = costs_.slots(others.links()); slots <= most_slots(problem_) && !search_.stopped; ++slots) {
    if (!costs_.feasible(slots)) continue;
    // The more slots, the longer every transfer: the others alone may take too long already.
    const Duration least = others.score(slots, costs_).round;
    const Duration most = search_.round_first ? search_.target : search_.limit;
    if (least > most || (search_.criteria.ranks_round() && alone_.least_round(slots) > most)) continue;
    search_.slots = slots;
    DecisionLevel<Minimisation>(search_, 0, others).run();
  }
}

void Reoptimiser::smallest_round(const Incumbent& now, const BodyLoad& others) {
  if (search_.criteria.ranked(now.score.round) == search_.criteria.ranked(Duration())) return;
  search_.round_first = true;
  search_.target = now.score.round - nanoseconds(1);
  search(others);
  search_.round_first = false;
}

void Reoptimiser::smallest_sums(const Incumbent& now, const BodyLoad& others) {
  search_.limit = search_.criteria.ranks_round() ? search_.criteria.ranked(now.score.round) : Duration::max();
  search_.best_sums = {now.value[1], now.value[2]};
  search(others);
}

BodyLoad Reoptimiser::free(const plan::CollaborationPlan& now, const std::vector<AppId>& freed,
                           std::int64_t node_budget) {
  budget_.nodes = node_budget;
  budget_.steps = kStepsPerNode * node_budget;
  search_.nodes = search_.steps = 0;
  search_.stopped = search_.found = false;
  search_.best.reset();
  search_.best_sums = kImpossible;
  search_.partial = now;
  search_.order.clear();
  for (const AppId a : by_size_) {
    if (is_in(freed, a)) search_.order.push_back(a);
  }
  search_.deployment = now.deployment;
  std::erase_if(search_.deployment, [&](AppId a) { return is_in(freed, a); });
  BodyLoad others = nothing_;
  for (const AppId a : search_.deployment) {
    others.add(a, now.apps[a]);
    search_.packing.add(a, now.apps[a]);
  }
  search_.deployment.insert(search_.deployment.end(), search_.order.begin(), search_.order.end());
  return others;
}

void Reoptimiser::finish(const BodyLoad& others) {
  for (const auto& [a, app] : others.apps()) search_.packing.remove(a, app);
  nodes_ += search_.nodes;
}

std::optional<Incumbent> Reoptimiser::better(const Incumbent& now, const std::vector<AppId>& freed,
                                             std::int64_t node_budget, Aim aim) {
  const BodyLoad others = free(now.plan, freed, node_budget);
  if (aim == Aim::round)
    smallest_round(now, others);
  else
    smallest_sums(now, others);
  finish(others);
  if (!search_.best) return {};
  return valued(*std::move(search_.best));
}

std::optional<plan::CollaborationPlan> Reoptimiser::nearer(const plan::CollaborationPlan& now, int slots,
                                                           Duration round, const std::vector<AppId>& freed,
                                                           std::int64_t node_budget) {
  const BodyLoad others = free(now, freed, node_budget);
  search_.excess_below = excess(now, slots);
  search_.target = round - nanoseconds(1);
  // Links that the others keep stay, and no new one comes to where there are too many.
  const bool hopeless = costs_.excess(others.links(), slots) >= search_.excess_below;
  if (!hopeless && others.score(slots, costs_).round <= search_.target) {
    search_.round_first = true;
    search_.slots = slots;
    DecisionLevel<Minimisation>(search_, 0, others).run();
    search_.round_first = false;
  }
  search_.excess_below = 0;
  finish(others);
  return std::move(search_.best);
}

BodyLoad Reoptimiser::load_of(const plan::CollaborationPlan& plan) const {
  BodyLoad load = nothing_;
  for (const AppId a : plan.apps.ids()) load.add(a, plan.apps[a]);
  return load;
}

std::vector<AppId> Reoptimiser::on_busiest(const Incumbent& now) const {
  const BodyLoad load = load_of(now.plan);
  return load.on_busiest(costs_.slots(load.links()), costs_);
}

int Reoptimiser::excess(const plan::CollaborationPlan& plan, int slots) const {
  return costs_.excess(load_of(plan).links(), slots);
}

int Reoptimiser::slots(const plan::CollaborationPlan& plan) const {
  return costs_.slots(load_of(plan).links());
}

bool Reoptimiser::promising(int slots, Duration round) {
  return slots >= 0 && costs_.feasible(slots) && alone_.least_round(slots) < round;
}

bool Reoptimiser::promising(const Incumbent& now) {
  if (search_.criteria.ranked(now.score.round) == search_.criteria.ranked(Duration())) return false;
  for (int slots = this->slots(now.plan); slots >= 0; --slots) {
    if (promising(slots, now.score.round)) return true;
  }
  return false;
}

std::vector<AppId> Reoptimiser::in_excess(const plan::CollaborationPlan& plan, int slots) const {
  const BodyLoad load = load_of(plan);
  IdVector<DeviceId, int> degree(problem_.scenario().devices.size());
  for (const auto& [first, second] : load.links()) {
    ++degree[first];
    ++degree[second];
  }
  const int most = costs_.most_links(slots);
  std::vector<AppId> found;
  for (const Transfer& t : load.transfers()) {
    const bool too_many = degree[t.from] > most || degree[t.to] > most;
    if (too_many && !is_in(found, t.app)) found.push_back(t.app);
  }
  return found.empty() ? by_size_ : found;
}

}  // namespace synergy::planner
