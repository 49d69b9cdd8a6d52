#pragma once

namespace synergy::cli {

/// Exit codes of synergy-sim, the same for every command and part of its interface: scripts and CI branch on
/// them, so a number never changes its meaning.
enum ExitCode : int {
  kOk = 0,
  /// A bug of the program; whatever was written must not be trusted.
  kInternalError = 1,
  /// Wrong command line; nothing was run.
  kUsage = 2,
  /// A file with problems, or one that cannot be read; a folder that another process writes to; not enough
  /// memory.
  kInvalidInput = 3,
  /// No feasible plan; of run: no run of some scenario has status ok; of cost and import: it does not fit;
  /// of attack: no scenario of the space has a plan of both planners.
  kInfeasible = 4,
  /// A run failed its self-check; goes before kInfeasible.
  kFailedCheck = 5,
  /// Some points of a sweep failed; the tables of all others are written. Of attack: a planner or a
  /// simulation broke an invariant; the scenario is among the findings.
  kSweepPartly = 6,
  /// A comparison found a breach; of link: a published figure is missed by more than is claimed.
  kGateFailed = 7,
  /// Output could not be written, be it a file, a folder or stdout: no room, no permission, a closed pipe.
  /// What is in a result folder without manifest.json is not complete.
  kUnwritten = 8,
  /// calibrate: energy differs from power x time by more than 1 %, or a law is off by more than --max-error
  /// on networks that it did not see, or --max-error has nothing to test. The files are written all the same,
  /// for who wants to find out why.
  kCalibrationOff = 9,
  /// 128 + SIGINT, as shells have it; a sweep goes on from there when called again.
  kInterrupted = 130,
};

}  // namespace synergy::cli
