#pragma once

#include "synergy/planner/planner.hpp"

#include <algorithm>

namespace synergy::planner {

/// Partial plans that the search for one app's execution plan may look at: some seconds.
inline constexpr std::int64_t kNodesOfOneApp = 20'000'000;

/// What all such searches of one planning may look at together (Effort::search_steps), unless four times the
/// budget of one is more.
inline constexpr std::int64_t kStepsOfAllApps = 4 * kNodesOfOneApp;
/// A set of links that nobody has scheduled yet takes about as long as so many partial plans.
inline constexpr std::int64_t kStepsOfSchedule = 200;

/// Budgets of searches that plan one app after another: that of one app for each, as long as the budget of
/// all allows; then each has half of what is left, and a little in any case.
class AppBudgets {
 public:
  /// `effort`: where the searches count. Must outlive this.
  AppBudgets(const Effort& effort, std::int64_t node_budget)
      : effort_(effort), begun_(effort.search_steps), of_one_(node_budget) {}
  [[nodiscard]] std::int64_t next() const {
    constexpr std::int64_t kLeast = 200'000;
    return std::max(std::min(of_one_, left() / 2), std::min(of_one_, kLeast));
  }
  [[nodiscard]] bool ended() const { return left() <= 0; }

 private:
  [[nodiscard]] std::int64_t left() const {
    const std::int64_t all = of_one_ > INT64_MAX / 4 ? INT64_MAX : std::max(kStepsOfAllApps, 4 * of_one_);
    return std::max<std::int64_t>(all - (effort_.search_steps - begun_), 0);
  }

  const Effort& effort_;
  const std::int64_t begun_;
  const std::int64_t of_one_;
};

/// The parameter of planners that search for the execution plans of apps one by one. The searches of all apps
/// have the budget anew.
inline constexpr const char* kNodeBudget = "node_budget";
[[nodiscard]] Parameter node_budget_of_one_app();

/// Why there is no plan for an app: what is in the way, unless the search did not get far enough to know.
[[nodiscard]] plan::Infeasible none_found(const plan::PlanningProblem& problem, plan::AppId a,
                                          const plan::BodyMemory& memory, const Effort& effort,
                                          std::int64_t node_budget);

}  // namespace synergy::planner
