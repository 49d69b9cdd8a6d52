#include "synergy/input/error.hpp"
#include "synergy/quantities/checked.hpp"
#include "synergy/simulation/evaluator.hpp"

#include "plan_state.hpp"
#include "stopwatch.hpp"

namespace synergy::run {
namespace {

/// Whatever is asked of a workload's costs. Each is a number of its own range; where what they come to
/// together is none, the numbers of the scenario or of its profiles are to blame, not the program.
template <class Ask>
auto within_range(const Workload& workload, const Ask& ask) {
  try {
    return ask();
  } catch (const OutOfRange& error) {
    const std::string& name = workload.problem().scenario().name;
    throw InputError(
        {"scenario '" + name + "'"},
        std::string("times and energies of its stages are too large to plan with: ") + error.what());
  }
}

/// Compiles by the true numbers; null, and the reasons, if the plan is not feasible by them.
std::shared_ptr<const plan::CompiledPlan> judge(const plan::PlanningProblem& problem,
                                                const plan::CollaborationPlan& plan,
                                                std::vector<plan::Reason>& reasons) {
  // A planner is not taken at its word: whatever it was told or believes, the true numbers decide.
  auto compiled = plan::compile(problem, plan);
  if (auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) {
    reasons = std::move(infeasible->reasons);
    return {};
  }
  return std::make_shared<const plan::CompiledPlan>(std::get<plan::CompiledPlan>(std::move(compiled)));
}

}  // namespace

Plan Plan::made_by(const planner::Planner& planner, Workload workload, Belief belief) {
  const auto state = std::make_shared<State>(std::move(workload), planner.name);
  state->paired = planner.paired_policy;
  state->maker = planner;
  const simulation::SimulatedEvaluator evaluator;
  const plan::PlanningProblem& truth = state->workload.problem();
  const planner::ParameterValues values = planner::values_of(planner, truth.scenario().planner);
  const plan::PlannerView& view = state->view.emplace(truth);
  // Only the planner's own work: the view and the tables before it are shared by all planners.
  const Stopwatch planning;
  planner::Planned planned = within_range(state->workload, [&] {
    return planner.plan({view.problem(), values, &evaluator});
  });
  state->wall_plan_ms = planning.ms();
  // Noted before it is known whether there is a plan: infeasible rows have effort and bound as well.
  state->role = planner.role;
  state->effort = planned.effort;
  state->bound = planned.bound;
  state->refinement = planned.refinement;
  if (auto* infeasible = std::get_if<plan::Infeasible>(&planned.result)) {
    state->reasons = std::move(infeasible->reasons);
    return Plan(state);
  }
  const auto& plan = state->made.emplace(std::get<plan::CollaborationPlan>(std::move(planned.result)));
  state->compiled = within_range(state->workload, [&] { return judge(truth, plan, state->reasons); });
  if (!state->compiled || view.is_true()) return Plan(state);
  // What was believed is kept for the estimate, which is the planner's own: a limit that the true numbers
  // keep may be broken by the wrong ones.
  state->believed = std::make_shared<const plan::CompiledPlan>(
      std::get<plan::CompiledPlan>(plan::compile(view.problem(), plan, plan::Limits::ignore)));
  if (belief == Belief::alone) return Plan(state);
  // Its effort is of no interest: nobody plans twice.
  const plan::PlanResult informed = within_range(state->workload, [&] {
    return planner.plan({truth, values, &evaluator}).result;
  });
  std::vector<plan::Reason> reasons;
  if (const auto* better = std::get_if<plan::CollaborationPlan>(&informed))
    state->informed = judge(truth, *better, reasons);
  return Plan(state);
}

Plan Plan::given(std::string name, const plan::CollaborationPlan& plan, Workload workload,
                 scenario::Policy paired) {
  const auto state = std::make_shared<State>(std::move(workload), std::move(name));
  state->paired = paired;
  state->made = plan;
  state->compiled =
      within_range(state->workload, [&] { return judge(state->workload.problem(), plan, state->reasons); });
  return Plan(state);
}

const Workload& Plan::workload() const { return state_->workload; }
const std::string& Plan::planner() const { return state_->planner; }
scenario::Policy Plan::paired_policy() const { return state_->paired; }
const plan::CollaborationPlan* Plan::made() const { return state_->made ? &*state_->made : nullptr; }
const plan::CompiledPlan* Plan::compiled() const { return state_->compiled.get(); }
const std::vector<plan::Reason>& Plan::reasons() const { return state_->reasons; }
std::optional<planner::Role> Plan::role() const { return state_->role; }
const planner::Effort& Plan::effort() const { return state_->effort; }
const std::optional<planner::Bound>& Plan::bound() const { return state_->bound; }
const std::optional<planner::Refinement>& Plan::refinement() const { return state_->refinement; }

}  // namespace synergy::run
