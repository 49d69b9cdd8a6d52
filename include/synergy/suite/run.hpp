#pragma once

#include "synergy/scenario/library.hpp"
#include "synergy/suite/best_known.hpp"
#include "synergy/suite/instances.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace synergy::suite {

/// What is asked of planners on a suite.
struct RunOptions {
  std::vector<const planner::Planner*> planners;  ///< distinct, not null, not owned
  /// Simulations take a tenth of each instance's warm-up and window, but for those of bodies that change.
  bool quick = false;
  /// In place of the seed of every instance, but for those of bodies that change, whose values are simulated.
  std::optional<std::uint64_t> seed;
  /// In place of the default of every planner that has a parameter node_budget.
  std::optional<std::int64_t> node_budget;
  int threads = 1;  ///< results do not depend on it
  /// Asked before every planning; true ends the run.
  std::function<bool()> stop = [] { return false; };
  /// Called from one thread at a time: how many of how many plannings are done.
  std::function<void(std::int64_t done, std::int64_t total)> report = [](std::int64_t, std::int64_t) {};
};

/// One planner on one instance: what it planned, and the row about it.
struct Outcome {
  Instance instance;
  run::Plan plan;
  results::SuiteRow row;
  /// The planner, and what it was given beside its defaults: for BestKnown::found_by.
  std::string made_by;
};

/// Every planner on every instance, by instance, then planner. Where nothing is known of an instance the best
/// of these planners takes its place. Throws InputError for a file that is no scenario; empty if stopped.
[[nodiscard]] std::vector<Outcome> run(const std::vector<Instance>& instances, const BestKnownValues& known,
                                       scenario::Library& library, const RunOptions& options);

}  // namespace synergy::suite
