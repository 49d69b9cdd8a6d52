#pragma once

#include "synergy/attack/judge.hpp"

#include <cstdint>
#include <functional>

namespace synergy::attack {

/// What is left of a scenario, and what it took.
struct Shrunk {
  Case left;
  Verdict verdict;  ///< of it
  std::int64_t removed = 0, evaluations = 0;
};

/// The loss that a shrunk scenario must still have: half of what lies above 1. (Half of the ratio itself
/// would keep nothing of a loss below 2.)
[[nodiscard]] constexpr double kept(double ratio) { return 1 + (ratio - 1) / 2; }

/// Takes away what a scenario does not need for its loss (delta debugging, Zeller and Hildebrandt 2002):
/// lines of the timeline and their ends, apps, devices, parts of devices, keys of apps and of the link (so
/// that they have their defaults), path losses, and profile numbers that moved; halves of each list first,
/// then smaller pieces, until nothing can go. A piece stays away if the scenario is still judged, with a
/// ratio of at least `least`. The same arguments give the same; `judge` is what Judge does, or a test's own.
/// Pre: `verdict` is judged, with such a ratio.
[[nodiscard]] Shrunk shrink(const Case& found, const Verdict& verdict, double least,
                            const std::function<Verdict(const Case&)>& judge);

}  // namespace synergy::attack
