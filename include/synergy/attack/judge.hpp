#pragma once

#include "synergy/attack/case.hpp"
#include "synergy/attack/conditions.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/run/workload.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::attack {

/// What is compared. throughput, latency (sum over the apps) and power are what becomes of the plans, waiting
/// included (plan::Evaluation); objective is the estimate that the suite scores plans by (suite::value_of).
/// Of bodies that change, throughput and objective are that of suite::value_over_time(), latency the mean
/// over inferences, power as ever, all in the scenario's own window.
enum class Metric : std::uint8_t { throughput, latency, power, objective };
[[nodiscard]] const std::vector<std::string_view>& names_of(Metric);
/// "inf/s", "ms", "mW"; of the objective empty.
[[nodiscard]] std::string_view unit_of(Metric metric);

/// A planner with what it is given.
struct Side {
  const planner::Planner* planner = nullptr;  ///< not owned
  std::vector<std::pair<std::string, std::string>> parameters;
  scenario::Policy policy = scenario::Policy::adaptive;  ///< under which its plan runs
  /// Of bodies that change: what makes it plan again; none: what the scenario says.
  std::optional<scenario::Trigger::Kind> trigger{};

  bool operator==(const Side&) const = default;
};

/// "synergy", "optimal node_budget=20000", "synergy tie_break=scarcity/sequential",
/// "synergy@clairvoyant_free": a planner, parameters, the policy behind a slash (without one `policy`), and
/// behind an @ what makes it plan again where the body changes: never, change, clairvoyant_free or
/// clairvoyant_paid. Throws UsageError for an unknown planner, policy or trigger, and for what the planner
/// does not take.
[[nodiscard]] Side side_of(const std::string& text, scenario::Policy policy,
                           const planner::Registry& planners);
/// As side_of() reads it, adaptive left out.
[[nodiscard]] std::string to_text(const Side& side);

/// What a search asks of a scenario: how much worse is this planner than that one?
struct Question {
  Side planner;
  std::optional<Side> against;  ///< none: how far is its plan's estimate from its simulation?
  Metric metric = Metric::throughput;

  [[nodiscard]] std::string against_text() const { return against ? to_text(*against) : "truth"; }
};

/// What came of a scenario.
struct Verdict {
  /// invalid: no scenario; infeasible: one of the two has no plan, or completes nothing; outside: a condition
  /// does not hold.
  enum class Kind : std::uint8_t { invalid, infeasible, outside, judged };
  Kind kind = Kind::invalid;
  double planner_value = 0, against_value = 0;  ///< of judged: the metric, in unit_of() it
  /// Of judged: how many times better the other one is, above 0; below 1 it is worse. Without one at least 1:
  /// how many times estimate and simulation are apart, either way.
  double ratio = 0;
  std::string problem;  ///< of invalid
};

/// Judges scenarios. The answer depends on question, conditions, budget and case alone; safe to use from
/// several threads. Throws what a planner or a simulation throws, which is a mistake of theirs.
class Judge {
 public:
  /// `node_budget` goes to every planner that has such a parameter and was not given one; none: their own
  /// defaults. `library` must outlive it.
  Judge(Question question, Conditions conditions, std::optional<std::int64_t> node_budget, std::string file,
        scenario::Library& library);

  [[nodiscard]] Verdict operator()(const Case& one) const;
  [[nodiscard]] const Question& question() const { return question_; }

 private:
  struct Answer;
  [[nodiscard]] run::Workload workload(scenario::Scenario scenario, bool own_tables) const;
  [[nodiscard]] std::optional<Answer> ask(const Side& side, const run::Workload& workload) const;
  [[nodiscard]] std::optional<Answer> ask_changing(const Side& side, const run::Workload& workload) const;
  [[nodiscard]] std::optional<double> truth_value(const Answer& answer) const;
  [[nodiscard]] bool scenario_holds(const scenario::Scenario& scenario) const;
  [[nodiscard]] bool plan_holds(Of of, const Answer& answer) const;
  [[nodiscard]] bool needs_evaluation() const;

  Question question_;
  Conditions conditions_;
  std::string file_;
  scenario::Library* library_;
  std::shared_ptr<plan::TableCache> tables_ = std::make_shared<plan::TableCache>();
};

}  // namespace synergy::attack
