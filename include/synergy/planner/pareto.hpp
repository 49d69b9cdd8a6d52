#pragma once

#include "synergy/planner/registry.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::planner {

/// A plan of a Pareto front, with what it was compared by: the estimates of the search, in which segments
/// cost what they cost alone in their memory (plan::estimate uses the real placement).
struct FrontPlan {
  plan::CollaborationPlan plan;
  /// Of every app once, under parallel execution: the busy time of the busiest unit.
  Duration round;
  Duration latency;  ///< sum over the apps, without contention
  /// Of one inference of every app, above all idle states.
  Energy dynamic_per_round;
  /// Of the whole body while nothing happens, under this plan's links and sensors.
  Power static_power;
  std::string found_by;  ///< planner, with the objective where it takes one, or "front search"

  /// At the throughput of `round`.
  [[nodiscard]] Power mean_power() const {
    return static_power + Power::from_si(dynamic_per_round.si() / round.s());
  }
};

/// How far a search for the front is.
///
/// For people who wait; nothing of it goes into results.
struct FrontProgress {
  std::string_view stage;  ///< the planner being asked, or "front search"
  std::int64_t done = 0;   ///< planners asked, or partial plans looked at
  std::int64_t total = 0;  ///< the front search is often through before
  std::size_t plans = 0;   ///< found so far that no other beats
};
using ReportFront = std::function<void(const FrontProgress&)>;

struct ParetoFront {
  std::vector<FrontPlan> plans;  ///< fastest first; empty if no plan is feasible
  /// Every plan that is not there is dominated by some plan: the search got through its node budget.
  bool proven = false;
  /// Of the planners asked and of the search together.
  Effort effort;
};

/// The plans that are not dominated in throughput, latency and power.
///
/// A plan is dominated if another one is at least as fast and its latency no longer and if, at the first
/// one's throughput, it draws no more power; of plans equal in all three one is kept. Power is compared at
/// equal throughput since otherwise plans would count as good for being slow. So no plan of the front has
/// lower throughput, longer latency and higher mean power than another, each at its own throughput.
///
/// A proven front has a plan with the least of each: round time, latency, and energy per inference at its
/// own throughput. Otherwise it is what all of these `planners`, with every objective they take, and
/// `node_budget` partial plans of a search found; deterministic in both cases. The planner that the scenario
/// names has the scenario's parameters, which have been checked. `report` is called before each planner and
/// every few partial plans.
///
/// Objectives and rates of the scenario play no part in the comparison; limits and constraints are kept. The
/// front is ours, not the paper's (scenarios/CHOICES.md, "Paper, reconstruction, ours").
[[nodiscard]] ParetoFront pareto_front(const plan::PlanningProblem& problem, const Registry& planners,
                                       std::int64_t node_budget, const ReportFront& report = {});

}  // namespace synergy::planner
