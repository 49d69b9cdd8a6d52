#include "synergy/run/experiment.hpp"

#include "synergy/planner/registry.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::run {
namespace {

void add(std::vector<Comparison>& comparisons, std::vector<Comparison> more, const std::string& definition) {
  for (Comparison& comparison : more) {
    comparison.definition = definition;
    comparisons.push_back(std::move(comparison));
  }
}

bool is_compared(const Plan& plan) { return plan.role() && planner::is_compared(*plan.role()); }

}  // namespace

Findings perform(const Experiment& experiment, const Workload& workload) {
  Findings findings;
  for (const GivenPlan& given : experiment.plans)
    findings.plans.push_back(Plan::given(given.name, given.plan, workload));
  for (const planner::Planner* planner : experiment.planners)
    findings.plans.push_back(Plan::made_by(*planner, workload));
  for (const Plan& plan : findings.plans) {
    for (const auto& policy : experiment.policies) {
      const Run run(plan, policy);
      for (int replication = 0; replication < experiment.replications; ++replication)
        findings.records.push_back(run.simulate(replication, experiment.skip));
    }
  }
  // After all planners: the bound of the last one is about the plans of the first as well.
  share_bounds(findings.records);
  if (experiment.compare) findings.comparisons = compare_with_baselines(workload, findings.records);
  return findings;
}

std::vector<Comparison> other_definitions(const Findings& paired, const Workload& workload,
                                          const planner::Registry& planners) {
  std::vector<Comparison> comparisons;
  const auto& policies = names_of(scenario::Policy{});
  for (std::size_t p = 0; p < policies.size(); ++p) {
    const auto policy = static_cast<scenario::Policy>(p);
    std::vector<RunRecord> records;
    // Plans do not depend on the policy: those of the paired runs are taken, and nothing is planned anew.
    for (std::size_t i = 0; i < paired.plans.size(); ++i) {
      if (!is_compared(paired.plans[i])) continue;
      // What ran under this policy is not simulated again.
      const bool known = paired.records[i].policy == policy;
      records.push_back(known ? paired.records[i] : Run(paired.plans[i], policy).simulate(0));
    }
    add(comparisons, compare_with_baselines(workload, records), fmt::format("both_{}", policies[p]));
  }
  // Sensing does enter a plan's estimate, so under another one everybody plans again.
  Experiment again;
  again.planners = planners.compared();
  again.compare = true;
  for (const scenario::Sensing sensing : {scenario::Sensing::new_sample, scenario::Sensing::latest}) {
    scenario::Scenario other = workload.scenario();
    const bool is_own = std::all_of(other.apps.begin(), other.apps.end(),
                                    [&](const scenario::App& app) { return app.sensing == sensing; });
    if (is_own) continue;
    for (scenario::App& app : other.apps) app.sensing = sensing;
    add(comparisons, perform(again, workload.with(std::move(other))).comparisons,
        fmt::format("sensing_{}", to_text(sensing)));
  }
  return comparisons;
}

}  // namespace synergy::run
