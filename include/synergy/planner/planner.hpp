#pragma once

#include "synergy/plan/evaluator.hpp"
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

struct PlanInForce;  // in_force.hpp

/// What a planner is there for. Comparisons go by this, never by names.
enum class Role : std::uint8_t {
  synergy,   ///< the rule under study; a registry has at most one
  baseline,  ///< what the paper compares it with
  control,   ///< says how much some part of a rule matters, or what chance would do
  bound,     ///< proves what no plan can exceed
};

/// Where a planner's rule comes from.
/// paper: its abstract says so. reconstructed: ours, after what the paper says, as its full rules were not at
/// hand. ours: added by this project. src/planner/README.md, "Rules", marks every line of every rule so.
enum class Origin : std::uint8_t { paper, reconstructed, ours };
[[nodiscard]] std::string_view to_text(Origin origin);

/// What a search over the plans of all apps proved about the scenario's objective.
///
/// Planners of Role::bound make one, except where a pair of devices has several links: which of them a pair
/// sends over is settled before the search. It is about estimates: see `throughput_inf_per_s` for
/// simulations.
struct Bound {
  /// What `least` is a value of: the scenario's own objective.
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
  /// Whether `least` is the value of the plan returned: no plan is better by the objective, though one of the
  /// same value may be better by what is compared next (of throughput the sum of latencies, then energy).
  bool reached = false;
  /// What was proved about the plans whose links need just so many slots.
  struct OfSlots {
    int slots = 0;
    std::optional<double> least;  ///< as Bound::least; nothing: there is no such plan
    std::int64_t nodes = 0;       ///< that the search took for them
  };
  /// Of every number of slots that the body's links can have; `least` is the smallest of theirs, or the value
  /// of the plan returned. Empty for objectives other than throughput at rates that no plan sustains.
  std::vector<OfSlots> by_slots = {};
};

/// By how much refinement lowered what an objective looks at, as shares of what it was: 0.1 is 10 % less.
struct Refinement {
  /// Of the time of a round; at rates of the busy time of the busiest unit.
  double round_ratio = 0;
  /// Of the sum of the apps' latencies.
  double latency_ratio = 0;
  /// Of the dynamic energy of a round; at rates of that of a second.
  double energy_ratio = 0;
};

/// How much work planning was. Deterministic: the same problem gives the same numbers.
///
/// Wall time depends on the machine; this does not, so it goes into results that must be the same everywhere.
struct Effort {
  std::int64_t candidates_considered = 0;  ///< complete execution plans evaluated
  std::int64_t candidates_pruned = 0;      ///< partial plans given up
  std::int64_t plans_simulated = 0;        ///< questions put to PlanningContext::evaluator
  std::int64_t events_simulated = 0;       ///< what those took: Evaluation::events, added up
  /// What searches for the plans of single apps looked at: partial plans, and sets of links that they had
  /// scheduled, which take as long as kStepsOfSchedule of them.
  std::int64_t search_steps = 0;
  /// The planner's node_budget ran out: the plan is the best that was found by then, not the best there is.
  bool budget_ended = false;

  /// Of several plannings together.
  Effort& operator+=(const Effort& other) {
    candidates_considered += other.candidates_considered;
    candidates_pruned += other.candidates_pruned;
    plans_simulated += other.plans_simulated;
    events_simulated += other.events_simulated;
    search_steps += other.search_steps;
    budget_ended = budget_ended || other.budget_ended;
    return *this;
  }
};

/// What planning came to: a plan, or why there is none, and what else the planner found out.
///
/// The result alone is needed; a planner that proves or refines nothing leaves the rest empty.
struct Planned {
  /// A plan, or at least one reason why there is none.
  plan::PlanResult result = {};
  Effort effort = {};
  std::optional<Bound> bound = {};            ///< of planners that prove one
  std::optional<Refinement> refinement = {};  ///< of planners that refine
};

/// What a planner is given. Lives as long as the call.
struct PlanningContext {
  /// All that a planner may know. With Scenario::knowledge it is what is believed (plan/view.hpp).
  const plan::PlanningProblem& problem;
  /// Of its own parameters, all of them: those that the scenario does not set are at their defaults.
  const ParameterValues& values;
  /// Says what a plan really does, waiting included; null where nobody can (plan_with_defaults). Runs always
  /// give one (run/plan.hpp). Questions count as effort (Effort::plans_simulated).
  const plan::Evaluator* evaluator = nullptr;
  /// What runs now, where a body that changes is planned anew; null: nothing yet, the body does not change,
  /// or the planner does not look at it (Planner::takes_plan_in_force).
  const PlanInForce* in_force = nullptr;
};

/// A planner: a name, a rule, and a pure function. It sees the problem, never the simulator: what a
/// plan would do it may ask an Evaluator, which is given to it.
///
/// To add one: write one .cpp file that defines a function returning it, and add that to a Registry
/// (registry.hpp); those that ship are in a folder of src/planner/ each and have a row in
/// src/planner/registry.cpp. The conformance tests pick them up from there. src/planner/README.md tells more
/// and has every rule as pseudo-code.
///
/// Contract of `plan`: the answer depends on problem, values and the plan in force alone (and on whether
/// there is an evaluator), whatever the thread or the time, and calls may come from several threads at once.
/// What needs chance draws it from a RandomStream seeded from the scenario's seed and a name. If there is no
/// plan the result is Infeasible with at least one reason (no_plan_fits). The plan need not be feasible:
/// whoever runs it checks it again (plan::compile), and reports what is wrong.
struct Planner {
  /// In lower_case: what scenarios and the command line call it. Unique in its registry.
  std::string name;
  std::string description;  ///< one line
  Role role = Role::control;
  Origin origin = Origin::ours;
  /// Whether it looks at the scenario's objective. Others have a rule of their own, and the front asks them
  /// only once.
  bool takes_objective = false;
  /// Whether it looks at the plan in force. Others are asked once for each body that a run comes to, whatever
  /// runs then.
  bool takes_plan_in_force = false;
  /// Under which its plans run where the scenario and the command line choose none.
  scenario::Policy paired_policy = scenario::Policy::sequential;
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
///
/// `written`: name and value as text (PlannerChoice::parameters).
[[nodiscard]] ParameterValues read_parameters(
    const Planner& planner, const std::vector<std::pair<std::string, std::string>>& written);

/// The parameters that a planner runs with in a scenario: what the scenario writes if it names this planner,
/// else the defaults, since what is written for one means nothing to another. Throws InputError, at the place
/// of the choice, if the planner does not take them.
[[nodiscard]] ParameterValues values_of(const Planner& planner, const scenario::PlannerChoice& choice);

/// Plans with every parameter at its default.
///
/// Whatever parameters the scenario sets: those are for the planner that it names.
[[nodiscard]] Planned plan_with_defaults(const Planner& planner, const plan::PlanningProblem& problem);

/// Why there is no place for an app: what keeps its model out of the memory left on each accelerator, and the
/// app's constraints and the number of slots that plans have to do with.
///
/// For planners that place one app after another and come to one that fits nowhere. `memory` is what the apps
/// before left. At least one reason.
[[nodiscard]] plan::Infeasible no_plan_fits(const plan::PlanningProblem& problem, plan::AppId a,
                                            const plan::BodyMemory& memory);

}  // namespace synergy::planner
