#include "state.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::measured {
namespace {

/// Powers that a point states, with those it leaves out.
State stated(const Point& point) {
  State s;
  s.idle = point.idle->value;
  // Powers whose intervals overlap may stand in the wrong order, as written or moved by a sensitivity
  // analysis: then nothing is known to come on top, and working gives no energy back.
  s.infer = std::max(point.infer->value, s.idle);
  s.cpu_active = std::max(point.cpu_active->value, s.idle);
  if (point.cpu_asleep) s.cpu_asleep = std::min(point.cpu_asleep->value, s.idle);
  // Where nothing else was measured: it is the CPU that moves data and switches.
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
  // A point states all of its main powers or none, so that one of them tells.
  State s = point.idle ? stated(point)
                       : scaled(base, point.voltage.value / first.voltage.value,
                                point.clock.value / first.clock.value);
  // By the clocks unless it was measured: the same number of cycles, which memories that do not speed up with
  // the clock make too good.
  s.time_scale = point.time_scale ? point.time_scale->value.si() : first.clock.value / point.clock.value;
  const Power above = base.infer - base.idle;
  // Without any power above idle there is no ratio to carry energies by.
  s.power_scale = above > Power() ? (s.infer - s.idle) / above : 1;
  return s;
}

}  // namespace synergy::measured
