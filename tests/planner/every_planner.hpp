#pragma once

#include "synergy/planner/planner.hpp"

namespace synergy::planner {
extern const Planner kLeastLoaded;  // scenarios/examples/least_loaded.cpp
}

namespace synergy::test {

/// What the conformance tests hold to the rules: every registered planner, and the example of the tutorial.
inline std::vector<const planner::Planner*> every_planner() {
  std::vector<const planner::Planner*> all = planner::planners();
  all.push_back(&planner::kLeastLoaded);
  return all;
}

}  // namespace synergy::test
