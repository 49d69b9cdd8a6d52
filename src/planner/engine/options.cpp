#include "engine/options.hpp"

#include <algorithm>

namespace synergy::planner {

AppOptions::AppOptions(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory,
                       const BodyLoad& load)
    : AppOptions(
          problem, a, [&](DeviceId d, int from, int to) { return memory.fits(a, d, from, to); }, load) {}

AppOptions::AppOptions(const plan::PlanningProblem& problem, AppId a, const Fits& fits, const BodyLoad& load)
    : app(a), last(problem.table(a, problem.accelerators().front()).boundaries() - 1) {
  for (const DeviceId d : problem.sources(a)) sources.emplace_back(d, load.with_source(a, d));
  for (const DeviceId d : problem.targets(a)) targets.emplace_back(d, load.with_target(a, d));
  // Who is blind to source and target takes the first of each.
  if (load.model_only()) {
    sources.resize(std::min<std::size_t>(sources.size(), 1));
    targets.resize(std::min<std::size_t>(targets.size(), 1));
  }
  segments_.reserve(problem.accelerators().size() * static_cast<std::size_t>(last * (last + 1)));
  for (const DeviceId d : problem.accelerators()) {
    for (int from = 0; from < last; ++from) {
      for (int to = 0; to <= last; ++to) {
        auto& segment = segments_.emplace_back();
        const bool costed = to > from && problem.table(a, d).cost(from, to) != nullptr;
        if (costed && fits(d, from, to)) segment = load.with_segment(a, d, from, to);
      }
    }
  }
}

SlottedLinks::SlottedLinks(const plan::PlanningProblem& problem, const AppOptions& options,
                           const BodyLoad& load, int slots, LinkCosts& costs)
    : problem_(problem),
      slots_(slots),
      most_links_(costs.most_links(slots)),
      model_only_(load.model_only()),
      base_(load.score(slots, costs)),
      linked_(problem.scenario().devices.size() * problem.scenario().devices.size()),
      busy_(costs.servers()),
      degree_(problem.scenario().devices.size()),
      costs_(costs) {
  for (const auto& [first, second] : load.links()) {
    linked_[index(first, second)] = linked_[index(second, first)] = true;
    ++degree_[first.index()];
    ++degree_[second.index()];
  }
  for (const Transfer& t : load.transfers()) {
    const Duration occupancy = load.counted(t.app, costs.cost(t.size, slots, t.from, t.to).occupancy);
    busy_[costs.server(t.from, t.to)] += occupancy;
  }
  // Without links there are no transfers, and no table of their costs.
  if (slots == 0) return;
  const plan::SegmentTable& table = problem.table(options.app, problem.accelerators().front());
  for (int b = 0; b <= options.last; ++b) {
    const Bytes size = b == options.last ? problem.app(options.app).result : table.crossing(b);
    for (int c = 0; c < costs.classes(); ++c)
      transfers_.push_back(load.counted(options.app, costs.class_cost(c, size, slots)));
  }
}

std::optional<AddedCost> SlottedLinks::transfer(int boundary, DeviceId from, DeviceId to) const {
  if (!costs_.linked(from, to)) return {};
  const auto [sender, receiver] = problem_.carriers(from, to);
  const bool free = linked(from, to) || (!full(sender, 0) && !full(receiver, 0));
  if (!free) return {};
  const TransferCost& moved = cost(boundary, from, to);
  return AddedCost{busy_[server(from, to)] + moved.occupancy, moved.latency, moved.energy_fj};
}

template <class Algebra, class CostOf>
StepCosts SlottedLinks::steps(const AppOptions& options, CostOf cost_of) const {
  StepCosts costs(options.last, problem_.device_count(), problem_.accelerators());
  for (int k = 0; k < costs.accelerators; ++k) {
    const DeviceId there = problem_.accelerators()[static_cast<std::size_t>(k)];
    for (int from = 0; from < options.last; ++from) {
      for (int to = from + 1; to <= options.last; ++to) {
        costs.segment(k, from, to) = cost_of(options.segment(k, from, to));
      }
      for (const DeviceId at : problem_.device_ids()) {
        // Data that are there already move for nothing. After the first segment that cannot be: the next one
        // is on another device, since two in a row on one would be one segment.
        if (from == 0 && (at == there || model_only_))
          costs.move(from, at.value(), k) = {};
        else if (at != there)
          costs.move(from, at.value(), k) = cost_of(transfer(from, at, there));
      }
    }
  }
  costs.settle();
  for (const DeviceId at : problem_.device_ids()) {
    for (const auto& [target, dispatch] : options.targets) {
      const Cost delivery =
          at == target || model_only_ ? Cost{} : cost_of(transfer(options.last, at, target));
      costs.finish(at.value()) =
          std::min(costs.finish(at.value()), Algebra::combine(delivery, cost_of(dispatch)));
    }
  }
  return costs;
}

StepCosts SlottedLinks::peaks(const AppOptions& options) const {
  return steps<Peak>(options, [](const std::optional<AddedCost>& added) {
    return added ? Cost{added->busy.ns(), 0} : kImpossible;
  });
}

StepCosts SlottedLinks::sums(const AppOptions& options, Duration limit, const Criteria& criteria) const {
  return steps<Sum>(options, [&](const std::optional<AddedCost>& added) {
    if (!added || added->busy > limit) return kImpossible;
    return criteria.sums(added->latency, added->energy_fj);
  });
}

}  // namespace synergy::planner
