#include "made_plan.hpp"

#include "synergy/plan/io.hpp"
#include "synergy/results/doubts.hpp"
#include "synergy/results/explain.hpp"
#include "synergy/results/reasons.hpp"

#include "names.hpp"

namespace synergy::python {

bool MadePlan::is_of(const run::Workload& workload) const {
  const scenario::Scenario& other = workload.scenario();
  const scenario::Scenario& own = origin_.scenario();
  return &other == &own || plan_.made() == nullptr || (*digester_)(other) == (*digester_)(own);
}

run::Run MadePlan::under(std::optional<scenario::Policy> policy) const {
  const std::lock_guard lock(known_->mutex);
  for (const auto& [chosen, run] : known_->runs) {
    if (chosen == policy) return run;
  }
  return known_->runs.emplace_back(policy, run::Run(plan_, policy)).second;
}

run::Plan MadePlan::on(const run::Workload& workload) const {
  if (is_of(workload)) return plan_;
  // By its file: devices and apps of another scenario have the same names, not the same numbers.
  const input::Document file =
      input::parse(plan::to_yaml(*plan_.made(), scenario()), "plan of " + plan_.planner());
  const std::string& name = plan_.planner();
  const bool was_given = name.rfind("fixed:", 0) == 0;
  return run::Plan::given(was_given ? name : "fixed:" + name, plan::read_plan(file, workload.scenario()),
                          workload, plan_.paired_policy());
}

std::vector<MadePlan::PlannedApp> MadePlan::apps() const {
  std::vector<PlannedApp> apps;
  if (plan_.made() == nullptr) return apps;
  const auto& devices = scenario().devices;
  for (const plan::AppId a : plan_.made()->apps.ids()) {
    const plan::ExecutionPlan& app = plan_.made()->apps[a];
    PlannedApp& planned = apps.emplace_back();
    planned.app = scenario().apps[a].name;
    planned.source = devices[app.source].name;
    planned.target = devices[app.target].name;
    for (const plan::Segment& segment : app.segments)
      planned.segments.emplace_back(devices[segment.device].name, segment.layers.first, segment.layers.last);
  }
  return apps;
}

std::vector<std::string> MadePlan::deployment() const {
  std::vector<std::string> names;
  if (plan_.made() == nullptr) return names;
  for (const plan::AppId a : plan_.made()->deployment) names.push_back(scenario().apps[a].name);
  if (!names.empty()) return names;
  for (const scenario::App& app : scenario().apps) names.push_back(app.name);
  return names;
}

std::optional<std::string> MadePlan::to_yaml() const {
  if (plan_.made() == nullptr) return {};
  return plan::to_yaml(*plan_.made(), scenario());
}

std::vector<std::string> MadePlan::reasons() const {
  return results::reason_lines(plan_.reasons(), scenario());
}

std::string MadePlan::explain(const std::optional<std::string>& policy) const {
  if (plan_.compiled() == nullptr) return results::explain_infeasible({plan_.reasons()}, scenario());
  const scenario::Policy chosen =
      policy ? policy_named(*policy) : scenario().policy.value_or(scenario::Policy::adaptive);
  std::string text = results::explain(plan_.workload().problem(), *plan_.compiled(), chosen);
  for (const std::string& note : results::uncut(scenario(), plan_.compiled()->plan))
    text += "note: " + note + "\n";
  for (const std::string& doubt : results::doubts(scenario(), plan_.compiled()->plan))
    text += "warning: " + doubt + "\n";
  return text;
}

std::optional<EstimateView> MadePlan::estimate(const std::optional<std::string>& policy) const {
  if (plan_.compiled() == nullptr) return {};
  const run::Run run = under(policy ? policy_named(*policy) : scenario().policy);
  const run::RunRecord& expected = run.expected();
  return view_of(*expected.estimate, *expected.compiled, scenario(), expected.policy);
}

}  // namespace synergy::python
