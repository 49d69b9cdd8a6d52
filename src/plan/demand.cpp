#include "demand.hpp"

namespace synergy::plan {

DemandMatrix demand(const CompiledPlan& compiled, Switches switches) {
  DemandMatrix demand = DemandMatrix::Zero(static_cast<Eigen::Index>(compiled.units.size()),
                                           static_cast<Eigen::Index>(compiled.apps.size()));
  for (Eigen::Index app = 0; app < demand.cols(); ++app) {
    for (const Stage& stage : compiled.apps[static_cast<std::size_t>(app)].stages)
      demand(stage.unit, app) += stage_busy(compiled, stage, switches).ns();
  }
  return demand;
}

}  // namespace synergy::plan
