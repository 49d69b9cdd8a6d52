#pragma once

#include "synergy/planner/planner.hpp"
#include "synergy/results/sensitivity.hpp"
#include "synergy/sweep/run.hpp"

#include <string>
#include <vector>

namespace synergy::sweep {

/// A sensitivity analysis and the runs at its base.
struct SensitivityRuns {
  std::vector<results::RunRecord> base;  ///< one per planner
  results::Sensitivity analysis;
  std::vector<std::string>
      failed_checks;  ///< "max78000.input_load at low: ..."; empty unless the program is wrong
  Progress progress;  ///< ran < total after a stop
};

/// Moves every number with a low or a high, one at a time: plans and simulates the scenario with each planner
/// under the scenario's policy, or else the planner's own; first replication, same seed everywhere. Baselines
/// are those of that role. The result does not depend on
/// `options.threads`. `options.stop` ends it early, with an analysis that is not complete.
/// Throws InputError if no number of the scenario's profiles has a low or a high, or if a planner does not
/// take the scenario's parameters. Pre: planners are distinct.
[[nodiscard]] SensitivityRuns run_sensitivity(const scenario::Scenario& scenario,
                                              const std::vector<const planner::Planner*>& planners,
                                              const RunOptions& options);

}  // namespace synergy::sweep
