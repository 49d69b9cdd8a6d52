#include "engine/link_costs.hpp"

#include "synergy/link/schedule.hpp"
#include "synergy/plan/costs.hpp"
#include "synergy/plan/link_memo.hpp"
#include "synergy/quantities/whole.hpp"

#include <algorithm>
#include <optional>

namespace synergy::planner {

namespace {

/// What a transfer between devices without a link counts as: longer and dearer than any plan that works.
constexpr TransferCost kNever{kNeverTime, kNeverTime, 1'000'000'000'000'000};

}  // namespace

LinkCosts::LinkCosts(const plan::PlanningProblem& problem, Times times) : problem_(problem), times_(times) {
  using Key =
      std::tuple<const device::RadioProfile*, const device::RadioProfile*, std::optional<double>, bool, int>;
  std::vector<Key> keys;
  const auto n = static_cast<std::size_t>(problem.device_count());
  server_of_.assign(n * n, 0);
  for (const DeviceId from : problem.device_ids()) {
    for (const DeviceId to : problem.device_ids()) {
      if (from == to) {
        class_of_.push_back(-1);
        continue;
      }
      const auto [sender, receiver] = problem.carriers(from, to);
      const link::Ends ends = plan::ends_of(sender, receiver);
      const link::LinkUse use = problem.scenario().link_kind->use_of(ends);
      // A pair's own server has the place of its ascending ends; media of sets come behind all pairs.
      server_of_[pair_index(from, to)] =
          use.shares_medium ? n * n + static_cast<std::size_t>(use.set) : pair_index(ends.first, ends.second);
      servers_ = std::max(servers_, server_of_[pair_index(from, to)] + 1);
      const link::LinkContext context = problem.link_context(ends, 1);
      const Key key =
          use.exists ? Key{context.first, context.second, context.path_loss_db, sender < receiver, use.set}
                     : Key{nullptr, nullptr, {}, false, -1};
      const auto found = std::find(keys.begin(), keys.end(), key);
      class_of_.push_back(static_cast<int>(found - keys.begin()));
      if (found != keys.end()) continue;
      keys.push_back(key);
      examples_.emplace_back(from, to);
      if (!use.exists) unlinked_ = class_of_.back();
    }
  }
}

int LinkCosts::slots(const std::vector<link::Ends>& links) {
  const auto known = slots_.find(links);
  if (known != slots_.end()) return known->second;
  ++scheduled_;
  // Of many equal devices there are more sets of links than memory holds.
  constexpr std::size_t kMostSets = 20'000;
  if (slots_.size() >= kMostSets) slots_.clear();
  const int slots = problem_.link_memo().slots(
      links, [&] { return problem_.scenario().link_kind->schedule(problem_.device_count(), links).slots; });
  slots_.emplace(links, slots);
  return slots;
}

int LinkCosts::most_links(int slots) const {
  const link::LinkKind& kind = *problem_.scenario().link_kind;
  int links = 0;
  while (links + 1 < problem_.device_count() && kind.slots_for(links + 1).least <= slots) ++links;
  return links;
}

int LinkCosts::excess(const std::vector<link::Ends>& links, int slots) {
  if (this->slots(links) <= slots) return 0;
  IdVector<DeviceId, int> degree(problem_.scenario().devices.size());
  for (const auto& [first, second] : links) {
    ++degree[first];
    ++degree[second];
  }
  const int most = most_links(slots);
  int excess = 1;
  for (const DeviceId d : problem_.device_ids()) excess += std::max(0, degree[d] - most);
  return excess;
}

bool LinkCosts::feasible(int slots) {
  if (slots == 0) return true;
  const auto [place, is_new] = feasible_.try_emplace(slots, false);
  if (is_new) {
    place->second = problem_.link_memo().feasible(
        slots, [&] { return problem_.scenario().link_kind->why_infeasible(slots).empty(); });
  }
  return place->second;
}

const TransferCost& LinkCosts::class_cost(int link_class, Bytes size, int slots) {
  if (link_class == unlinked_) return kNever;
  const auto [place, is_new] = costs_.try_emplace({link_class, slots, size});
  if (is_new) {
    const auto& [from, to] = examples_[static_cast<std::size_t>(link_class)];
    // Classes are numbered by the problem alone, so that all planners mean the same by them.
    const plan::LinkMemo::Transfer transfer{link_class, slots, size};
    const link::TransferEstimate& cost = problem_.link_memo().estimate(
        transfer, [&, from = from, to = to] { return plan::transfer_cost(problem_, size, from, to, slots); });
    place->second = {cost.latency, cost.occupancy, femtojoules(cost.sender + cost.receiver)};
    if (times_ == Times::least) {
      place->second.occupancy = problem_.link_memo().least(transfer, [&, from = from, to = to] {
        return plan::least_transfer_time(problem_, size, from, to, slots);
      });
    }
  }
  return place->second;
}

}  // namespace synergy::planner
