#include "engine/static_power.hpp"

#include "synergy/plan/costs.hpp"
#include "synergy/quantities/whole.hpp"

#include <algorithm>

namespace synergy::planner {

StaticPower::StaticPower(const plan::PlanningProblem& problem) : problem_(problem) {
  for (const DeviceId d : problem.scenario().devices.ids())
    parts_nw_ += nanowatts(plan::idle_power(problem.scenario(), d, {}).total());
  for (const AppId a : problem.app_ids()) {
    if (problem.sources(a).size() == 1) certain_.push_back(sensor(a, problem.sources(a).front()));
  }
}

StaticPower::Sensor StaticPower::sensor(AppId a, DeviceId source) const {
  return {source, plan::sensor_of(problem_.app(a), problem_.device(source))};
}

std::vector<StaticPower::Sensor> StaticPower::sensors(const BodyLoad& load) const {
  std::vector<Sensor> used = certain_;
  for (const auto& [a, app] : load.apps()) used.push_back(sensor(a, app.source));
  return used;
}

std::int64_t StaticPower::of(const BodyLoad& load, int slots) {
  return sum(sensors(load), load.links(), slots);
}

std::int64_t StaticPower::of(const BodyLoad& load, AppId a, DeviceId source,
                             const std::vector<link::Ends>& links, int slots) {
  std::vector<Sensor> used = sensors(load);
  used.push_back(sensor(a, source));
  return sum(std::move(used), links, slots);
}

std::int64_t StaticPower::sum(std::vector<Sensor> used, const std::vector<link::Ends>& links, int slots) {
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  std::int64_t sum = parts_nw_ + std::max(of_links(links, slots), slots * least_of_a_link(slots));
  for (const auto& [device, part] : used)
    sum += nanowatts(plan::streaming_power(*problem_.device(device).sensors[part]));
  return sum;
}

std::int64_t StaticPower::of_links(const std::vector<link::Ends>& links, int slots) {
  const auto [place, is_new] = links_nw_.try_emplace({slots, links}, 0);
  if (!is_new) return place->second;
  // Rounded once: what links share of a radio's power adds up whatever the number of links.
  Power sum;
  for (const link::Ends ends : links) {
    if (!problem_.scenario().link_kind->use_of(ends).exists) continue;  // no such plan is feasible
    const auto [first, second] = plan::link_idle_power(problem_, ends, links, slots);
    sum += first + second;
  }
  return place->second = nanowatts(sum);
}

std::int64_t StaticPower::least_of_a_link(int slots) {
  const auto [place, is_new] = least_link_nw_.try_emplace(slots, 0);
  if (!is_new || slots == 0) return place->second;
  place->second = INT64_MAX / (slots + 1);
  const int most = problem_.device_count() - 1;  // links at one device
  for (const DeviceId first : problem_.device_ids()) {
    for (DeviceId second; second < first; ++second) {
      if (!problem_.scenario().link_kind->use_of({second, first}).exists) continue;
      place->second =
          std::min(place->second,
                   nanowatts(plan::link_idle_power(problem_, plan::ends_of(first, second), most, slots)));
    }
  }
  return place->second;
}

}  // namespace synergy::planner
