#include <algorithm>
#include <numeric>

#include "units.hpp"

namespace synergy::simulation {

std::optional<Duration> Units::clock() const {
  std::int64_t all = 0;
  for (const link::Recurring* link : recurring_) {
    if (link == nullptr) return {};
    const std::optional<Duration> own = link->clock();
    if (!own) return {};
    // Of one kind as a rule; several sets may have intervals of their own.
    if (*own > Duration()) all = all == 0 ? own->ns() : std::lcm(all, own->ns());
  }
  return nanoseconds(all);
}

void Units::tell_state(Time now, std::vector<std::int64_t>& state) const {
  for (const Server& server : servers_) {
    state.push_back(std::max(Duration(), server.free_at - now).ns());
    state.push_back(server.last_segment);
  }
  for (const CpuCalendar& cpu : cpus_) cpu.tell_state(now, state);
  for (const link::Recurring* link : recurring_) link->tell_state(now, state);
}

void Units::tell_held(Time now, std::vector<std::int64_t>& state) const {
  for (const Server& server : servers_) server.held.tell_state(now, state);
}

void Units::renumber_held(UnitId sensor, Duration period, std::int64_t number) {
  servers_[sensor].held.renumber(period, number);
}

Time Units::booked_until() const {
  Time latest;
  for (const Server& server : servers_) latest = std::max(latest, server.free_at);
  for (const CpuCalendar& cpu : cpus_) latest = std::max(latest, cpu.booked_until());
  return latest;
}

}  // namespace synergy::simulation
