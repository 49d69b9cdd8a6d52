#include "synergy/simulation/simulate.hpp"

#include "world.hpp"

namespace synergy::simulation {

RunResult simulate(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                   scenario::Policy policy, const std::vector<int>& windows, int replication, Probe* probe) {
  return World(problem, compiled, policy, windows, replication, probe).run();
}

}  // namespace synergy::simulation
