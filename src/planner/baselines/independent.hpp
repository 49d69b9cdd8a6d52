#pragma once

#include "engine/node_budget.hpp"

namespace synergy::planner {

/// Whether the apps of ind_model and ind_e2e see what apps before them left of the memories, or plan each as
/// if the accelerators were empty. Oblivious plans may not fit together, which then shows.
inline constexpr const char* kMemoryOblivious = "memory_oblivious";
[[nodiscard]] Parameter memory_oblivious_parameter();

/// The rule shared by ind_model and ind_e2e: apps in scenario order, each for itself the plan of the smallest
/// latency, blind to the load of the others. `model_only`: blind to source and target too.
[[nodiscard]] Planned plan_independently(const PlanningContext& context, bool model_only);

}  // namespace synergy::planner
