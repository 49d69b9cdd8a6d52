#pragma once

#include "synergy/results/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The tables of `suite`: what planners make of the instances of a benchmark (scenarios/suite/README.md).
namespace synergy::results {

/// How good an answer to an instance is, best first. `overload`: a plan that is feasible but does not sustain
/// the rates that its apps ask for. `none`: no feasible plan.
/// In tables, an answer is the name of its value here.
enum class Answer : std::uint8_t { plan, overload, none };
[[nodiscard]] const std::vector<std::string_view>& names_of(Answer);

/// What an answer is worth: first what it is, then its value, of which less is better.
struct SuiteValue {
  Answer answer = Answer::none;
  /// Of a plan its `objective_value` as in runs.csv; of an overload the busy time of its busiest unit at the
  /// rates, in ms/s, whatever the objective; of none 0.
  double value = 0;
  auto operator<=>(const SuiteValue&) const = default;
};

/// The best that is known about an instance: a row of best_known.csv.
struct BestKnown {
  std::string instance;  ///< FAMILY/NAME
  std::string objective;
  SuiteValue best;
  /// No answer has a smaller value; none if nothing was proven. Of Answer::none 0 if it was proven that there
  /// is no plan.
  std::optional<double> bound;
  std::string found_by;  ///< planner, with the budget it was given
  std::string version;   ///< of the program that found it

  /// Whether nothing better can exist: the bound is reached but for rounding.
  [[nodiscard]] bool proven() const;
};

/// What one planner made of one instance: a row of suite.csv.
struct SuiteRow {
  std::string instance, family, planner, objective, policy;
  SuiteValue value;
  BestKnown best;
  std::string status;  ///< of the simulation, as in runs.csv; "infeasible" without one
  std::optional<double> throughput_inf_per_s, latency_mean_ms, power_mean_mw;  ///< simulated
  std::int64_t candidates_considered = 0, candidates_pruned = 0, events_simulated = 0;
  bool budget_ended = false;
  double wall_plan_ms = 0, wall_simulate_ms = 0;

  /// Whether the answer is of the best kind that is known: a plan, or that there is none.
  [[nodiscard]] bool solved() const { return value.answer <= best.best.answer; }
  /// value / best - 1 of answers of the same kind that have a value; below 0: a new best one.
  [[nodiscard]] std::optional<double> regret() const;
};

/// What a planner reached in one family, or in `all`: a row of scorecard.csv. Means are geometric.
struct SuiteScore {
  std::string family, planner;
  std::int64_t instance_count = 0, solved_count = 0;
  std::int64_t best_count = 0;         ///< as good as the best known, or better
  std::optional<double> mean_regret;   ///< of the instances that it solved and that have a value
  std::optional<double> worst_regret;  ///< likewise
  std::string worst_instance;          ///< where that is
  std::int64_t compared_count = 0;     ///< instances on which it and synergy completed inferences
  std::optional<double> throughput_ratio, latency_ratio,
      power_ratio;  ///< simulated, over synergy's, on these
  std::int64_t candidates_considered = 0;
  double wall_plan_ms = 0;
};

/// A step of a planner's performance profile: the share of instances that it solves within `value_ratio`
/// times the best known value (Dolan and More, "Benchmarking optimization software with performance
/// profiles", 2002).
struct ProfileStep {
  std::string planner;
  double value_ratio = 1;
  double instance_ratio = 0;
};

[[nodiscard]] Table suite_table(const std::vector<SuiteRow>& rows);
[[nodiscard]] Table scorecard_table(const std::vector<SuiteScore>& scores);
[[nodiscard]] Table performance_profile_table(const std::vector<ProfileStep>& steps);
[[nodiscard]] Table best_known_table(const std::vector<BestKnown>& known);

}  // namespace synergy::results
