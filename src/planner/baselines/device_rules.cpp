#include "baselines/device_rules.hpp"

#include <algorithm>
#include <numeric>

#include "engine/app_order.hpp"
#include "engine/placement.hpp"

namespace synergy::planner {
namespace {

using plan::AppId;
using plan::DeviceId;
using Chain = std::vector<plan::Segment>;

std::vector<DeviceId> device_order(const plan::PlanningProblem& problem, const plan::BodyMemory& memory,
                                   bool priorities) {
  std::vector<DeviceId> order = problem.accelerators();
  if (!priorities) return order;
  // Fast ones first, of equally fast ones those with most left of what runs out first.
  const auto key = [&](DeviceId d) {
    const device::MemoryUse first = memory.of(d).uses().front();
    return std::pair(problem.device(d).accelerator->cycle_rate(), first.available - first.used);
  };
  std::stable_sort(order.begin(), order.end(), [&](DeviceId x, DeviceId y) { return key(x) > key(y); });
  return order;
}

/// Calls `visit` with every choice of `count` devices, earlier ones first, in lexicographic order, until it
/// returns true.
template <class Visit>
bool for_each_choice(const std::vector<DeviceId>& devices, std::size_t count, Visit visit) {
  // The usual counter of combinations: the last place that can still move on does, those after it follow
  // closely.
  std::vector<std::size_t> chosen(count);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  std::vector<DeviceId> choice(count);
  while (true) {
    for (std::size_t i = 0; i < count; ++i) choice[i] = devices[chosen[i]];
    if (visit(choice)) return true;
    std::size_t i = count;
    while (i > 0 && chosen[i - 1] == devices.size() - count + i - 1) --i;
    if (i == 0) return false;
    ++chosen[i - 1];
    for (std::size_t j = i; j < count; ++j) chosen[j] = chosen[j - 1] + 1;
  }
}

/// Each device in turn takes as many layers as fit; empty if layers are left or a device stays without any.
Chain fill(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory,
           const std::vector<DeviceId>& devices) {
  Chain chain;
  const plan::SegmentTable& table = problem.table(a, devices.front());
  const int last = table.boundaries() - 1;
  int from = 0;
  for (const DeviceId d : devices) {
    // From the longest down: whether layers fit is not monotone in where a segment ends, since cuts may be
    // forbidden.
    int to = last;
    while (to > from && !memory.fits(a, d, from, to)) --to;
    if (to == from) return {};
    chain.push_back({d, table.layers(from, to)});
    from = to;
    if (from == last) break;
  }
  return from == last && chain.size() == devices.size() ? chain : Chain{};
}

/// The cuts that make the largest segment's cycles smallest, every device taking part; empty if none fit.
Chain balance(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory,
              const std::vector<DeviceId>& devices) {
  const int last = problem.table(a, devices.front()).boundaries() - 1;
  const std::size_t count = devices.size();
  constexpr std::int64_t kNone = INT64_MAX;
  const auto width = static_cast<std::size_t>(last + 1);
  // Dynamic programming over boundaries, since there are too many ways to cut to try them all.
  // best[i][b]: smallest largest segment when the first i devices hold everything up to boundary b.
  std::vector<std::vector<std::int64_t>> best(count + 1, std::vector<std::int64_t>(width, kNone));
  std::vector<std::vector<int>> start(count + 1, std::vector<int>(width, -1));
  best[0][0] = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (int from = 0; from < last; ++from) {
      if (best[i][static_cast<std::size_t>(from)] == kNone) continue;
      for (int to = from + 1; to <= last; ++to) {
        if (!memory.fits(a, devices[i], from, to)) continue;
        const std::int64_t cycles = problem.table(a, devices[i]).cost(from, to)->cycles.count();
        const std::int64_t largest = std::max(best[i][static_cast<std::size_t>(from)], cycles);
        if (largest < best[i + 1][static_cast<std::size_t>(to)]) {
          best[i + 1][static_cast<std::size_t>(to)] = largest;
          start[i + 1][static_cast<std::size_t>(to)] = from;
        }
      }
    }
  }
  // Back from the end, along the starts of the segments that were best.
  if (best[count][static_cast<std::size_t>(last)] == kNone) return {};
  Chain chain(count);
  int to = last;
  for (std::size_t i = count; i > 0; --i) {
    const int from = start[i][static_cast<std::size_t>(to)];
    chain[i - 1] = {devices[i - 1], problem.table(a, devices[i - 1]).layers(from, to)};
    to = from;
  }
  return chain;
}

Chain choose_chain(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory,
                   DeviceRule rule, Effort& effort) {
  const std::vector<DeviceId> devices = device_order(problem, memory, rule.priorities);
  if (devices.empty()) return {};
  const int pieces = problem.table(a, devices.front()).boundaries() - 1;
  const int most = std::min(static_cast<int>(devices.size()), pieces);
  Chain chain;
  for (int step = 0; step < most; ++step) {
    const int count = rule.most ? most - step : step + 1;
    const bool found = for_each_choice(devices, static_cast<std::size_t>(count), [&](const auto& choice) {
      ++effort.candidates_considered;
      chain = rule.most ? balance(problem, a, memory, choice) : fill(problem, a, memory, choice);
      return !chain.empty();
    });
    if (found) break;
  }
  return chain;
}

}  // namespace

Planned plan_by_devices(const plan::PlanningProblem& problem, DeviceRule rule) {
  Planned planned;
  plan::CollaborationPlan plan;
  plan.deployment = rule.priorities ? by_model_size(problem) : in_scenario_order(problem);
  plan.apps.resize(plan.deployment.size());
  plan::BodyMemory memory(problem);
  for (const AppId a : plan.deployment) {
    plan::ExecutionPlan& app = plan.apps[a];
    app.segments = choose_chain(problem, a, memory, rule, planned.effort);
    if (app.segments.empty()) {
      planned.result = no_plan_fits(problem, a, memory);
      return planned;
    }
    place(memory, a, app);
    app.source = problem.sources(a).front();
    app.target = problem.targets(a).front();
  }
  planned.result = std::move(plan);
  return planned;
}

}  // namespace synergy::planner
