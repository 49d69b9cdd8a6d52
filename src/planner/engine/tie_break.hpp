#pragma once

#include "synergy/planner/planner.hpp"

#include <string>

#include "engine/completion_bound.hpp"
#include "engine/load.hpp"

namespace synergy::planner {

/// Which of the plans of an app that the objective does not tell apart is taken: the first as devices are
/// listed, or the one that takes least of what the apps to come need.
enum class TieBreak : std::uint8_t { listing, scarcity };

inline constexpr const char* kTieBreak = "tie_break";
[[nodiscard]] Parameter tie_break_of_one_app();
[[nodiscard]] TieBreak tie_break(const ParameterValues& values);

/// How much the apps that have no plan yet will miss what a plan of one app takes.
///
/// An app that can sense (interact) on n devices wants 1/n of each. A plan takes the bytes of its weights
/// from those who want their devices, then the sensor and the actuator that it uses from those who want the
/// same. Sums over the parts of a plan, so that a longer plan never takes less.
class Scarcity {
 public:
  /// `load`: of the apps that have a plan.
  Scarcity(const plan::PlanningProblem& problem, AppId a, const BodyLoad& load);

  /// Of a plan without its target: of its source and the segments that it has.
  [[nodiscard]] Cost of_partial(const plan::ExecutionPlan& plan) const;
  [[nodiscard]] Cost of(const plan::ExecutionPlan& plan) const;

 private:
  const plan::PlanningProblem& problem_;
  const AppId app_;
  IdVector<DeviceId, std::int64_t> devices_, sensors_, actuators_;  // wanted, in parts of kWhole
};

}  // namespace synergy::planner
