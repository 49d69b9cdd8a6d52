#pragma once

#include "synergy/results/claims.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/run/metrics.hpp"
#include "synergy/scenario/profile_numbers.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::results {

/// A metric that a sensitivity analysis looks at: its column in runs.csv, and how a run says it.
struct MovedMetric {
  std::string_view column;
  bool larger_is_better = false;
  std::optional<double> (*value)(const simulation::RunResult& result) = nullptr;
};
inline constexpr std::array<MovedMetric, 4> kMovedMetrics{
    {{"throughput_inf_per_s", true,
      [](const simulation::RunResult& r) { return std::optional(run::throughput_inf_per_s(r)); }},
     {"latency_mean_ms", false, run::latency_mean_ms},
     {"power_mean_mw", false,
      [](const simulation::RunResult& r) { return std::optional(run::power_mean_mw(r)); }},
     {"energy_per_inference_uj", false, run::energy_per_inference_uj}}};

/// What one planner reached.
struct Outcome {
  std::string planner;
  std::string policy;
  std::array<std::optional<double>, kMovedMetrics.size()> metrics;  ///< none: no feasible plan
};

/// What all planners reached with one set of profile numbers; in the same order at every point of an
/// analysis.
struct PlannersAtPoint {
  std::vector<Outcome> outcomes;
  std::vector<Comparison> comparisons;  ///< synergy with each baseline; none unless both are there
};

/// Outcomes of runs, one per planner.
[[nodiscard]] std::vector<Outcome> outcomes(const std::vector<RunRecord>& records);

/// One uncertain number, alone at its low and at its high; a bound that it has not is its value.
struct MovedNumber {
  scenario::ProfileNumber number;
  PlannersAtPoint low, high;
};

/// Every number of a scenario's profiles that has a low or a high, moved one at a time.
struct Sensitivity {
  std::string scenario;
  PlannersAtPoint base;
  std::vector<MovedNumber> moved;
};

/// Two values this close, relative to the larger, count as equal in a ranking. Ours: a window counts whole
/// inferences, so that plans which do the same may differ by one of thousands.
inline constexpr double kRankingTie = 1e-3;

/// The planners from best to worst by one metric, "synergy > min_dev = ind_model > max_dev"; = joins a
/// planner with the one before it if their values are equal (kRankingTie). "; no plan: optimal" ends it if
/// need be.
[[nodiscard]] std::string ranking(const std::vector<Outcome>& outcomes, std::size_t metric);

/// The pairs that are in reverse order at `moved`, "min_dev > synergy" for one that was "synergy > min_dev".
/// Pairs that are equal on either side are in no order.
[[nodiscard]] std::vector<std::string> swapped(const std::vector<Outcome>& base,
                                               const std::vector<Outcome>& moved, std::size_t metric);

/// The tables of an analysis; rows follow Sensitivity::moved, then planners, metrics, claims or baselines.
/// What moved: one row per number with its bounds, how far it moves each metric (of the planner it moves
/// most) and each claim (its geometric mean), and the metrics by which planners swap.
[[nodiscard]] Table moved_numbers_table(const Sensitivity& analysis);
/// Tornado: one row per number, planner and metric.
[[nodiscard]] Table sensitivity_table(const Sensitivity& analysis);
/// Tornado of the claims: one row per number, claim and kind of mean.
[[nodiscard]] Table claim_sensitivity_table(const Sensitivity& analysis);
/// One row per number and metric: the order of the planners at base, low and high.
[[nodiscard]] Table rankings_table(const Sensitivity& analysis);
/// ratios.csv at every bound of every number, to join several workloads.
[[nodiscard]] Table sensitivity_ratios_table(const Sensitivity& analysis);

/// All of them, in the order above.
[[nodiscard]] std::vector<Table> sensitivity_tables(const Sensitivity& analysis);

/// How far a number moves what it moves most: the largest span_ratio of its rows in sensitivity_table.
[[nodiscard]] double largest_move(const Sensitivity& analysis, const MovedNumber& moved);

}  // namespace synergy::results
