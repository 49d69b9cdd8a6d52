#include "engine/link_costs.hpp"

#include "synergy/link/schedule.hpp"
#include "synergy/plan/costs.hpp"
#include "synergy/quantities/whole.hpp"

#include <algorithm>
#include <optional>

namespace synergy::planner {

LinkCosts::LinkCosts(const plan::PlanningProblem& problem, Times times) : problem_(problem), times_(times) {
  using Key =
      std::tuple<const device::RadioProfile*, const device::RadioProfile*, std::optional<double>, bool>;
  std::vector<Key> keys;
  for (const DeviceId from : problem.device_ids()) {
    for (const DeviceId to : problem.device_ids()) {
      if (from == to) {
        class_of_.push_back(-1);
        continue;
      }
      const link::LinkContext context = problem.link_context(plan::ends_of(from, to), 1);
      const Key key{context.first, context.second, context.path_loss_db, from < to};
      const auto found = std::find(keys.begin(), keys.end(), key);
      class_of_.push_back(static_cast<int>(found - keys.begin()));
      if (found != keys.end()) continue;
      keys.push_back(key);
      examples_.emplace_back(from, to);
    }
  }
}

int LinkCosts::slots(const std::vector<link::Ends>& links) {
  const auto [place, is_new] = slots_.try_emplace(links, 0);
  if (is_new) place->second = problem_.scenario().link_kind->schedule(problem_.device_count(), links).slots;
  return place->second;
}

int LinkCosts::most_links(int slots) const {
  const link::LinkKind& kind = *problem_.scenario().link_kind;
  int links = 0;
  while (links + 1 < problem_.device_count() && kind.slots_for(links + 1).least <= slots) ++links;
  return links;
}

bool LinkCosts::feasible(int slots) {
  if (slots == 0) return true;
  const auto [place, is_new] = feasible_.try_emplace(slots, false);
  if (is_new) place->second = problem_.scenario().link_kind->why_infeasible(slots).empty();
  return place->second;
}

const TransferCost& LinkCosts::class_cost(int link_class, Bytes size, int slots) {
  const auto [place, is_new] = costs_.try_emplace({link_class, slots, size});
  if (is_new) {
    const auto [from, to] = examples_[static_cast<std::size_t>(link_class)];
    const link::TransferEstimate cost = plan::transfer_cost(problem_, size, from, to, slots);
    place->second = {cost.latency, cost.occupancy, femtojoules(cost.sender + cost.receiver)};
    if (times_ == Times::least)
      place->second.occupancy = plan::least_transfer_time(problem_, size, from, to, slots);
  }
  return place->second;
}

}  // namespace synergy::planner
