#include "engine/packing.hpp"

#include "synergy/plan/limits.hpp"

#include <algorithm>
#include <bit>

namespace synergy::planner {
namespace {

constexpr std::size_t kBias = 64;

bool place(plan::BodyMemory& memory, AppId a, const plan::Segment& segment) {
  return std::holds_alternative<device::MemoryLedger::Placement>(memory.place(a, segment));
}

bool place(plan::BodyMemory& memory, AppId a, const plan::ExecutionPlan& app) {
  return std::all_of(app.segments.begin(), app.segments.end(),
                     [&](const plan::Segment& segment) { return place(memory, a, segment); });
}

}  // namespace

Packing::Packing(const plan::PlanningProblem& problem)
    : problem_(problem), shared_(problem.scenario().residency == scenario::Residency::retained) {
  for (AppId a = 0; a < problem.app_count(); ++a) {
    auto& sums = up_to_.emplace_back();
    if (problem.accelerators().empty()) continue;
    const plan::SegmentTable& table = problem.table(a, problem.accelerators().front());
    Amounts sum{};
    sums.push_back(sum);
    for (int b = 1; b < table.boundaries(); ++b) {
      const model::LayerRange layers = table.layers(b - 1, b);
      for (model::LayerIndex i = layers.first; i <= layers.last; ++i) {
        const auto& need = table.needs().layer(i);
        for (std::size_t p = 0; p < kBias; ++p) {
          if ((need.weights.processors >> p) & 1) sum[p] += (need.weights.words + 3) / 4;
        }
        sum[kBias] += need.bias_bytes * (need.bias_everywhere ? std::popcount(need.quadrants) : 1);
      }
      sums.push_back(sum);
    }
  }
  for (DeviceId d = 0; d < problem.device_count(); ++d) {
    Amounts& free = free_.emplace_back();
    if (!problem.device(d).accelerator) continue;
    const device::AcceleratorProfile& chip = *problem.device(d).accelerator;
    for (std::size_t p = 0; p < kBias; ++p)
      free[p] = ((p % 16 == 0 ? std::max(chip.words_of_quadrant_head, chip.words_per_processor)
                              : chip.words_per_processor) +
                 3) /
                4;
    free[kBias] = 4 * chip.bias_bytes_per_quadrant;
  }
}

bool Packing::may_fit(AppId a, DeviceId d, int from, int to) const {
  if (!shared_) return true;
  const Amounts& before = up_to(a, from);
  const Amounts& after = up_to(a, to);
  const Amounts& free = free_[static_cast<std::size_t>(d)];
  bool fits = true;
  for (std::size_t i = 0; i < free.size(); ++i) fits &= after[i] - before[i] <= free[i];
  return fits;
}

void Packing::change(AppId a, const plan::ExecutionPlan& app, int sign) {
  int from = 0;
  for (const plan::Segment& segment : app.segments) {
    const int to = *problem_.table(a, segment.device).boundary_after(segment.layers.last);
    Amounts& free = free_[static_cast<std::size_t>(segment.device)];
    for (std::size_t i = 0; i < free.size(); ++i) free[i] -= sign * (up_to(a, to)[i] - up_to(a, from)[i]);
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
    key.insert(key.end(), {a, segment.layers.first, segment.layers.last});
  const auto [known, is_new] = fit_somehow_.try_emplace(key, false);
  if (!is_new) return known->second;
  if (segments.size() > 6) return known->second = true;  // for order_for() to find out
  Placed order = segments;
  do {
    plan::BodyMemory memory(problem_);
    known->second = std::all_of(order.begin(), order.end(),
                                [&](const auto& s) { return place(memory, s.first, s.second); });
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
    if (!place(with, a, plan.apps[static_cast<std::size_t>(a)])) continue;
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
      for (const plan::Segment& segment : plan.apps[a].segments) {
        if (segment.device == d) here.emplace_back(static_cast<AppId>(a), segment);
      }
    }
    if (!fit_somehow(here)) return {};
  }
  int steps = kMostSteps;
  std::vector<AppId> order;
  if (extend(plan, plan::BodyMemory(problem_), order, first, steps)) return order;
  exhausted = steps > 0;
  return {};
}

}  // namespace synergy::planner
