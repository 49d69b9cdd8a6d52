#pragma once

#include "synergy/results/tables.hpp"
#include "synergy/run/experiment.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::results {

using run::Comparison;
using run::kPaired;
using run::OrderPoint;
using run::Sides;

/// One row per comparison, in their order: the paired ones as `ratios`, those of all other definitions as
/// `definition_ratios`, by definition. Pairs that do not count have a row with the reason.
[[nodiscard]] Table ratios_table(const std::vector<Comparison>& comparisons);
[[nodiscard]] Table definition_ratios_table(const std::vector<Comparison>& comparisons);

/// One claim of the abstract of arXiv 2401.08637v2 over all comparisons: the paper's figure beside ours. The
/// abstract gives one figure for each and does not define what it is a mean of, nor at which load power is
/// compared.
struct Claim {
  /// Its key in all tables: "throughput ratio".
  std::string_view name;
  double paper = 0;            ///< the abstract's figure
  bool is_change = false;      ///< values are changes: -0.158 is "-15.8 %"; else plain ratios
  std::vector<double> values;  ///< of the pairs that count
  /// Pairs without a value; values.size() + excluded_count is the number of comparisons.
  std::size_t excluded_count = 0;
  /// They and why, by workload: "w6: min_dev, max_dev (infeasible)"; empty if all count.
  std::string excluded;
  /// What is compared: one sentence without its stop.
  std::string_view metric;
  /// Whether synergy is better where the value is larger.
  bool larger_is_better = false;
  /// By baseline, in the order of the comparisons: the sums of both sides over the workloads that count.
  std::vector<std::pair<std::string, Sides>> baselines;
};

/// Every claim, in the order of the claim table: throughput, latency, power as fast as each can, power at
/// matched load, energy per inference. Always all five, without values if there are no comparisons. Pre: the
/// comparisons are of one definition.
[[nodiscard]] std::vector<Claim> claims(const std::vector<Comparison>& comparisons);

/// What sums up a claim over its pairs of workload and baseline, as the functions below do; empty if no pair
/// counts.
using Summary = std::optional<double> (*)(const Claim&);

/// Over the values of a claim; empty without any. Changes have the geometric mean of 1 + change, less 1.
[[nodiscard]] std::optional<double> mean(const Claim& claim);
[[nodiscard]] std::optional<double> geometric_mean(const Claim& claim);
[[nodiscard]] std::optional<double> median(const Claim& claim);

/// For each baseline the ratio of its mean over the workloads, and of these the geometric mean over the
/// baselines (changes: minus 1).
[[nodiscard]] std::optional<double> per_baseline(const Claim& claim);
/// Pairs in which synergy is better than the baseline, and those in which both are the same (to 0.1 %). The
/// rest of the values are pairs in which it is worse.
[[nodiscard]] std::size_t better_count(const Claim& claim);
[[nodiscard]] std::size_t equal_count(const Claim& claim);

/// What a definition means, in half a sentence: "each planner under the policy it is paired with: ...".
[[nodiscard]] std::string definition_in_words(std::string_view definition);

/// The definitions of the comparisons, in the order in which they come.
[[nodiscard]] std::vector<std::string> definitions(const std::vector<Comparison>& comparisons);
[[nodiscard]] std::vector<Comparison> of_definition(const std::vector<Comparison>& comparisons,
                                                    std::string_view definition);

/// One row per definition and claim: the paper's figure beside ours as arithmetic mean, geometric mean, per
/// baseline and median over all workloads and baselines that have a plan, and the pairs that do not count;
/// for paired comparisons also the range over the orders of the devices, where `orders` has any.
[[nodiscard]] Table claims_table(const std::vector<Comparison>& comparisons,
                                 const std::vector<OrderPoint>& orders = {});

}  // namespace synergy::results
