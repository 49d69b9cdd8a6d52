#pragma once

#include "synergy/results/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The tables of `attack`: what a search for scenarios found on which a planner fails
// (scenarios/attack/README.md).
namespace synergy::results {

/// One restart of a search: a row of restarts.csv.
struct AttackRow {
  std::string id;       ///< of the point, as in sweeps
  std::string planner;  ///< who is attacked, as asked for
  std::string against;  ///< whom it is compared with, or "truth"
  std::string metric;
  std::int64_t restart = 0;  ///< from 1
  std::string status;  ///< ok; infeasible: no scenario was judged; failed: the program broke an invariant
  std::int64_t evaluations = 0;  ///< scenarios that were planned
  std::int64_t invalid_count = 0, infeasible_count = 0, outside_count = 0, accepted_count = 0;
  std::optional<double> start_ratio, best_ratio, planner_value, against_value;
  std::int64_t best_at = 0;  ///< the evaluation that found it; 0: none
  std::string scenario;      ///< the best one, as one line of YAML; of `failed` the one that failed
  std::string reasons;       ///< of `failed`
};

/// One pair over its restarts: a row of pairs.csv. Quantiles are over the restarts that judged a scenario.
struct AttackPair {
  std::string planner, against, metric;
  std::int64_t restart_count = 0, judged_count = 0, failed_count = 0, evaluations = 0;
  std::optional<double> least, quarter, median, three_quarters, most;
  std::int64_t near_count = 0;  ///< restarts whose best is at least half as far from 1 as the best of all
};

/// A scenario worth keeping: a row of findings.csv.
struct AttackFinding {
  std::int64_t number = 0;  ///< from 1, the worst first
  std::string planner, against, metric, file;
  std::int64_t restart = 0;
  double found_ratio = 1, ratio = 1;  ///< before and after it was shrunk
  double planner_value = 0, against_value = 0;
  std::int64_t app_count = 0, device_count = 0, number_count = 0;
  std::int64_t removed_count = 0, shrink_evaluations = 0;
};

[[nodiscard]] Table attack_restarts_table(const std::vector<AttackRow>& rows);
[[nodiscard]] Table attack_pairs_table(const std::vector<AttackPair>& pairs);
[[nodiscard]] Table attack_findings_table(const std::vector<AttackFinding>& findings);

}  // namespace synergy::results
