#pragma once

#include "synergy/run/run.hpp"
#include "synergy/scenario/digest.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "problem_view.hpp"

namespace synergy::python {

/// A plan in Python's hands, and the workload that it was asked for: with parameters of its own a planner
/// plans for another one, which differs in nothing else.
class MadePlan {
 public:
  MadePlan(run::Plan plan, run::Workload origin, std::shared_ptr<scenario::Digester> digester)
      : plan_(std::move(plan)), origin_(std::move(origin)), digester_(std::move(digester)) {}

  [[nodiscard]] const run::Plan& plan() const { return plan_; }
  [[nodiscard]] const scenario::Scenario& scenario() const { return plan_.workload().scenario(); }
  [[nodiscard]] const run::Workload& origin() const { return origin_; }
  /// The plan on a workload: itself if it was made for it; else judged anew, and called fixed:NAME.
  [[nodiscard]] run::Plan on(const run::Workload& workload) const;
  /// Whether it was made for this workload or one that says the same, or is none that could be judged anew.
  [[nodiscard]] bool is_of(const run::Workload& workload) const;
  /// It under a policy, on the workload that it was made for: made once for each policy. Safe to call from
  /// several threads.
  [[nodiscard]] run::Run under(std::optional<scenario::Policy> policy) const;

  struct PlannedApp {
    std::string app, source, target;
    std::vector<std::tuple<std::string, int, int>> segments;  ///< device, first and last layer
  };
  /// Where each app senses, computes and interacts; empty if the planner found no plan.
  [[nodiscard]] std::vector<PlannedApp> apps() const;
  /// The names of the apps in the order in which their weights are put into memories.
  [[nodiscard]] std::vector<std::string> deployment() const;
  /// As a plan file; none if there is no plan.
  [[nodiscard]] std::optional<std::string> to_yaml() const;
  [[nodiscard]] std::vector<std::string> reasons() const;
  /// What `synergy-sim explain` prints.
  [[nodiscard]] std::string explain(const std::optional<std::string>& policy) const;
  /// None if the plan is not feasible. Without a policy: the scenario's, or else the plan's own.
  [[nodiscard]] std::optional<EstimateView> estimate(const std::optional<std::string>& policy) const;

 private:
  /// Shared by the copies.
  struct Known {
    std::mutex mutex;
    std::vector<std::pair<std::optional<scenario::Policy>, run::Run>> runs;
  };

  run::Plan plan_;
  run::Workload origin_;
  std::shared_ptr<scenario::Digester> digester_;  // of the session
  std::shared_ptr<Known> known_ = std::make_shared<Known>();
};

}  // namespace synergy::python
