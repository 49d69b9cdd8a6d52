#include "synergy/simulation/simulate.hpp"

#include "world.hpp"

namespace synergy::simulation {

RunResult simulate(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                   scenario::Policy policy, const std::vector<int>& windows, int replication,
                   const Options& options) {
  const scenario::Measurement measurement = options.measurement.value_or(problem.scenario().measurement);
  return World(problem, compiled, policy, windows, replication, measurement, options.probe).run();
}

}  // namespace synergy::simulation
