#pragma once

#include "synergy/results/tables.hpp"

#include <optional>
#include <string>
#include <vector>

namespace synergy::results {

/// Synergy against one baseline on one workload. Empty where the baseline, or synergy, has no feasible plan.
struct Comparison {
  std::string scenario;
  std::string baseline;
  std::string why_excluded;
  std::optional<double> throughput_ratio;      ///< synergy / baseline
  std::optional<double> latency_change;        ///< synergy / baseline - 1; -0.739 is "-73.9 %"
  std::optional<double> power_change;          ///< mean power, each as fast as it can
  std::optional<double> matched_power_change;  ///< mean power, both at the baseline's throughput
  std::optional<double> energy_change;         ///< energy per inference, each as fast as it can
};

/// Compares the run of `synergy` with those of all other planners of the same scenario. `matched_synergy` and
/// `matched_baseline` are runs at the baseline's throughput (regime periodic); null leaves that definition
/// out.
[[nodiscard]] Comparison compare(const RunRecord& synergy, const RunRecord& baseline,
                                 const RunRecord* matched_synergy, const RunRecord* matched_baseline);

/// One row per comparison.
[[nodiscard]] Table ratios_table(const std::vector<Comparison>& comparisons);

/// One row per claim of the abstract of arXiv 2401.08637v2: the paper's figure beside ours as arithmetic
/// mean, geometric mean (of the ratios) and median over all workloads and baselines that have a plan.
[[nodiscard]] Table claims_table(const std::vector<Comparison>& comparisons);

}  // namespace synergy::results
