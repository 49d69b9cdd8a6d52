#pragma once

#include "synergy/plan/memory.hpp"
#include "synergy/plan/problem.hpp"
#include "synergy/planner/parameters.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::planner {

/// What a planner is there for. Comparisons go by this, never by names.
enum class Role : std::uint8_t {
  synergy,   ///< the rule under study; a registry has at most one
  baseline,  ///< what the paper compares it with
  control,   ///< says how much some part of a rule matters, or what chance would do
  bound,     ///< proves what no plan can exceed
};

/// Where a planner's rule comes from.
enum class Origin : std::uint8_t { paper, reconstructed, ours };
[[nodiscard]] std::string_view to_text(Origin origin);

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

/// How much work planning was. Deterministic: the same problem gives the same numbers.
struct Effort {
  std::int64_t candidates_considered = 0;  ///< complete execution plans evaluated
  std::int64_t candidates_pruned = 0;      ///< partial plans given up
  bool budget_ended = false;               ///< a search took the best it had found by then

  /// Of several plannings together.
  Effort& operator+=(const Effort& other) {
    candidates_considered += other.candidates_considered;
    candidates_pruned += other.candidates_pruned;
    budget_ended = budget_ended || other.budget_ended;
    return *this;
  }
};

/// What planning came to: a plan, or why there is none, and what else the planner found out.
struct Planned {
  plan::PlanResult result = {};
  Effort effort = {};
  std::optional<Bound> bound = {};            ///< of planners that prove one
  std::optional<Refinement> refinement = {};  ///< of planners that refine
};

/// What a planner is given. Lives as long as the call.
struct PlanningContext {
  const plan::PlanningProblem& problem;  ///< all that it may know
  const ParameterValues& values;         ///< of its own parameters
};

/// A planner: a name, a rule, and a pure function. It sees the problem, never the simulator.
///
/// To add one: write one .cpp file that defines a function returning it, and add that to a Registry
/// (registry.hpp); those that ship are in a folder of src/planner/ each and have a row in
/// src/planner/registry.cpp. The conformance tests pick them up from there. src/planner/README.md tells more
/// and has every rule as pseudo-code.
///
/// Contract of `plan`: the answer depends on problem and values alone, whatever the thread or the time, and
/// calls may come from several threads at once. What needs chance draws it from a RandomStream seeded from
/// the scenario's seed and a name. If there is no plan the result is Infeasible with at least one reason
/// (no_plan_fits). The plan need not be feasible: whoever runs it checks it again (plan::compile), and
/// reports what is wrong.
struct Planner {
  std::string name;         ///< in lower_case: what scenarios and the command line call it
  std::string description;  ///< one line
  Role role = Role::control;
  Origin origin = Origin::ours;
  bool takes_objective = false;  ///< whether it looks at the scenario's objective; others have their own
  scenario::Policy paired_policy = scenario::Policy::sequential;  ///< used where no policy is chosen
  std::vector<Parameter> parameters = {};
  std::function<Planned(const PlanningContext&)> plan = {};
};

/// Synergy, or one of the baselines that it is compared with.
[[nodiscard]] constexpr bool is_compared(Role role) {
  return role == Role::synergy || role == Role::baseline;
}

/// A planner's parameters as a scenario writes them, the others at their defaults. Throws
/// std::invalid_argument, which says what is wrong, if there is no such parameter or it does not take the
/// value.
[[nodiscard]] ParameterValues read_parameters(
    const Planner& planner, const std::vector<std::pair<std::string, std::string>>& written);

/// Plans with every parameter at its default.
[[nodiscard]] Planned plan_with_defaults(const Planner& planner, const plan::PlanningProblem& problem);

/// Why there is no place for an app: what keeps its model out of the memory left on each accelerator, and the
/// app's constraints and the number of slots that plans have to do with.
[[nodiscard]] plan::Infeasible no_plan_fits(const plan::PlanningProblem& problem, plan::AppId a,
                                            const plan::BodyMemory& memory);

}  // namespace synergy::planner
