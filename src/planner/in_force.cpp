#include "synergy/planner/in_force.hpp"

#include "synergy/scenario/links.hpp"

namespace synergy::planner {

PlanInForce by_names(const plan::CollaborationPlan& plan, const scenario::Scenario& scenario) {
  const auto device = [&](plan::DeviceId d) -> const std::string& { return scenario.devices[d].name; };
  PlanInForce named;
  for (const plan::AppId a : plan.apps.ids()) {
    const plan::ExecutionPlan& app = plan.apps[a];
    PlanInForce::App& entry = named.apps.emplace_back();
    entry.name = scenario.apps[a].name;
    entry.source = device(app.source);
    for (const plan::Segment& segment : app.segments)
      entry.segments.push_back({device(segment.device), segment.layers});
    entry.target = device(app.target);
  }
  for (const plan::AppId a : plan.deployment) named.deployment.push_back(scenario.apps[a].name);
  for (const scenario::LinkChoice& choice : plan.links)
    named.links.push_back({{device(choice.between.first), device(choice.between.second)},
                           scenario::link_set_name(scenario, choice.set)});
  return named;
}

}  // namespace synergy::planner
