#pragma once

#include "synergy/planner/planner.hpp"
#include "synergy/run/record.hpp"
#include "synergy/run/workload.hpp"
#include "synergy/simulation/dynamic.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace synergy::run {

/// A planner that answers the questions of a body that changes: the world as it is known is made a scenario
/// of its own and planned like any other. Worlds come again and again; each is planned once, by planners that
/// look at the plan in force once for each of those.
///
/// With Scope::affected, apps that are served keep their devices and cuts as constraints. Safe to use from
/// several threads; depends on the questions alone.
class PlanningReplanner final : public simulation::Replanner {
 public:
  /// `planner` must outlive it. Without a policy, the planner's own.
  PlanningReplanner(const planner::Planner& planner, Workload body,
                    std::optional<scenario::Policy> policy = {});
  [[nodiscard]] Answer replan(Question question) const override;
  /// By the estimate, as plans are chosen by, and of each app no more than when the plan was made; 0 if it is
  /// not feasible there any more.
  [[nodiscard]] std::optional<double> promised(const Question& question) const override;
  [[nodiscard]] scenario::Policy policy() const { return policy_; }

 private:
  [[nodiscard]] Answer plan(scenario::Scenario world, const simulation::PlanInForce* running) const;

  const planner::Planner* planner_;
  Workload body_;
  scenario::Policy policy_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Answer> known_;
  mutable std::map<std::string, double> promised_;
};

/// The simulation behind the record of a body that changes, once more, as with a probe. Pre: record.dynamic.
[[nodiscard]] simulation::DynamicResult simulate_again(const RunRecord& record,
                                                       const simulation::Options& options);

/// Makes a plan in force of a workload and a plan of it; the ids of its devices and apps are matched with the
/// body's by name. Null, and the reasons, if the plan is infeasible.
[[nodiscard]] std::shared_ptr<const simulation::PlanInForce> in_force(const Workload& world,
                                                                      const plan::CollaborationPlan& plan,
                                                                      scenario::Policy policy,
                                                                      const scenario::Scenario& body,
                                                                      std::vector<plan::Reason>& reasons);

}  // namespace synergy::run
