#pragma once

#include "synergy/planner/registry.hpp"

namespace synergy::planner {
Planner make_least_loaded();  // scenarios/examples/least_loaded.cpp
}

namespace synergy::test {

/// What the conformance tests hold to the rules: every planner that ships, and the example of the tutorial.
inline const planner::Registry& every_planner() {
  static const planner::Registry all = [] {
    planner::Registry registry = planner::Registry::builtin();
    // A reader of the tutorial has it in the registry.
    if (registry.find("least_loaded") == nullptr) registry.add(planner::make_least_loaded());
    return registry;
  }();
  return all;
}

}  // namespace synergy::test
