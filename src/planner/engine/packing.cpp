#include "engine/packing.hpp"

#include "synergy/plan/limits.hpp"

#include <algorithm>
#include <set>

#include "engine/placement.hpp"

namespace synergy::planner {
namespace {

/// The least that the layers between each boundary and the next take, of every capacity.
using Needs = std::vector<std::vector<std::int64_t>>;
using NeedsOfTables =
    std::map<const plan::SegmentTable*, Needs>;  // devices with one accelerator share a table

NeedsOfTables needs_of_tables(const plan::PlanningProblem& problem) {
  NeedsOfTables needs;
  for (const AppId a : problem.scenario().apps.ids()) {
    for (const DeviceId d : problem.accelerators()) {
      const plan::SegmentTable& table = problem.table(a, d);
      const auto [of_table, is_new] = needs.try_emplace(&table);
      if (!is_new) continue;
      for (int b = 1; b < table.boundaries(); ++b)
        of_table->second.push_back(table.lowered().least_need(table.layers(b - 1, b)));
    }
  }
  return needs;
}

/// Appends what all layers before each boundary take at least.
void append_sums(const Needs& needs, const std::vector<std::size_t>& capacities,
                 std::vector<std::int64_t>& sums) {
  std::vector<std::int64_t> sum(capacities.size());
  sums.insert(sums.end(), sum.begin(), sum.end());
  for (const std::vector<std::int64_t>& layer : needs) {
    for (std::size_t i = 0; i < capacities.size(); ++i) sum[i] += layer[capacities[i]];
    sums.insert(sums.end(), sum.begin(), sum.end());
  }
}

/// Capacities that hold as much as each other and of which all layers take the same stay equal whatever is
/// placed: the first of them stands for all. Many are (a chip has a capacity for each processor, and most
/// layers use all processors alike), and searches ask for them all the time.
std::vector<std::size_t> distinct_capacities(const plan::PlanningProblem& problem, DeviceId d,
                                             const NeedsOfTables& needs) {
  const auto capacities = problem.device(d).accelerator->capacities();
  std::set<std::vector<std::int64_t>> known;
  std::vector<std::size_t> distinct;
  for (std::size_t i = 0; i < capacities.size(); ++i) {
    std::vector<std::int64_t> taken{capacities[i].available};
    for (const AppId a : problem.scenario().apps.ids()) {
      for (const auto& layer : needs.at(&problem.table(a, d))) taken.push_back(layer[i]);
    }
    if (known.insert(std::move(taken)).second) distinct.push_back(i);
  }
  return distinct;
}

}  // namespace

Packing::Packing(const plan::PlanningProblem& problem)
    : problem_(problem), shared_(problem.scenario().residency == scenario::Residency::retained) {
  const NeedsOfTables needs = needs_of_tables(problem);
  free_.resize(problem.scenario().devices.size());
  begins_.resize(problem.scenario().apps.size() * free_.size());
  std::map<const plan::SegmentTable*, std::size_t> begins;
  for (const DeviceId d : problem.accelerators()) {
    const std::vector<std::size_t> distinct = distinct_capacities(problem, d, needs);
    const auto capacities = problem.device(d).accelerator->capacities();
    for (const std::size_t i : distinct) free_[d].push_back(capacities[i].available);
    for (const AppId a : problem.scenario().apps.ids()) {
      const plan::SegmentTable& table = problem.table(a, d);
      const auto [known, is_new] = begins.try_emplace(&table, sums_.size());
      if (is_new) append_sums(needs.at(&table), distinct, sums_);
      begins_[a.index() * free_.size() + d.index()] = known->second;
    }
  }
}

bool Packing::may_fit(AppId a, DeviceId d, int from, int to) const {
  if (!shared_) return true;
  const std::int64_t* before = up_to(a, d, from);
  const std::int64_t* after = up_to(a, d, to);
  const std::vector<std::int64_t>& free = free_[d];
  bool fits = true;
  for (std::size_t i = 0; i < free.size(); ++i) fits &= after[i] - before[i] <= free[i];
  return fits;
}

void Packing::change(AppId a, const plan::ExecutionPlan& app, int sign) {
  int from = 0;
  for (const plan::Segment& segment : app.segments) {
    const DeviceId d = segment.device;
    const int to = *problem_.table(a, d).boundary_after(segment.layers.last);
    const std::int64_t* before = up_to(a, d, from);
    const std::int64_t* after = up_to(a, d, to);
    std::vector<std::int64_t>& free = free_[d];
    for (std::size_t i = 0; i < free.size(); ++i) free[i] -= sign * (after[i] - before[i]);
    from = to;
  }
}

bool Deployments::fit_somehow(const Placed& segments) {
  if (segments.size() < 2) return true;
  const auto& chip = problem_.device(segments.front().second.device).accelerator;
  std::vector<int> key{0};
  while (problem_.device(problem_.accelerators()[static_cast<std::size_t>(key[0])]).accelerator != chip)
    ++key[0];
  for (const auto& [a, segment] : segments)
    key.insert(key.end(), {a.value(), segment.layers.first, segment.layers.last});
  const auto [known, is_new] = fit_somehow_.try_emplace(key, false);
  if (!is_new) return known->second;
  if (segments.size() > 6) return known->second = true;  // for order_for() to find out
  Placed order = segments;
  do {
    plan::BodyMemory memory(problem_);
    known->second = std::all_of(order.begin(), order.end(),
                                [&](const auto& s) { return try_place(memory, s.first, s.second); });
  } while (!known->second && std::next_permutation(order.begin(), order.end()));
  return known->second;
}

bool Deployments::extend(const plan::CollaborationPlan& plan, const plan::BodyMemory& memory,
                         std::vector<AppId>& order, std::vector<AppId> left, int& steps) {
  if (left.empty()) return true;
  for (std::size_t i = 0; i < left.size() && steps > 0; ++i) {
    --steps;
    const AppId a = left[i];
    plan::BodyMemory with = memory;
    if (!try_place(with, a, plan.apps[a])) continue;
    std::vector<AppId> rest = left;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    order.push_back(a);
    if (extend(plan, with, order, std::move(rest), steps)) return true;
    order.pop_back();
  }
  return false;
}

std::optional<plan::CollaborationPlan> Deployments::deployed(plan::CollaborationPlan plan,
                                                             const std::vector<AppId>& first,
                                                             bool& exhausted) {
  auto order = order_for(plan, first, exhausted);
  if (!order) return {};
  plan.deployment = *std::move(order);
  if (plan::has_limits(problem_.scenario()) && !plan::is_feasible(problem_, plan)) return {};
  return plan;
}

std::optional<std::vector<AppId>> Deployments::order_for(const plan::CollaborationPlan& plan,
                                                         const std::vector<AppId>& first, bool& exhausted) {
  exhausted = true;
  if (problem_.scenario().residency == scenario::Residency::reload) return first;
  for (const DeviceId d : problem_.accelerators()) {
    Placed here;
    for (std::size_t a = 0; a < plan.apps.size(); ++a) {
      for (const plan::Segment& segment : plan.apps[AppId(a)].segments) {
        if (segment.device == d) here.emplace_back(static_cast<AppId>(a), segment);
      }
    }
    if (!fit_somehow(here)) return {};
  }
  int steps = most_steps;
  std::vector<AppId> order;
  if (extend(plan, plan::BodyMemory(problem_), order, first, steps)) return order;
  exhausted = steps > 0;
  return {};
}

}  // namespace synergy::planner
