#include "synergy/simulation/simulate.hpp"

#include "body.hpp"

namespace synergy::simulation {

RunResult simulate(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                   scenario::Policy policy, const std::vector<int>& windows, int replication, Probe* probe) {
  return Body(problem, compiled, policy, windows, replication, probe).run();
}

}  // namespace synergy::simulation
