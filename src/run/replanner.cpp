#include "synergy/run/replanner.hpp"

#include "synergy/plan/io.hpp"
#include "synergy/plan/view.hpp"
#include "synergy/planner/in_force.hpp"
#include "synergy/simulation/evaluator.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::run {
namespace {

template <class Id, class Things>
IdVector<Id, Id> places_by_name(const Things& in_world, const Things& on_body) {
  IdVector<Id, Id> places;
  for (const auto& thing : in_world) {
    const auto found = std::find_if(on_body.begin(), on_body.end(),
                                    [&](const auto& other) { return other.name == thing.name; });
    places.push_back(Id(static_cast<std::size_t>(found - on_body.begin())));
  }
  return places;
}

/// Apps that stay where they are, said as constraints.
void pin(scenario::Scenario& world, const simulation::PlanInForce& old,
         const std::vector<plan::AppId>& pinned, const scenario::Scenario& body) {
  const auto devices = places_by_name<plan::DeviceId>(world.devices, body.devices);
  const auto in_world = [&](plan::DeviceId on_body) {
    const auto found = std::find(devices.begin(), devices.end(), on_body);
    return plan::DeviceId(static_cast<std::size_t>(found - devices.begin()));
  };
  for (const plan::AppId o : old.apps.ids()) {
    if (std::find(pinned.begin(), pinned.end(), old.apps[o]) == pinned.end()) continue;
    const auto app = std::find_if(world.apps.begin(), world.apps.end(), [&](const scenario::App& other) {
      return other.name == body.apps[old.apps[o]].name;
    });
    if (app == world.apps.end()) continue;
    const plan::ExecutionPlan& plan = old.compiled->plan.apps[o];
    app->source_device = in_world(old.devices[plan.source]);
    app->target_device = in_world(old.devices[plan.target]);
    for (const plan::Segment& segment : plan.segments)
      app->constraints.pinned_segments.push_back({segment.layers, in_world(old.devices[segment.device])});
  }
}

/// What a world is told apart by.
std::string key_of(const dynamics::World& world) {
  std::string key;
  for (const bool present : world.present) key += present ? '1' : '0';
  for (const bool runs : world.runs) key += runs ? '1' : '0';
  for (const double clock : world.accelerator_clock) key += fmt::format(" {:a}", clock);
  for (const Frequency rate : world.rate) key += fmt::format(" {:a}", rate.si());
  for (const auto& [ends, db] : world.path_loss_db)
    key += fmt::format(" {}-{}:{:a}", ends.first.value(), ends.second.value(), db.value_or(-1));
  return key;
}

std::string key_of(const simulation::PlanInForce& plan) {
  return plan::to_text(plan.compiled->plan, plan.problem->scenario());
}

/// What questions are told apart by.
std::string key_of(const simulation::Replanner::Question& question, const scenario::Scenario& body,
                   bool with_plan) {
  std::string key = key_of(question.world);
  if (question.in_force == nullptr) return key;
  if (with_plan)
    key += plan::to_yaml(question.in_force->compiled->plan, question.in_force->problem->scenario());
  if (question.pinned.empty()) return key;
  for (const plan::AppId a : question.pinned) key += fmt::format(" p{}", a.value());
  return key + key_of(*question.in_force) + body.name;
}

/// What is left of a plan in a world: its apps whose devices are all there, in its order of deployment. The
/// world keeps no others.
plan::CollaborationPlan what_is_left(const simulation::PlanInForce& old, scenario::Scenario& world,
                                     const scenario::Scenario& body) {
  const auto devices = places_by_name<plan::DeviceId>(world.devices, body.devices);
  const auto apps = places_by_name<plan::AppId>(world.apps, body.apps);
  bool all_there = true;
  const auto in_world = [&](plan::DeviceId of_plan) {
    const auto found = std::find(devices.begin(), devices.end(), old.devices[of_plan]);
    all_there = all_there && found != devices.end();
    return plan::DeviceId(static_cast<std::size_t>(found - devices.begin()));
  };
  plan::CollaborationPlan left;
  IdVector<plan::AppId, scenario::App> kept;
  IdVector<plan::AppId, std::optional<plan::AppId>> places(old.apps.size());
  for (const plan::AppId a : apps.ids()) {
    const auto found = std::find(old.apps.begin(), old.apps.end(), apps[a]);
    if (found == old.apps.end()) continue;
    const plan::AppId of_plan(static_cast<std::size_t>(found - old.apps.begin()));
    plan::ExecutionPlan app = old.compiled->plan.apps[of_plan];
    all_there = true;
    app.source = in_world(app.source);
    app.target = in_world(app.target);
    for (plan::Segment& segment : app.segments) segment.device = in_world(segment.device);
    if (!all_there) continue;
    places[of_plan] = plan::AppId(left.apps.size());
    left.apps.push_back(std::move(app));
    kept.push_back(world.apps[a]);
  }
  for (const plan::AppId of_plan : old.compiled->plan.deployment) {
    if (places[of_plan]) left.deployment.push_back(*places[of_plan]);
  }
  for (scenario::LinkChoice link : old.compiled->plan.links) {
    all_there = true;
    link.between = {in_world(link.between.first), in_world(link.between.second)};
    if (all_there) left.links.push_back(link);
  }
  world.apps = std::move(kept);
  return left;
}

}  // namespace

PlanningReplanner::PlanningReplanner(const planner::Planner& planner, Workload body,
                                     std::optional<scenario::Policy> policy)
    : planner_(&planner), body_(std::move(body)), policy_(policy.value_or(planner.paired_policy)) {}

simulation::Replanner::Answer PlanningReplanner::replan(Question question) const {
  const scenario::Scenario& body = body_.scenario();
  const std::string key = key_of(question, body, planner_->takes_plan_in_force);
  const std::lock_guard lock(mutex_);
  const auto [known, is_new] = known_.try_emplace(key);
  if (!is_new) return known->second;
  scenario::Scenario world = dynamics::scenario_of(body, question.world);
  std::vector<plan::Reason> reasons;
  for (const dynamics::LeftOut& app : dynamics::left_out(body, question.world))
    reasons.push_back({plan::Reason::Kind::placement, body.apps[app.app].name, {}, app.reason});
  if (!world.apps.empty()) {
    if (question.in_force != nullptr) pin(world, *question.in_force, question.pinned, body);
    known->second = plan(std::move(world), question.in_force);
  }
  auto& all = known->second.reasons;
  all.insert(all.begin(), reasons.begin(), reasons.end());
  return known->second;
}

std::optional<double> PlanningReplanner::promised(const Question& question) const {
  const std::string key = key_of(question.world) + " " + key_of(*question.in_force);
  const std::lock_guard lock(mutex_);
  const auto [known, is_new] = promised_.try_emplace(key, 0);
  if (!is_new) return known->second;
  // With all its apps, as long as their devices are there: it keeps what it has for those that have stopped.
  const auto& apps = question.in_force->apps;
  const auto of_plan = [&](plan::AppId a) { return std::find(apps.begin(), apps.end(), a); };
  dynamics::World as_planned = question.world;
  for (const plan::AppId a : as_planned.runs.ids()) as_planned.runs[a] = of_plan(a) != apps.end();
  scenario::Scenario world = dynamics::scenario_of(body_.scenario(), as_planned);
  const plan::CollaborationPlan left = what_is_left(*question.in_force, world, body_.scenario());
  if (left.apps.empty()) return 0;
  std::vector<plan::Reason> reasons;
  const auto now = in_force(body_.with(std::move(world)), left, policy_, body_.scenario(), reasons);
  if (!now) return 0;
  for (const plan::AppId w : now->apps.ids()) {
    if (!question.world.runs[now->apps[w]]) continue;
    const auto then = static_cast<std::size_t>(of_plan(now->apps[w]) - apps.begin());
    // Never more than when it was made, whose slots and windows it still has.
    known->second +=
        std::min(now->estimate.app_inf_per_s[w.index()], question.in_force->estimate.app_inf_per_s[then]);
  }
  return known->second;
}

simulation::Replanner::Answer PlanningReplanner::plan(scenario::Scenario world,
                                                      const simulation::PlanInForce* running) const {
  Answer answer;
  std::optional<planner::PlanInForce> named;
  if (running != nullptr && planner_->takes_plan_in_force)
    named = planner::by_names(running->compiled->plan, running->problem->scenario());
  const Workload workload = body_.with(std::move(world));
  const plan::PlannerView view(workload.problem());
  const simulation::SimulatedEvaluator evaluator;
  const planner::ParameterValues values = planner::values_of(*planner_, workload.scenario().planner);
  planner::Planned planned = planner_->plan({view.problem(), values, &evaluator, named ? &*named : nullptr});
  answer.candidates = planned.effort.candidates_considered;
  if (auto* infeasible = std::get_if<plan::Infeasible>(&planned.result)) {
    answer.reasons = std::move(infeasible->reasons);
    return answer;
  }
  answer.plan = in_force(workload, std::get<plan::CollaborationPlan>(planned.result), policy_,
                         body_.scenario(), answer.reasons);
  return answer;
}

std::shared_ptr<const simulation::PlanInForce> in_force(const Workload& world,
                                                        const plan::CollaborationPlan& plan,
                                                        scenario::Policy policy,
                                                        const scenario::Scenario& body,
                                                        std::vector<plan::Reason>& reasons) {
  auto compiled = plan::compile(world.problem(), plan);
  if (auto* infeasible = std::get_if<plan::Infeasible>(&compiled)) {
    reasons.insert(reasons.end(), infeasible->reasons.begin(), infeasible->reasons.end());
    return {};
  }
  const auto kept = std::make_shared<const Workload>(world);
  auto result = std::make_shared<simulation::PlanInForce>();
  result->problem = {kept, &kept->problem()};
  result->compiled =
      std::make_shared<const plan::CompiledPlan>(std::get<plan::CompiledPlan>(std::move(compiled)));
  result->estimate = plan::estimate(*result->problem, *result->compiled, policy);
  result->windows = plan::windows(*result->problem, *result->compiled, result->estimate, policy);
  result->devices = places_by_name<plan::DeviceId>(world.scenario().devices, body.devices);
  result->apps = places_by_name<plan::AppId>(world.scenario().apps, body.apps);
  return result;
}

}  // namespace synergy::run
