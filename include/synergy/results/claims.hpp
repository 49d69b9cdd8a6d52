#pragma once

#include "synergy/plan/problem.hpp"
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

/// Compares the run of `synergy` with that of a baseline on the same scenario. `matched_synergy` and
/// `matched_baseline` are runs at the baseline's throughput (regime periodic); null leaves that definition
/// out.
[[nodiscard]] Comparison compare(const RunRecord& synergy, const RunRecord& baseline,
                                 const RunRecord* matched_synergy, const RunRecord* matched_baseline);

/// The same, and simulates both plans again with every app at the baseline's mean throughput, for the power
/// at matched load.
[[nodiscard]] Comparison compare_matched(const RunRecord& synergy, const RunRecord& baseline,
                                         plan::TableCache& cache);

/// One row per comparison.
[[nodiscard]] Table ratios_table(const std::vector<Comparison>& comparisons);

/// One claim of the abstract of arXiv 2401.08637v2 over all comparisons.
struct Claim {
  std::string_view name;
  double paper = 0;            ///< the abstract's figure
  bool is_change = false;      ///< values are changes: -0.158 is "-15.8 %"; else plain ratios
  std::vector<double> values;  ///< of the pairs that count
  std::size_t excluded_count = 0;
  std::string excluded;  ///< "w6: min_dev, max_dev (infeasible)"
};

/// Every claim, in the order of the claim table.
[[nodiscard]] std::vector<Claim> claims(const std::vector<Comparison>& comparisons);

/// Over the values of a claim; empty without any. Changes have the geometric mean of 1 + change, less 1.
[[nodiscard]] std::optional<double> mean(const Claim& claim);
[[nodiscard]] std::optional<double> geometric_mean(const Claim& claim);
[[nodiscard]] std::optional<double> median(const Claim& claim);

/// One row per claim: the paper's figure beside ours as arithmetic mean, geometric mean and median over all
/// workloads and baselines that have a plan, and the pairs that do not count.
[[nodiscard]] Table claims_table(const std::vector<Comparison>& comparisons);

}  // namespace synergy::results
