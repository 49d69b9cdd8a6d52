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

/// One row per comparison: the paired ones as `ratios`, those of all other definitions as
/// `definition_ratios`.
[[nodiscard]] Table ratios_table(const std::vector<Comparison>& comparisons);
[[nodiscard]] Table definition_ratios_table(const std::vector<Comparison>& comparisons);

/// One claim of the abstract of arXiv 2401.08637v2 over all comparisons.
struct Claim {
  std::string_view name;
  double paper = 0;            ///< the abstract's figure
  bool is_change = false;      ///< values are changes: -0.158 is "-15.8 %"; else plain ratios
  std::vector<double> values;  ///< of the pairs that count
  std::size_t excluded_count = 0;
  std::string excluded;     ///< "w6: min_dev, max_dev (infeasible)"
  std::string_view metric;  ///< one sentence without its stop: what is compared
  bool larger_is_better = false;
  /// By baseline, in the order of the comparisons: the sums of both sides over the workloads that count.
  std::vector<std::pair<std::string, Sides>> baselines;
};

/// Every claim, in the order of the claim table.
[[nodiscard]] std::vector<Claim> claims(const std::vector<Comparison>& comparisons);

/// What sums up a claim over its pairs of workload and baseline, as the functions below do.
using Summary = std::optional<double> (*)(const Claim&);

/// Over the values of a claim; empty without any. Changes have the geometric mean of 1 + change, less 1.
[[nodiscard]] std::optional<double> mean(const Claim& claim);
[[nodiscard]] std::optional<double> geometric_mean(const Claim& claim);
[[nodiscard]] std::optional<double> median(const Claim& claim);

/// For each baseline the ratio of its mean over the workloads, and of these the geometric mean over the
/// baselines (changes: minus 1).
[[nodiscard]] std::optional<double> per_baseline(const Claim& claim);
/// Pairs in which synergy is better than the baseline, and those in which both are the same (to 0.1 %).
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
