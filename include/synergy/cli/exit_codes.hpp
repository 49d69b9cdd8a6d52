#pragma once

namespace synergy::cli {

/// Exit codes of synergy-sim, the same for every command.
enum ExitCode : int {
  kOk = 0,
  kInternalError = 1,  ///< a bug
  kUsage = 2,          ///< wrong command line
  kInvalidInput = 3,   ///< a file with problems
  kInfeasible = 4,  ///< no feasible plan; of run: for some scenario no run has status ok; of cost: the layers
                    ///< do not fit
  kFailedCheck = 5,  ///< a run failed its self-check
  kSweepPartly = 6,  ///< some points of a sweep failed
  kGateFailed = 7,   ///< a comparison found a breach
  kInterrupted = 130,
};

}  // namespace synergy::cli
