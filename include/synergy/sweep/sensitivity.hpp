#pragma once

#include "synergy/planner/planner.hpp"
#include "synergy/results/sensitivity.hpp"
#include "synergy/sweep/run.hpp"

#include <string>
#include <vector>

namespace synergy::sweep {

/// A sensitivity analysis and the runs at its base: what `synergy-sim sensitivity` writes.
struct SensitivityRuns {
  /// One per planner, with all numbers as the profiles say; for the tables that `run` writes, too.
  std::vector<results::RunRecord> base;
  /// Complete only if progress.ran == progress.total: after a stop, points that did not run have no outcomes,
  /// and the tables of results cannot be made of it.
  results::Sensitivity analysis;
  std::vector<std::string>
      failed_checks;  ///< "max78000.input_load at low: ..."; empty unless the program is wrong
  /// Of points: the base, and two for each number. ran < total after a stop.
  Progress progress;
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
