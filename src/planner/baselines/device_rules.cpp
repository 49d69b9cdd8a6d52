#include "baselines/device_rules.hpp"

#include <algorithm>

#include "baselines/device_choice.hpp"
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

/// Each device in turn takes as many layers as fit. Pre: so they hold all, and none stays without.
Chain fill(const plan::PlanningProblem& problem, AppId a, const std::vector<DeviceId>& devices,
           const DeviceChoice::EndsFrom& ends) {
  Chain chain;
  int from = 0;
  for (const DeviceId d : devices) {
    const int to = ends(d, from).front();
    chain.push_back({d, problem.table(a, d).layers(from, to)});
    from = to;
  }
  return chain;
}

/// The cuts that make the largest segment's cycles smallest, every device taking part. Pre: there are such
/// cuts.
Chain balance(const plan::PlanningProblem& problem, AppId a, const std::vector<DeviceId>& devices,
              const DeviceChoice::EndsFrom& ends) {
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
      for (const int to : ends(devices[i], from)) {
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
  const int last = problem.table(a, devices.front()).boundaries() - 1;
  // Balancing may stop wherever it fits, filling only as late as possible. Whether layers fit is not monotone
  // in where a segment ends, since cuts may be forbidden.
  const DeviceChoice::EndsFrom ends = [&](DeviceId d, int from) {
    std::vector<int> found;
    for (int to = last; to > from && (rule.most || found.empty()); --to) {
      if (memory.fits(a, d, from, to)) found.push_back(to);
    }
    std::reverse(found.begin(), found.end());
    return found;
  };
  DeviceChoice choice(devices, last, ends);
  const int most = std::min(static_cast<int>(devices.size()), last);
  for (int step = 0; step < most; ++step) {
    const std::vector<DeviceId> chosen = choice.first(rule.most ? most - step : step + 1);
    // As if the choices had been looked at one after the other: that is how the rule reads.
    const std::int64_t considered = saturating_sum(choice.before(), chosen.empty() ? 0 : 1);
    effort.candidates_considered = saturating_sum(effort.candidates_considered, considered);
    if (!chosen.empty())
      return rule.most ? balance(problem, a, chosen, ends) : fill(problem, a, chosen, ends);
  }
  return {};
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
