#include "synergy/simulation/simulate.hpp"

#include "world.hpp"

namespace synergy::simulation {

RunResult simulate(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
                   scenario::Policy policy, const std::vector<int>& windows, int replication,
                   const Options& options) {
  scenario::Measurement measurement = options.measurement.value_or(problem.scenario().measurement);
  std::optional<SteadyState> steady;
  if (measurement.steady) {
    steady = World(problem, compiled, policy, windows, replication, {Duration(), options.horizon}, {})
                 .find_steady_state();
    if (steady) measurement = {steady->settled, steady->period};
  }
  RunResult result = World(problem, compiled, policy, windows, replication, measurement, options).run();
  result.steady = steady;
  return result;
}

}  // namespace synergy::simulation
