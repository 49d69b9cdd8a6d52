#include "engine/static_power.hpp"

#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"

#include <algorithm>
#include <cmath>

namespace synergy::planner {
namespace {

std::int64_t nanowatts(Power power) { return std::llround(power.si() * 1e9); }

}  // namespace

StaticPower::StaticPower(const plan::PlanningProblem& problem) : problem_(problem) {
  const plan::CompiledPlan nothing_used{.plan = {},
                                        .units = {},
                                        .apps = {},
                                        .links = {},
                                        .slots = {},
                                        .memory = plan::BodyMemory(problem),
                                        .segments_on = {}};
  for (DeviceId d = 0; d < problem.device_count(); ++d)
    parts_nw_ += nanowatts(plan::idle_power(problem.scenario(), d, nothing_used).total());
  for (AppId a = 0; a < problem.app_count(); ++a) {
    if (problem.sources(a).size() == 1) certain_.push_back(sensor(a, problem.sources(a).front()));
  }
}

StaticPower::Sensor StaticPower::sensor(AppId a, DeviceId source) const {
  const auto& parts = problem_.device(source).sensors;
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const auto& part) { return part->type == problem_.app(a).sensor; });
  return {source, static_cast<std::size_t>(found - parts.begin())};
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
    sum += nanowatts(problem_.device(device).sensors[part]->streaming.value);
  return sum;
}

Power StaticPower::link(link::Ends ends, int slots, int first_links, int second_links) const {
  link::LinkContext context = problem_.link_context(ends, slots);
  context.first_links = first_links;
  context.second_links = second_links;
  const auto [first, second] = problem_.scenario().link_kind->idle_power(context);
  return first + second;
}

std::int64_t StaticPower::of_links(const std::vector<link::Ends>& links, int slots) {
  const auto [place, is_new] = links_nw_.try_emplace({slots, links}, 0);
  if (!is_new) return place->second;
  const auto links_at = [&](DeviceId d) {
    return static_cast<int>(std::count_if(
        links.begin(), links.end(), [&](link::Ends ends) { return ends.first == d || ends.second == d; }));
  };
  // Rounded once: what links share of a radio's power adds up whatever the number of links.
  Power sum;
  for (const link::Ends ends : links) sum += link(ends, slots, links_at(ends.first), links_at(ends.second));
  return place->second = nanowatts(sum);
}

std::int64_t StaticPower::least_of_a_link(int slots) {
  const auto [place, is_new] = least_link_nw_.try_emplace(slots, 0);
  if (!is_new || slots == 0) return place->second;
  place->second = INT64_MAX / (slots + 1);
  const int most = problem_.device_count() - 1;  // links at one device
  for (DeviceId first = 0; first <= most; ++first) {
    for (DeviceId second = first + 1; second <= most; ++second) {
      place->second = std::min(place->second, nanowatts(link({first, second}, slots, most, most)));
    }
  }
  return place->second;
}

}  // namespace synergy::planner
