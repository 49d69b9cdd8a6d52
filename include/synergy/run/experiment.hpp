#pragma once

#include "synergy/planner/registry.hpp"
#include "synergy/run/comparison.hpp"
#include "synergy/run/run.hpp"
#include "synergy/scenario/load.hpp"

#include <optional>
#include <string>
#include <vector>

namespace synergy::run {

/// A plan that stands in a planner's place, and the name that rows have for it.
struct GivenPlan {
  std::string name;
  plan::CollaborationPlan plan;
};

/// What is asked of a workload: which planners (or plans), under which policies, how often.
struct Experiment {
  /// Not owned, not null; planners of a registry last as long as it does.
  std::vector<const planner::Planner*> planners;
  std::vector<GivenPlan> plans;  ///< run before the planners; under `adaptive` where no policy is chosen
  /// None stands for each plan's paired one. Distinct; at least one, or nothing is run.
  std::vector<std::optional<scenario::Policy>> policies{std::nullopt};
  /// The first so many, numbered from 0.
  int replications = 1;
  /// Whether synergy is compared with the baselines among the planners, at matched load too, which takes two
  /// more simulations per pair.
  bool compare = false;
  /// Whether to skip what repeats, which shows in nothing but the wall time.
  bool skip = true;
};

/// What came of an experiment on one workload. Owns everything; the workload may go.
struct Findings {
  std::vector<Plan> plans;              ///< of the plans given and of the planners, in this order
  std::vector<RunRecord> records;       ///< by plan, policy, replication; bounds are shared (share_bounds)
  std::vector<Comparison> comparisons;  ///< of kPaired; none unless asked for
};

/// Plans with each planner once, and takes every policy and replication from that plan. Throws InputError if
/// a planner does not take the scenario's parameters. A planner that finds no plan is no error: its records
/// say so. Works in the calling thread; the result depends on the arguments alone, but for wall times.
[[nodiscard]] Findings perform(const Experiment& experiment, const Workload& workload);

/// The comparisons of one workload under the other definitions: both sides under each policy, and as paired
/// under each sensing of `latest` and `new_sample` that the scenario has not. Pre: `paired` is what
/// planners.compared() found on it, alone or first, under their own policies, in one replication.
[[nodiscard]] std::vector<Comparison> other_definitions(
    const Findings& paired, const Workload& workload,
    const planner::Registry& planners = planner::Registry::builtin());

/// All planners on one workload whose devices are listed in one order.
struct OrderPoint {
  struct Outcome {
    std::string planner;
    std::string plan;                  ///< empty if infeasible
    std::optional<double> throughput;  ///< inferences/s
  };
  std::string scenario;
  std::size_t order = 0;  ///< 0: as the scenario lists them
  std::string devices;    ///< "earbud, glasses, watch"
  std::vector<Comparison> comparisons;
  std::vector<Outcome> outcomes;
};

/// Synergy against every baseline in each of the distinct orders of a scenario's devices, at most `most`
/// (scenario::distinct_device_orders): planners that take the first device that will do depend on the order.
/// `shipped` is the scenario that `file` and `settings` give; for another order it is read again with the
/// setting device_order.
[[nodiscard]] std::vector<OrderPoint> in_device_orders(
    const Workload& shipped, const std::string& file, const std::vector<scenario::Override>& settings,
    std::size_t most, scenario::Library& library,
    const planner::Registry& planners = planner::Registry::builtin());

}  // namespace synergy::run
