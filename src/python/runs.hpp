#pragma once

#include "synergy/run/record.hpp"

#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "made_plan.hpp"
#include "session.hpp"

namespace synergy::python {

/// What came of some runs: the records that all tables are made of (results::all_tables).
struct Runs {
  std::vector<run::RunRecord> records;
};

/// What is to be run on a workload, as run::Experiment, in the order of Python's list: plans that were made,
/// and planners by name.
struct Asked {
  std::vector<std::variant<MadePlan, const planner::Planner*>> plans;
  std::vector<std::optional<scenario::Policy>> policies;
  int replications = 1;
  bool skip = true;
  /// Called before every run but the first; what it throws ends all.
  std::function<void()> between = [] {};
};
/// Touches nothing of Python but what planners in Python do, which take its lock.
[[nodiscard]] Runs run_all(const run::Workload& workload, const Asked& asked);

}  // namespace synergy::python
