#pragma once

#include "synergy/input/document.hpp"
#include "synergy/plan/plan.hpp"

#include <string>

namespace synergy::plan {

/// A plan as YAML, with device, app and layer names; read_plan reads it back to the same value.
[[nodiscard]] std::string to_yaml(const CollaborationPlan& plan, const scenario::Scenario& scenario);

/// Reads a plan file for a scenario. Names must exist and every app must have a plan, else InputError;
/// whether the plan is feasible is compile()'s question.
[[nodiscard]] CollaborationPlan read_plan(const input::Document& document,
                                          const scenario::Scenario& scenario);

}  // namespace synergy::plan
