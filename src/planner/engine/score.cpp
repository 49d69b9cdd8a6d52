#include "engine/score.hpp"

#include "engine/static_power.hpp"
#include "engine/value.hpp"

namespace synergy::planner {

Score score_of(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan, LinkCosts& costs) {
  const Criteria criteria = criteria_of(problem);
  BodyLoad load(problem, false, criteria.offered);
  for (const AppId a : plan.apps.ids()) load.add(a, plan.apps[a]);
  const int slots = costs.slots(load.links());
  Score score = load.score(slots, costs);
  // What is drawn while nothing happens takes longer to add up than all the rest.
  if (criteria.needs_static()) score.static_nw = StaticPower(problem).of(load, slots);
  return score;
}

}  // namespace synergy::planner
