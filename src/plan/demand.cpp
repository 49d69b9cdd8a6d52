#include "demand.hpp"

#include <algorithm>

namespace synergy::plan {

DemandMatrix demand(const CompiledPlan& compiled, Switches switches) {
  DemandMatrix demand = DemandMatrix::Zero(static_cast<Eigen::Index>(compiled.units.size()),
                                           static_cast<Eigen::Index>(compiled.apps.size()));
  for (Eigen::Index app = 0; app < demand.cols(); ++app) {
    for (const Stage& stage : compiled.apps[AppId(app)].stages) {
      demand(stage.unit.value(), app) += stage_busy(compiled, stage, switches).ns();
      // A visit needs two units at once, and loads both.
      if (stage.kind == Stage::Kind::compute)
        demand(stage.cpu.value(), app) += cpu_busy(compiled, stage, switches).ns();
    }
  }
  return demand;
}

/// Sensors apart: their apps share samples, so that readouts do not simply add up (SensorRound).
std::vector<Duration> busy_in_round(const CompiledPlan& compiled, const DemandMatrix& demands) {
  std::vector<Duration> busy;
  for (const auto unit : demands.rowwise()) busy.push_back(nanoseconds(unit.sum()));
  std::vector<SensorRound> sensors(compiled.units.size());
  for (const CompiledApp& app : compiled.apps) {
    const Stage& sense = app.stages.front();
    const auto unit = sense.unit.index();
    sensors[unit].add(sense.sense);
    busy[unit] = sensors[unit].busy();
  }
  return busy;
}

std::vector<Duration> own_bottlenecks(const CompiledPlan& compiled, const DemandMatrix& demands) {
  std::vector<Duration> result;
  for (std::size_t a = 0; a < compiled.apps.size(); ++a) {
    const SenseCost& sense = compiled.apps[AppId(a)].stages.front().sense;
    const Duration works = nanoseconds(demands.col(static_cast<Eigen::Index>(a)).maxCoeff());
    result.push_back(sense.unlimited ? works : std::max(works, sense.period));
  }
  return result;
}

}  // namespace synergy::plan
