#pragma once

#include "synergy/plan/memory.hpp"
#include "synergy/plan/problem.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::planner {

/// A parameter a planner takes, for `list planners` and for checking what a scenario sets.
struct Parameter {
  enum class Type : std::uint8_t { boolean, integer };
  std::string_view name;
  Type type = Type::boolean;
  std::int64_t default_value = 0;  ///< 0/1 for booleans
  std::int64_t low = 0, high = 1;
  std::string_view description;
};

/// What a search over the plans of all apps proved about the scenario's objective.
struct Bound {
  scenario::Objective objective;
  /// No plan has a smaller objective_value (plan/objective_value.hpp: the same definition and unit).
  double least = 0;
  /// In the open-loop regimes: `least` is about the plans whose units all have the time that the rates need.
  /// Otherwise there is no such plan, and it is about those that come closest.
  bool sustains = true;
  /// No plan completes more inferences in the long run, under any policy. Unlike `least`, which takes it that
  /// accelerators switch before every visit, this holds in every simulation: where inferences are served in
  /// batches too. Of searches with objective throughput.
  std::optional<double> throughput_inf_per_s;
  /// Whether the plan returned is the best of all in every criterion.
  bool proven = false;
};

/// By how much refinement lowered what an objective looks at, as shares of what it was: 0.1 is 10 % less.
struct Refinement {
  double round_ratio = 0;
  double latency_ratio = 0;
  double energy_ratio = 0;
};

/// How much work planning was, and what else it found out. Deterministic: the same problem gives the same
/// numbers.
struct Effort {
  std::int64_t candidates_considered = 0;  ///< complete execution plans evaluated
  std::int64_t candidates_pruned = 0;      ///< partial plans given up
  bool budget_ended = false;               ///< a search took the best it had found by then
  std::optional<Bound> bound;              ///< of planners that prove one
  std::optional<Refinement> refinement;    ///< of planners that refine
};

/// Values of a planner's parameters, in the order of its table.
using ParameterValues = std::vector<std::int64_t>;

/// A planner: a name, a rule, and a pure function. It sees the problem, never the simulator.
///
/// To add one: write one .cpp file in src/planner/ that defines an `extern const Planner`, and name it in
/// src/planner/registry.cpp. The conformance tests pick it up from there. README.md, "Write your own
/// planner", has a complete example.
///
/// Contract of `plan`: the answer depends on problem and values alone, whatever the thread or the time. What
/// needs chance draws it from a RandomStream seeded from the scenario's seed and a name. If there is no plan
/// the answer is Infeasible with at least one reason (no_plan_fits). The plan need not be feasible: whoever
/// runs it checks it again (plan::compile), and reports what is wrong.
struct Planner {
  std::string_view name;
  std::string_view description;                                   ///< one line
  std::string_view origin = "ours";                               ///< "paper", "reconstructed" or "ours"
  scenario::Policy paired_policy = scenario::Policy::sequential;  ///< used where no policy is chosen
  std::vector<Parameter> parameters = {};
  plan::PlanResult (*plan)(const plan::PlanningProblem& problem, const ParameterValues& values,
                           Effort& effort) = nullptr;
};

/// Why there is no place for an app: what keeps its model out of the memory left on each accelerator, and the
/// app's constraints and the number of slots that plans have to do with.
[[nodiscard]] plan::Infeasible no_plan_fits(const plan::PlanningProblem& problem, plan::AppId a,
                                            const plan::BodyMemory& memory);

/// All planners, in a fixed order: synergy, the baselines, the controls.
[[nodiscard]] const std::vector<const Planner*>& planners();

/// Null if there is no such planner.
[[nodiscard]] const Planner* find_planner(std::string_view name);

/// What is wrong with a scenario's planner: no such planner, no such parameter, a value it does not take.
/// Empty if nothing is.
[[nodiscard]] std::string problem_with(const scenario::PlannerChoice& choice);

/// Checks a scenario's parameters against the planner's table; throws std::invalid_argument saying what is
/// wrong.
[[nodiscard]] ParameterValues read_parameters(
    const Planner& planner, const std::vector<std::pair<std::string, std::string>>& written);

}  // namespace synergy::planner
