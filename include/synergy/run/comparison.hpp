#pragma once

#include "synergy/run/record.hpp"
#include "synergy/run/workload.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::run {

/// One metric of both sides of a comparison, in SI units: inferences/s, s, W, J per inference.
struct Sides {
  double synergy = 0, baseline = 0;
};

/// Under which conditions the two are compared: the default of Comparison::definition. paired: the claim
/// table's own, each planner under the policy it is paired with (Synergy adaptive, the baselines sequential).
/// "both_sequential", ...: both under that policy. "sensing_latest", ...: as paired, with every app's
/// `sensing` replaced.
inline constexpr std::string_view kPaired = "paired";

/// Synergy against one baseline on one workload: one row of ratios.csv, one pair of each claim. Empty where
/// the baseline, or synergy, has no feasible plan or completes nothing in the window.
struct Comparison {
  /// Name of the workload.
  std::string scenario;
  /// Name of the baseline's planner.
  std::string baseline;
  /// Why the pair does not count, "min_dev: infeasible"; empty if it does. Names synergy where it is at
  /// fault.
  std::string why_excluded;
  /// synergy / baseline; above 1 synergy is faster.
  std::optional<double> throughput_ratio;
  /// Mean latency: synergy / baseline - 1, of which less is better; -0.739 is "-73.9 %". So are the changes
  /// below.
  std::optional<double> latency_change;
  std::optional<double> power_change;  ///< mean power, each as fast as it can
  /// Mean power, both at the baseline's throughput. Empty also where the runs at that rate complete nothing.
  std::optional<double> matched_power_change;
  std::optional<double> energy_change;  ///< energy per inference, each as fast as it can
  std::string definition{kPaired};
  /// What the changes are of; empty where they are.
  std::optional<Sides> throughput, latency, power, matched_power, energy;
};

/// Compares the run of `synergy` with that of a baseline on the same scenario. `matched_synergy` and
/// `matched_baseline` are runs at the baseline's throughput (regime periodic); null leaves that definition
/// out.
[[nodiscard]] Comparison compare(const RunRecord& synergy, const RunRecord& baseline,
                                 const RunRecord* matched_synergy, const RunRecord* matched_baseline);

/// The same, and simulates both plans again with every app at the baseline's mean throughput, for the power
/// at matched load: what the body draws while it does the same work. Both are runs of `workload`.
[[nodiscard]] Comparison compare_matched(const Workload& workload, const RunRecord& synergy,
                                         const RunRecord& baseline);

/// compare_matched of synergy (the planner of that role) with every baseline among these runs of a workload,
/// in their order, each with the run of synergy under the policy of the same place in the order of policies
/// and of the same replication. Pre: every planner has as many records as every other. None without a run of
/// synergy.
[[nodiscard]] std::vector<Comparison> compare_with_baselines(const Workload& workload,
                                                             const std::vector<RunRecord>& records);

}  // namespace synergy::run
