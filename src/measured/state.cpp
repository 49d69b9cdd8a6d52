#include "state.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::measured {
namespace {

/// Powers that a point states, with those it leaves out.
State stated(const Point& point) {
  State s;
  s.idle = point.idle->value;
  s.infer = point.infer->value;
  s.cpu_active = point.cpu_active->value;
  if (point.cpu_asleep) s.cpu_asleep = point.cpu_asleep->value;
  const auto or_active = [&](const Optional<Power>& power) { return power ? power->value : s.cpu_active; };
  s.load = or_active(point.load);
  s.unload = or_active(point.unload);
  s.switching = or_active(point.switching);
  s.deploy = or_active(point.deploy);
  return s;
}

State scaled(const State& first, double voltage, double frequency) {
  State s = first;
  s.idle = first.idle * voltage;
  s.cpu_asleep = first.cpu_asleep * voltage;
  for (Power State::*power :
       {&State::infer, &State::cpu_active, &State::load, &State::unload, &State::switching, &State::deploy})
    s.*power = s.idle + (first.*power - first.idle) * (voltage * voltage * frequency);
  s.derived = true;
  return s;
}

}  // namespace

const Point& point_of(const Profile& profile) {
  const auto point = std::find_if(profile.points.begin(), profile.points.end(),
                                  [&](const Point& p) { return p.name == profile.operating_point; });
  ensure(point != profile.points.end(), "the operating point that counts is one of the profile's");
  return *point;
}

State state_of(const Profile& profile) {
  const Point& first = profile.points.front();
  const Point& point = point_of(profile);
  const State base = stated(first);
  State s = point.idle ? stated(point)
                       : scaled(base, point.voltage.value / first.voltage.value,
                                point.clock.value / first.clock.value);
  s.time_scale = point.time_scale ? point.time_scale->value.si() : first.clock.value / point.clock.value;
  const Power above = base.infer - base.idle;
  s.power_scale = above > Power() ? (s.infer - s.idle) / above : 1;
  return s;
}

}  // namespace synergy::measured
