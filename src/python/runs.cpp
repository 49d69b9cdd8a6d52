#include "runs.hpp"

#include "synergy/run/run.hpp"

namespace synergy::python {

Runs run_all(const run::Workload& workload, const Asked& asked) {
  Runs runs;
  for (const auto& each : asked.plans) {
    const auto* made = std::get_if<MadePlan>(&each);
    std::optional<run::Plan> plan;  // unless it was made for this workload and knows its runs
    if (made == nullptr)
      plan = run::Plan::made_by(*std::get<const planner::Planner*>(each), workload);
    else if (!made->is_of(workload))
      plan = made->on(workload);
    for (const auto& policy : asked.policies) {
      const run::Run run = plan ? run::Run(*plan, policy) : made->under(policy);
      for (int replication = 0; replication < asked.replications; ++replication) {
        if (!runs.records.empty()) asked.between();
        runs.records.push_back(run.simulate(replication, asked.skip));
      }
    }
  }
  run::share_bounds(runs.records);
  return runs;
}

}  // namespace synergy::python
