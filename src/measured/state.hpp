#pragma once

#include "synergy/measured/profile.hpp"

namespace synergy::measured {

/// What the operating point that counts makes of a profile: computed once for each accelerator.
struct State {
  /// Multiplies every time of the profile.
  double time_scale = 1;
  /// Of the whole rail.
  Power idle, infer, cpu_active, cpu_asleep;
  /// Of the whole rail while data move; with `cpu_active` where nothing else was measured.
  Power load, unload, switching, deploy;
  /// What power above idle is here, as a multiple of that at the first point: rows of a table were measured
  /// there.
  double power_scale = 1;
  /// The powers are computed from those of the first point.
  bool derived = false;
};

/// Powers of a point that states none follow those of the first: above idle as V^2 x f, what charging gates
/// takes; idle as V, what a constant current takes. An estimate: leakage and regulators do otherwise.
/// Pre: what read_profile() checks.
[[nodiscard]] State state_of(const Profile& profile);

/// The point that counts.
/// Pre: it is in the list.
[[nodiscard]] const Point& point_of(const Profile& profile);

}  // namespace synergy::measured
