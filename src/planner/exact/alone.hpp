#pragma once

#include <map>

#include "engine/options.hpp"

namespace synergy::planner {

/// What apps come to on a body that each has to itself, for every number of slots: what no plan of all apps
/// undercuts. Worked out when it is asked for, and remembered.
class Alone {
 public:
  Alone(const plan::PlanningProblem& problem, LinkCosts& costs, Offered offered, Times times);

  /// No plan whose links have `slots` slots has a smaller round; Duration::max() if there is none, as an app
  /// needs more links than so many slots allow.
  [[nodiscard]] Duration least_round(int slots);

 private:
  const plan::PlanningProblem& problem_;
  LinkCosts& costs_;
  const BodyLoad nothing_;
  const plan::BodyMemory empty_;
  std::map<int, Duration> rounds_;  // by slots
};

}  // namespace synergy::planner
