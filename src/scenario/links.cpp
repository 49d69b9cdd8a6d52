#include "synergy/scenario/links.hpp"

#include "synergy/link/kinds.hpp"
#include "synergy/link/several_links.hpp"

#include <algorithm>
#include <limits>

namespace synergy::scenario {
namespace {

using Sets = std::vector<std::shared_ptr<const link::LinkKind>>;

bool has_all(const std::vector<DeviceId>& devices, link::Ends ends) {
  const auto has = [&](DeviceId d) { return std::find(devices.begin(), devices.end(), d) != devices.end(); };
  return has(ends.first) && has(ends.second);
}

link::LinkContext idle_context(const Scenario& scenario, link::Ends ends) {
  link::LinkContext context;
  context.ends = ends;
  context.first = scenario.devices[ends.first].radio.get();
  context.second = scenario.devices[ends.second].radio.get();
  for (const PathLoss& loss : scenario.path_loss) {
    if (loss.between == ends) context.path_loss_db = loss.db;
  }
  return context;
}

/// What the objective wants small, in a unit of its own, of one link of a pair.
double worth(const Scenario& scenario, const link::LinkKind& kind, link::Ends ends) {
  if (!kind.why_infeasible(1).empty()) return std::numeric_limits<double>::max();
  const link::LinkContext context = idle_context(scenario, ends);
  double sum = 0;
  for (const App& app : scenario.apps) {
    for (const Bytes size : {app.model->input_bytes(), app.result}) {
      for (const bool forward : {true, false}) {
        const link::TransferEstimate cost = kind.estimate(size, forward, context);
        switch (scenario.objective.kind) {
          case Objective::Kind::throughput:
            sum += cost.occupancy.s();
            break;
          case Objective::Kind::energy:
            sum += (cost.sender + cost.receiver).si();
            break;
          case Objective::Kind::latency:
          case Objective::Kind::weighted:
            sum += cost.latency.s();
            break;
        }
      }
    }
  }
  if (scenario.objective.kind == Objective::Kind::energy) {
    const auto [first, second] = kind.idle_power(context);
    sum += (first + second).si();  // x 1 s
  }
  return sum;
}

int best_set(const Scenario& scenario, const Sets& sets, link::Ends ends,
             const std::vector<int>& candidates) {
  int best = candidates.front();
  double least = std::numeric_limits<double>::infinity();
  for (const int set : candidates) {
    if (candidates.size() == 1) break;
    const double here = worth(scenario, *sets[static_cast<std::size_t>(set)], ends);
    if (here < least) least = here, best = set;
  }
  return best;
}

}  // namespace

std::string link_set_name(const Scenario& scenario, int set) {
  if (set == 0) return std::string(scenario.link.kind().name);
  return scenario.more_links[static_cast<std::size_t>(set - 1)].name;
}

std::vector<int> links_between(const Scenario& scenario, link::Ends ends) {
  std::vector<int> sets;
  // The key `link` is about radios, which further accelerators share with their device.
  const bool radios = !scenario.devices[ends.first].part_of && !scenario.devices[ends.second].part_of;
  if (radios && (scenario.link_devices.empty() || has_all(scenario.link_devices, ends))) sets.push_back(0);
  for (std::size_t k = 0; k < scenario.more_links.size(); ++k) {
    if (has_all(scenario.more_links[k].devices, ends)) sets.push_back(static_cast<int>(k) + 1);
  }
  return sets;
}

std::shared_ptr<const link::LinkKind> links_of_body(const Scenario& scenario,
                                                    const std::vector<LinkChoice>& choices) {
  auto main = scenario.link.make(*scenario.link_profile);
  if (scenario.more_links.empty() && scenario.link_devices.empty()) return main;
  Sets sets{std::move(main)};
  for (const MoreLinks& more : scenario.more_links) sets.push_back(more.kind);
  link::SeveralLinks::Choice choice;
  for (const DeviceId first : scenario.devices.ids()) {
    for (const DeviceId second : scenario.devices.ids()) {
      const link::Ends ends{first, second};
      if (!(first < second)) continue;
      const std::vector<int> candidates = links_between(scenario, ends);
      if (!candidates.empty()) choice[ends] = best_set(scenario, sets, ends, candidates);
    }
  }
  for (const LinkChoice& chosen : choices) choice[chosen.between] = chosen.set;
  return std::make_shared<const link::SeveralLinks>(std::move(sets), std::move(choice));
}

}  // namespace synergy::scenario
