#include "synergy/dynamics/expand.hpp"
#include "synergy/run/clairvoyant.hpp"
#include "synergy/run/replanner.hpp"
#include "synergy/run/run.hpp"

#include "body_view.hpp"
#include "plan_state.hpp"
#include "stopwatch.hpp"

/// Runs of bodies that change (scenario::is_dynamic): who answers the changes, and what is made of the
/// result.
namespace synergy::run {
namespace {

/// A plan that was given is for the whole body; nobody makes another one.
class GivenReplanner final : public simulation::Replanner {
 public:
  GivenReplanner(const plan::CollaborationPlan* plan, Workload body, scenario::Policy policy)
      : plan_(plan), body_(std::move(body)), policy_(policy) {}
  [[nodiscard]] Answer replan(Question question) const override {
    Answer answer;
    const scenario::Scenario world = dynamics::scenario_of(body_.scenario(), question.world);
    if (plan_ == nullptr || world.devices.size() != body_.scenario().devices.size() ||
        world.apps.size() != body_.scenario().apps.size()) {
      answer.reasons.push_back(
          {plan::Reason::Kind::structure, {}, {}, "a plan that is given is for all devices and apps"});
      return answer;
    }
    answer.plan = in_force(body_, *plan_, policy_, body_.scenario(), answer.reasons);
    return answer;
  }

 private:
  const plan::CollaborationPlan* plan_;
  Workload body_;
  scenario::Policy policy_;
};

std::int64_t completed_in(const simulation::DynamicResult& result) {
  return result.total.completed_in_window();
}

simulation::DynamicResult simulate_with(const scenario::Scenario& body, scenario::Policy policy,
                                        const std::vector<dynamics::Change>& changes,
                                        const simulation::Replanner& replanner, int replication,
                                        const simulation::Options& options) {
  if (body.replanning.trigger.kind == scenario::Trigger::Kind::clairvoyant_paid)
    return simulate_clairvoyant(body, policy, replication, changes, replanner, options);
  return simulation::simulate_dynamic(body, policy, replication, changes, replanner, options);
}

std::vector<dynamics::Change> changes_of(const scenario::Scenario& body, int replication) {
  const Time end = body.measurement.warm_up + body.measurement.window;
  return dynamics::expand(body, replication, end + nanoseconds(1));
}

}  // namespace

simulation::DynamicResult simulate_again(const RunRecord& record, const simulation::Options& options) {
  const auto changes = changes_of(*record.scenario, record.replication);
  return simulate_with(*record.scenario, record.policy, changes, *record.replanner, record.replication,
                       options);
}

std::shared_ptr<const simulation::Replanner> Run::replanner_for(const Plan::State& state,
                                                                scenario::Policy policy) {
  if (!scenario::is_dynamic(state.workload.scenario())) return {};
  if (state.maker) return std::make_shared<const PlanningReplanner>(*state.maker, state.workload, policy);
  const plan::CollaborationPlan* made = state.made ? &*state.made : nullptr;
  return std::make_shared<const GivenReplanner>(made, state.workload, policy);
}

RunRecord Run::simulate_changing(int replication) const {
  using Trigger = scenario::Trigger::Kind;
  RunRecord record = *expected_;
  record.replication = replication;
  const Workload& workload = plan_.workload();
  const scenario::Scenario& body = workload.scenario();
  const auto changes = changes_of(body, replication);
  const auto under = [&](Trigger trigger) {
    scenario::Scenario bound = body;
    bound.replanning.trigger.kind = trigger;
    return simulation::simulate_dynamic(bound, record.policy, replication, changes, *replanner_);
  };
  const Stopwatch simulating;
  record.replanner = replanner_;
  const auto result = std::make_shared<const simulation::DynamicResult>(
      simulate_with(body, record.policy, changes, *replanner_, replication, {}));
  record.wall_simulate_ms = simulating.ms();
  record.dynamic = result;
  record.result = result->total;
  record.reasons.clear();
  record.informed = {};
  record.status = Status::ok;
  if (completed_in(*result) == 0) record.status = Status::nothing_completed;
  if (!record.result->failed_checks.empty()) record.status = Status::failed_check;
  if (result->plans.empty()) {
    record.status = Status::infeasible;
    record.compiled = {};
    record.estimate = {};
    record.result = {};
    for (const simulation::Epoch& epoch : result->epochs) {
      if (record.reasons.empty()) record.reasons = epoch.reasons;
    }
    return record;
  }
  const BodyView view = view_of(*result, workload);
  record.compiled = view.compiled;
  record.estimate = view.estimate;
  record.cyclic = {};
  record.plan_bound_inf_per_s = {};
  const std::int64_t best = body.replanning.trigger.kind == Trigger::clairvoyant_free
                                ? completed_in(*result)
                                : completed_in(under(Trigger::clairvoyant_free));
  if (best > 0)
    record.regret_ratio = 1 - static_cast<double>(completed_in(*result)) / static_cast<double>(best);
  return record;
}

}  // namespace synergy::run
