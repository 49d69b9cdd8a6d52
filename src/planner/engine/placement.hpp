#pragma once

#include "synergy/plan/memory.hpp"

namespace synergy::planner {

/// Puts a segment into its accelerator's memory; false, and nothing changed, if it does not fit.
[[nodiscard]] bool try_place(plan::BodyMemory& memory, plan::AppId a, const plan::Segment& segment);

/// Puts an app's segments into the memories, in order; false if one does not fit, with those before it
/// placed.
[[nodiscard]] bool try_place(plan::BodyMemory& memory, plan::AppId a, const plan::ExecutionPlan& app);

/// The same for what a search found to fit.
void place(plan::BodyMemory& memory, plan::AppId a, const plan::ExecutionPlan& app);

}  // namespace synergy::planner
